"""Puts the pretend departments together: each system under its own path with a switch of its own, and the page of switches."""

from __future__ import annotations

from aiohttp import web

from engine.sandbox.departments.births import Births
from engine.sandbox.departments.canteens import Canteens
from engine.sandbox.departments.challans import Challans
from engine.sandbox.departments.control import Control
from engine.sandbox.departments.gifts import Gifts
from engine.sandbox.departments.health import Health
from engine.sandbox.departments.land import Land
from engine.sandbox.departments.network import Network
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.police import Police
from engine.sandbox.departments.power import Power
from engine.sandbox.departments.relief import Relief
from engine.sandbox.departments.revenue import Revenue
from engine.sandbox.departments.rtc import Rtc
from engine.sandbox.departments.ssc import Ssc
from engine.sandbox.departments.system import Clock, Switch, System, moody
from engine.sandbox.departments.tax import Tax
from engine.sandbox.departments.temple import Temple


def mount(app: web.Application, now: Clock, slow_s: float) -> None:
    """Add `/departments/<system>/…` and `/control` to an application. slow_s: how late a slow system answers."""
    printer = Printer()
    systems: list[System] = [
        Power(now, printer),
        Network(),
        Temple(now),
        Gifts(now, printer),
        Rtc(now, printer),
        Revenue(),
        Land(now, printer),
        Canteens(now, printer),
        Relief(now),
        Tax(now, printer),
        Births(now, printer),
        Health(now, printer),
        Police(now, printer),
        Challans(now, printer),
        Ssc(now, printer),
    ]
    switched = {system.name: (system, Switch(slow_s=slow_s)) for system in systems}
    for name, (system, switch) in switched.items():
        part = web.Application(middlewares=[moody(switch)])
        part.add_routes(system.routes())
        app.add_subapp(f"/departments/{name}", part)
    app.add_routes(Control(switched).routes())
