"""Measures whole turns: a signed webhook comes in, the reply goes out, through real processes and a database that forces every commit."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Measured, measure
from bench.load import Load
from bench.postgres import DURABLE, Server
from bench.processes import ROOT, SECRET, Engine, engine
from bench.wire import slow
from bench.world import World

CATALOG = ROOT / "bench" / "enquiry"
HOOK = "/webhook/whatsapp"
DATABASE, GENERATOR = "database", "load generator"
Parts = dict[str, float]


@dataclass(frozen=True, slots=True)
class Measurement:
    """What is to be measured. title: as the page calls the load; store: `sqlite` or `postgres`; batch: arrivals one transaction takes,
    0: as the engine has it; commit_ms: how much longer each commit of PostgreSQL takes.
    """

    title: str
    load: Load
    store: str = "sqlite"
    workers: int = 1
    batch: int = 0
    commit_ms: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it. cpu_us: processor time a turn by part (`web`, `worker`, `database`, `load generator`), in microseconds, in the
    measured window; memory_mb: what each part holds at its end. Several workers are one part.
    """

    measurement: Measurement
    figures: Measured
    cpu_us: Mapping[str, float]
    memory_mb: Mapping[str, float]


def run(wanted: Measurement, folder: Path) -> Run:
    """Measure on a fresh database under `folder`; PostgreSQL on a server of its own."""
    with _engine(wanted, folder) as (made, server):
        return asyncio.run(_measure(wanted, made, server))


@contextmanager
def _engine(wanted: Measurement, folder: Path) -> Iterator[tuple[Engine, Server | None]]:
    with ExitStack() as opened:
        place = Path(opened.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        told = {"MITRA_BATCH": str(wanted.batch)} if wanted.batch else {}
        server = None
        if wanted.store == "postgres":
            server = Server(DURABLE)
            opened.callback(server.remove)
            told["MITRA_DATABASE"] = server.database()
            if wanted.commit_ms:
                port = opened.enter_context(slow(server.socket, wanted.commit_ms / 1000))
                told["MITRA_DATABASE"] = server.database(f"127.0.0.1:{port}")
        made = opened.enter_context(engine(place, CATALOG, told))
        for number in range(wanted.workers):
            made.start(f"worker {number + 1}")
        made.start("web")
        made.wait_until_ready()
        yield made, server


async def _measure(wanted: Measurement, made: Engine, server: Server | None) -> Run:
    load = wanted.load
    world = World(load, ("127.0.0.1", made.port, HOOK), SECRET)
    await world.open(made.graph)
    running = asyncio.create_task(world.run())
    await asyncio.sleep(load.warm_s)
    began, before = time.perf_counter(), cpu_seconds(made, server)
    await asyncio.sleep(load.seconds - load.warm_s)
    ended, after, memory = (
        time.perf_counter(),
        cpu_seconds(made, server),
        _memory_mb(made, server),
    )
    await running
    await world.close()
    figures = measure(world, began, ended)
    turns = max(1.0, figures.per_second * (ended - began))
    cpu = {part: (after[part] - before[part]) / turns * 1e6 for part in before}
    return Run(wanted, figures, cpu, memory)


def cpu_seconds(made: Engine, server: Server | None) -> Parts:
    """Return the processor time used so far by each part, the one who asks included."""
    database = {DATABASE: server.cpu_seconds()} if server else {}
    return _parts(made.cpu_seconds()) | database | {GENERATOR: time.process_time()}


def _memory_mb(made: Engine, server: Server | None) -> Parts:
    return _parts(made.memory_mb()) | ({DATABASE: server.memory_mb()} if server else {})


def _parts(by_process: Mapping[str, float]) -> Parts:
    """Add up the workers: `worker 1` and `worker 2` are one part."""
    total: Counter[str] = Counter()
    for name, value in by_process.items():
        total[name.split()[0]] += value
    return dict(total)


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
