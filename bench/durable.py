"""Measures whole turns: a signed webhook comes in, the reply goes out, through real processes and a database that forces every commit."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.postgres import DURABLE, Server
from bench.processes import ROOT, SECRET, Engine, engine
from bench.world import Load, Measured, World, measure

CATALOG = ROOT / "bench" / "enquiry"
HOOK = "/webhook/whatsapp"
UNBATCHED = {"MITRA_BATCH": "1"}
"""The same code, one transaction for each arrival."""


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement. cpu_us: processor time a turn by process, in microseconds, in the measured window."""

    name: str
    load: Load
    figures: Measured
    cpu_us: Mapping[str, float]


def run(
    name: str,
    load: Load,
    folder: Path,
    extra: Mapping[str, str] | None = None,
    store: str = "sqlite",
) -> Run:
    """Measure one load on a fresh database under `folder`. store: `sqlite`, or `postgres` with a server of its own."""
    with ExitStack() as opened:
        place = Path(opened.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        told, server = dict(extra or {}), None
        if store == "postgres":
            server = Server(DURABLE)
            opened.callback(server.remove)
            told["MITRA_DATABASE"] = server.database()
        made = opened.enter_context(engine(place, CATALOG, told))
        made.start("worker")
        made.start("web")
        made.wait_until_ready()
        return asyncio.run(_measure(name, load, made, server))


async def _measure(name: str, load: Load, made: Engine, server: Server | None) -> Run:
    def used() -> dict[str, float]:
        store = {"postgres": server.cpu_seconds()} if server else {}
        return made.cpu_seconds() | store

    world = World(load, ("127.0.0.1", made.port, HOOK), SECRET)
    await world.open(made.graph)
    running = asyncio.create_task(world.run())
    await asyncio.sleep(load.warm_s)
    began, before, ours = time.perf_counter(), used(), time.process_time()
    await asyncio.sleep(load.seconds - load.warm_s)
    ended, after, ours_after = time.perf_counter(), used(), time.process_time()
    await running
    await world.close()
    figures = measure(world, began, ended)
    turns = max(1.0, figures.per_second * (ended - began))
    cpu = {process: (after[process] - before[process]) / turns * 1e6 for process in before}
    return Run(name, load, figures, {**cpu, "load generator": (ours_after - ours) / turns * 1e6})


def faults(run_: Run) -> list[str]:
    """Return what broke a promise in this run; empty when all was kept."""
    counts = run_.figures.counts
    told = {
        "lost": run_.figures.lost,
        "answered twice or unasked": counts.get("unasked", 0),
        "wrong or out of order": counts.get("wrong", 0),
        "sent twice": counts.get("sent_twice", 0),
    }
    return [f"{number} {what}" for what, number in told.items() if number]
