"""Runs the engine's real processes under load, kills them at random moments, starts them again, and counts what broke."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from aiohttp import web

from bench.load import Seen
from bench.processes import SECRET, Engine, engine, free_ports
from bench.world import Line, Load, World
from tests.chaos.office import Office

CATALOG = Path(__file__).parent / "catalog"
HOOK = "/webhook/whatsapp"
PLACE: tuple[Line, ...] = (
    ("m.svc:sample.place", ("The ten-digit number?",)),
    ("{number}", ("Amount to pay", "Entered as E-{number}.")),
)
"""One message, then everything else happens by itself: hold, order, payment, settlement, entry."""

Trouble = Callable[[Engine, random.Random], Awaitable[None]]
UNSURE = "SELECT seq FROM outbox WHERE kind = 'Send' AND state IN (1, 2) AND status = 0"
"""Messages in hand or in doubt of which no status was heard: who finds them cannot know whether they were sent."""
LONGEST_S = 120.0
"""So long citizens go on writing where the machine is too slow for what is to be proven."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left when all is quiet again."""

    world: World
    office: Office
    logs: str

    @property
    def broken(self) -> list[str]:
        """Return every promise that was broken, empty when all were kept."""
        counts = self.world.seen.counts
        told = {
            "messages lost": self.world.unanswered,
            "messages answered twice": counts["unasked"],
            "replies wrong or out of order": counts["wrong"],
            "places given up": self.office.released,
            "payments given back": self.office.refunds,
        }
        return [
            f"{number} {what}" for what, number in told.items() if number
        ] + self.office.doubled()


@dataclass(frozen=True, slots=True)
class Crew:
    """Which processes there are. workers: their names; webs: how many answer on one port; database: the store, if not a file."""

    workers: tuple[str, ...] = ("worker",)
    webs: int = 1
    database: str = ""


def play(
    folder: Path, load: Load, trouble: Trouble, seed: int, crew: Crew | None = None, cases: int = 0
) -> Outcome:
    """Let citizens book and pay while `trouble` happens and until more than so many cases are entered, wait until all is quiet, and
    return what was seen.
    """
    ours, crew = free_ports(1)[0], crew or Crew()
    extra = {
        "MITRA_SANDBOX_URL": f"http://127.0.0.1:{ours}",
        "OFFICE_URL": f"http://127.0.0.1:{ours}/office",
    }
    if crew.database:
        extra["MITRA_DATABASE"] = crew.database
    with engine(folder, CATALOG, extra) as made:
        made.webs = crew.webs
        for name in (*crew.workers, "web"):
            made.start(name)
        made.wait_until_ready()
        return asyncio.run(_play(made, load, trouble, seed, ours, cases))


async def _play(
    made: Engine, load: Load, trouble: Trouble, seed: int, port: int, cases: int
) -> Outcome:
    office = Office(f"http://127.0.0.1:{made.port}/webhook/payments/sandbox", seed)
    runner = web.AppRunner(office.app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    world = World(patient(load), ("127.0.0.1", made.port, HOOK), SECRET, PLACE, seed)
    await world.open(made.graph)
    running = asyncio.create_task(
        world.run(over(load.seconds, lambda: len(office.entries) > cases))
    )
    try:
        await trouble(made, random.Random(seed))
        await running
    finally:
        await world.close()
        await runner.cleanup()
    return Outcome(world, office, made.logs())


def patient(load: Load) -> Load:
    """Return the same load for as long as it can be needed."""
    return replace(load, seconds=max(load.seconds, LONGEST_S))


def over(seconds: float, enough: Callable[[], bool]) -> Callable[[], bool]:
    """Return what tells that so much time has gone by from now, and enough has come about."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end and enough()


def rows(made: Engine, sql: str) -> list[tuple[Any, ...]]:
    """Return what the engine's database holds."""
    database = made.environment["MITRA_DATABASE"]
    if "://" in database:
        with psycopg.connect(database) as server:
            return server.execute(sql.encode()).fetchall()
    with closing(sqlite3.connect(database)) as file:
        return file.execute(sql).fetchall()


def unsure(made: Engine) -> Counter[int]:
    """Return the messages that may come once more where the workers that have them in hand are gone."""
    return Counter(seq for (seq,) in rows(made, UNSURE))


def sent_again(seen: Seen) -> Counter[int]:
    """Return which messages came more than once, and how often too often."""
    return Counter(
        {
            int(name.partition("-")[2].partition(".")[0]): times - 1
            for name, times in seen.ids.items()
            if times > 1
        }
    )


def kills(
    names: tuple[str, ...], times: int, apart_s: tuple[float, float], cut_off: Counter[int]
) -> Trouble:
    """Return a trouble that kills each of these processes so many times, in random order and at random moments.

    cut_off: gets the messages each killed worker leaves behind, of which nobody knows whether they were sent.
    """

    async def trouble(made: Engine, chance: random.Random) -> None:
        order = [name for name in names for _ in range(times)]
        chance.shuffle(order)
        for name in order:
            await asyncio.sleep(chance.uniform(*apart_s))
            made.kill(name)
            if name != "web":
                cut_off.update(unsure(made))
            await asyncio.sleep(chance.uniform(0.0, 0.4))
            made.start(name)

    return trouble
