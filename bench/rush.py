"""Measures a results day: hall tickets asked for by message in one installation, from the question to the paper at WhatsApp's side."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.crowd import Crowd
from bench.durable import CATALOG, HOOK, cpu_seconds
from bench.figures import at
from bench.load import Load
from bench.postgres import DURABLE, Server
from bench.processes import ROOT, SECRET, Engine, engine, free_ports
from engine.services.certificates.verifying.sheet import read_sheet
from engine.settings import read
from engine.wiring.signing import key_office

ORDINARY = Load(150.0, rate=20, citizens=200, together=0)
"""Ordinary citizens beside the rush; it lasts until the last paper is there, at most so long."""
PAPER = Path("_shared/certificates/hall_ticket.yaml")
DEPARTMENTS = ("departments: [sample]", "departments: [sample, education]")
WORKERS = ("worker 1", "worker 2")
NUMBERS = "SELECT number, logged, key FROM certificate ORDER BY logged"
EFFECTS = "SELECT key FROM outbox WHERE kind = 'Issue' AND state = 3"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rush. title: as the page calls it; papers: how many students ask; a_second: how many of them come, 0 for all at once."""

    title: str
    papers: int
    a_second: float = 0.0


@dataclass(frozen=True, slots=True)
class Rush:
    """What came of it. Times in ms: reply: to what a student says before the paper; paper: from the last answer until the paper was
    there; ordinary: replies to those who want no paper; cpu_ms: processor time a paper by process; checked: papers verified whole;
    faults: what broke a promise.
    """

    wanted: Wanted
    per_second: float
    reply_p50: float
    reply_p99: float
    paper_p50: float
    paper_p99: float
    ordinary: int
    ordinary_p50: float
    ordinary_p99: float
    cpu_ms: Mapping[str, float]
    checked: int
    faults: Sequence[str]


def run(wanted: Wanted, folder: Path) -> Rush:
    """Measure on a fresh PostgreSQL, with two workers and the pretend departments in a process of their own."""
    with _installation(folder) as (made, server):
        crowd, cpu = asyncio.run(_measure(wanted, made, server))
        faults = [*promises(crowd), *_kept(crowd, made), *_whole(crowd, made)]
        return _figures(wanted, crowd, cpu, faults)


@contextmanager
def _installation(folder: Path) -> Iterator[tuple[Engine, Server]]:
    """Give web, two workers, the pretend departments and the database at work."""
    with ExitStack() as opened:
        place = Path(opened.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        catalog = place / "catalog"
        _copy(catalog)
        server = Server(DURABLE)
        opened.callback(server.remove)
        pretended = f"http://127.0.0.1:{free_ports(1)[0]}"
        told = {"MITRA_DATABASE": server.database(), "MITRA_SANDBOX_URL": pretended}
        made = opened.enter_context(engine(place, catalog, told))
        for name in ("sandbox", *WORKERS, "web"):
            made.start(name)
        made.wait_until_ready()
        yield made, server


def _copy(catalog: Path) -> None:
    """Lay the enquiry of the other measurements and the real hall ticket side by side."""
    shutil.copytree(CATALOG, catalog)
    shutil.copytree(ROOT / "catalog" / "education", catalog / "education")
    (catalog / PAPER).parent.mkdir(parents=True)
    shutil.copy(ROOT / "catalog" / PAPER, catalog / PAPER)
    state = catalog / "catalog.yaml"
    state.write_text(state.read_text("utf-8").replace(*DEPARTMENTS), "utf-8")


async def _measure(wanted: Wanted, made: Engine, server: Server) -> tuple[Crowd, dict[str, float]]:
    hook = ("127.0.0.1", made.port, HOOK)
    crowd = Crowd(wanted.papers, wanted.a_second, ORDINARY, hook, SECRET)
    await crowd.open(made.graph)
    before = cpu_seconds(made, server)
    await crowd.run(until=crowd.is_over)
    after = cpu_seconds(made, server)
    await crowd.close()
    return crowd, {part: after[part] - before[part] for part in before}


def _figures(wanted: Wanted, crowd: Crowd, cpu: Mapping[str, float], faults: list[str]) -> Rush:
    papers = max(1, len(crowd.waited))
    ordinary = sorted(took for _, took in crowd.seen.waits)
    replies, waited = sorted(crowd.replies), sorted(crowd.waited)
    return Rush(
        wanted,
        len(crowd.waited) / (crowd.last - crowd.first) if crowd.waited else 0.0,
        at(replies, 0.5),
        at(replies, 0.99),
        at(waited, 0.5),
        at(waited, 0.99),
        len(ordinary),
        at(ordinary, 0.5),
        at(ordinary, 0.99),
        {part: seconds / papers * 1_000 for part, seconds in cpu.items()},
        len(crowd.kept),
        faults,
    )


def promises(crowd: Crowd) -> Iterator[str]:
    """Say what citizens did not get as they should."""
    counts = crowd.seen.counts
    told = {
        "unanswered": crowd.unanswered,
        "wrong": counts["wrong"],
        "unasked": counts["unasked"],
        "sent twice": counts["sent_twice"],
    }
    yield from (f"{number} {what}" for what, number in told.items() if number)
    one = sum(len(crowd.papers[number]) == 1 for number in crowd.students)
    if one != len(crowd.students):
        yield f"{len(crowd.students) - one} students without exactly one paper"
    if len(set(crowd.handed)) != len(crowd.handed):
        yield "a paper was handed over twice"


def _kept(crowd: Crowd, made: Engine) -> Iterator[str]:
    """Say where the register, the log and the outbox differ from each other or from what was handed over."""
    rows = _sql(made, NUMBERS)
    if sorted(f"{number}.pdf" for number, _, _ in rows) != sorted(crowd.handed):
        yield f"{len(rows)} certificates in the register, {len(crowd.handed)} papers handed over"
    if [logged for _, logged, _ in rows] != list(range(len(rows))):
        yield "a certificate is not in the log, or an entry has none"
    if {key for _, _, key in rows} != {key for (key,) in _sql(made, EFFECTS)}:
        yield "not one certificate for each effect that is done"
    for table in ("log_pending", "dead_letter"):
        if left := len(_sql(made, f"SELECT 1 FROM {table}")):
            yield f"{left} left in {table}"
    command = [sys.executable, "-m", "engine", "log", "audit"]
    done = subprocess.run(
        command, cwd=ROOT, env=made.environment, check=False, capture_output=True, text=True
    )
    if done.returncode or f"{len(rows)} entries" not in done.stdout:
        yield f"the log does not hold: {done.stdout}{done.stderr}"


def _whole(crowd: Crowd, made: Engine) -> Iterator[str]:
    """Say which of the papers that were kept do not verify with all they have: code, signature, register, standing, log."""
    with key_office(read(made.environment, made.folder)) as office:
        enquiry = office.enquiry()
        for upload in crowd.kept:
            sheet = read_sheet(upload[upload.index(b"%PDF-") :])
            verdict = enquiry.of_sheet(sheet, int(time.time())).verdict
            number = verdict.claims.number if verdict.claims else ""
            if verdict.answer != "genuine" or f"{number}.pdf" not in crowd.handed:
                yield f"a paper ({number}) is {verdict.answer}: {verdict}"


def _sql(made: Engine, sql: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(made.environment["MITRA_DATABASE"]) as connection:
        return connection.execute(sql.encode()).fetchall()
