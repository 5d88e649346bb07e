"""Puts the pretend departments together: each system under its own path with a switch of its own, and the page of switches."""

from __future__ import annotations

from aiohttp import web

from engine.sandbox.departments.control import Control
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.power import Power
from engine.sandbox.departments.revenue import Revenue
from engine.sandbox.departments.ssc import Ssc
from engine.sandbox.departments.system import Clock, Switch, System, moody
from engine.sandbox.departments.temple import Temple


def mount(app: web.Application, now: Clock, slow_s: float) -> None:
    """Add `/departments/<system>/…` and `/control` to an application. slow_s: how late a slow system answers."""
    printer = Printer()
    systems: list[System] = [Power(now, printer), Temple(now), Ssc(now, printer), Revenue()]
    switched = {system.name: (system, Switch(slow_s=slow_s)) for system in systems}
    for name, (system, switch) in switched.items():
        part = web.Application(middlewares=[moody(switch)])
        part.add_routes(system.routes())
        app.add_subapp(f"/departments/{name}", part)
    app.add_routes(Control(switched).routes())
