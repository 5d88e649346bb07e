"""Puts the pretend departments together: each system under its own path with a switch of its own, and the page of switches."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from engine.sandbox.departments.births import Births
from engine.sandbox.departments.booking_register import Register
from engine.sandbox.departments.bookings import Bookings
from engine.sandbox.departments.callcentre import Callcentre
from engine.sandbox.departments.canteens import Canteens
from engine.sandbox.departments.certificates import Certificates
from engine.sandbox.departments.challans import Challans
from engine.sandbox.departments.complaints import Complaints
from engine.sandbox.departments.connections import Connections
from engine.sandbox.departments.consumers import Consumers
from engine.sandbox.departments.control import Control
from engine.sandbox.departments.depots import Depots
from engine.sandbox.departments.files import Files
from engine.sandbox.departments.gifts import Gifts
from engine.sandbox.departments.health import Health
from engine.sandbox.departments.households import Households
from engine.sandbox.departments.irrigation import Irrigation
from engine.sandbox.departments.land import Land
from engine.sandbox.departments.locker import Locker
from engine.sandbox.departments.network import Network
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.pgrs import Pgrs
from engine.sandbox.departments.police import Police
from engine.sandbox.departments.power import Power
from engine.sandbox.departments.power_accounts import Accounts
from engine.sandbox.departments.power_faults import Faults
from engine.sandbox.departments.power_meters import Meters
from engine.sandbox.departments.power_works import Works
from engine.sandbox.departments.property import Property
from engine.sandbox.departments.registers import Registers
from engine.sandbox.departments.registrar import Registrar
from engine.sandbox.departments.relief import Relief
from engine.sandbox.departments.rights import Rights
from engine.sandbox.departments.rooms import Rooms
from engine.sandbox.departments.rtc import Rtc
from engine.sandbox.departments.sevas import Sevas
from engine.sandbox.departments.ssc import Ssc
from engine.sandbox.departments.system import Clock, Switch, System, moody, path_of
from engine.sandbox.departments.taps import Taps
from engine.sandbox.departments.tax import Tax
from engine.sandbox.departments.temple import Temple
from engine.sandbox.departments.temple_hours import TempleHours
from engine.sandbox.departments.ticket_office import TicketOffice
from engine.sandbox.departments.trades import Trades


def mount(app: web.Application, now: Clock, slow_s: float, databases: Path) -> None:
    """Add `/departments/<system>/…` and `/control` to an application. slow_s: how late a slow system answers; databases: a folder for
    those of departments that have nothing else."""
    printer = Printer()
    booked = Register(now)
    power = Power(now, printer)
    consumers = Consumers(now, printer, power)
    systems: list[System] = [
        power,
        consumers,
        Connections(now),
        Callcentre(now, power),
        Network(databases),
        Faults(now),
        Meters(now, consumers),
        Accounts(now, printer, consumers),
        Works(now, printer, power, consumers),
        Temple(now, booked),
        Sevas(now, booked),
        Rooms(now, booked),
        Bookings(now, printer, booked),
        TempleHours(now),
        Gifts(now, printer),
        Rtc(now, printer),
        TicketOffice(now, printer),
        Depots(now),
        Households(databases),
        Certificates(now, printer),
        Registrar(now, printer),
        Land(now, printer),
        Rights(now, printer),
        Irrigation(now, printer),
        Canteens(now, printer),
        Relief(now, printer),
        Tax(now, printer),
        Property(now, printer),
        Taps(now, printer),
        Births(now, printer),
        Registers(now, printer),
        Trades(now, printer),
        Complaints(now),
        Files(now),
        Pgrs(now),
        Health(now, printer),
        Police(now, printer),
        Challans(now, printer),
        Ssc(),
        Locker(now, printer),
    ]
    switched = {system.name: (system, Switch(slow_s=slow_s)) for system in systems}
    for name in sorted(switched, key=len, reverse=True):
        system, switch = switched[name]
        part = web.Application(middlewares=[moody(switch)])
        part.add_routes(system.routes())
        app.add_subapp(path_of(name), part)
    app.add_routes(Control(switched).routes())
