"""Workers are killed while they issue: every citizen gets one certificate, every certificate is in the log, and the log never forks."""

from __future__ import annotations

import asyncio
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.postgres import SMALL, Server
from bench.processes import ROOT, SECRET, Engine, engine
from bench.world import Line, Load, World
from tests.chaos.killing import HOOK, Trouble, kills, over, patient, rows, sent_again
from tests.chaos.test_disk_full import full

PAPER = Path(__file__).parent / "paper"
KIND = Path("_shared/certificates/income_certificate.yaml")
DIALOGUE: tuple[Line, ...] = (
    ("m.svc:revenue.paper", ("The name?",)),
    ("Ravi Kumar {tag}", ("The yearly income?",)),
    ("85000", ("Your certificate.", "The certificate is REV-INC-")),
)
QUICK = Load(8.0, rate=12, warm_s=0, citizens=10, together=0, again=0.05, batch=10, drain_s=60)
LONG = Load(50.0, rate=14, warm_s=0, citizens=24, together=0, again=0.05, batch=10, drain_s=120)
CERTIFICATES = "SELECT key, number, id, place, logged FROM certificate"
GIVEN = "SELECT number FROM certificate JOIN outbox USING (key) WHERE outbox.state = 3"
EFFECTS = "SELECT key FROM outbox WHERE kind = 'Issue'"


class Counters(World):
    """Citizens at the counter; every number they are told of is remembered, and how often."""

    def __init__(self, load: Load, hook: tuple[str, int, str], seed: int) -> None:
        super().__init__(load, hook, SECRET, DIALOGUE, seed)
        self.numbers: Counter[str] = Counter()

    def received(self, number: str, body: str, opaque: str) -> None:
        if opaque not in self.seen.ids:
            self.numbers.update(re.findall(r"REV-INC-\d{4}-\d+-\w", body))
        super().received(number, body, opaque)


class Issued:
    """What is left when all is quiet: what citizens heard, and what the database and the log hold."""

    def __init__(self, world: Counters, made: Engine) -> None:
        self.world, self._made = world, made
        self.rows = self.sql(CERTIFICATES)

    def sql(self, sql: str) -> list[tuple[Any, ...]]:
        return rows(self._made, sql)

    @property
    def broken(self) -> list[str]:
        """Return every promise that was broken, empty when all were kept."""
        return [*self._promises(), *self._log()]

    def _promises(self) -> Iterator[str]:
        if self.world.unanswered or self.world.seen.counts["wrong"]:
            yield f"{self.world.unanswered} unanswered, {self.world.seen.counts['wrong']} wrong"
        if Counter(row[1] for row in self.rows) != self.world.numbers:
            yield f"told {self.world.numbers}, there are {self.rows}"
        if {row[0] for row in self.rows} != {key for (key,) in self.sql(EFFECTS)}:
            yield "not one certificate for each effect"
        for place, what in enumerate(("effects", "numbers", "ids", "places")):
            if len({row[place] for row in self.rows}) != len(self.rows):
                yield f"two certificates share {what}"
        if sorted(row[4] for row in self.rows) != list(range(len(self.rows))):
            yield "a certificate is not in the log, or an entry has none"
        for table in ("log_pending", "dead_letter"):
            yield from (f"left in {table}: {row}" for row in self.sql(f"SELECT * FROM {table}"))

    def _log(self) -> Iterator[str]:
        """Let the real command look at the log as it is now, against every checkpoint kept on the way."""
        earlier = sorted(self._made.folder.glob("*.checkpoint"))
        words = [word for path in earlier for word in ("--earlier", str(path))]
        command = [sys.executable, "-m", "engine", "log", "audit", *words]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self._made.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode or f"{len(self.rows)} entries" not in done.stdout:
            yield done.stdout + done.stderr


def play(
    folder: Path,
    load: Load,
    trouble: Trouble,
    seed: int,
    names: tuple[str, ...],
    database: str,
    papers: int = 8,
    tellings: int = 1,
) -> Issued:
    """Let citizens ask for certificates while `trouble` happens and until they have heard of more than so many, and of one of them so
    often; return what is left when all is quiet.
    """
    catalog = folder / "catalog"
    shutil.copytree(PAPER, catalog)
    (catalog / KIND).parent.mkdir(parents=True)
    shutil.copy(ROOT / "catalog" / KIND, catalog / KIND)
    extra = {"MITRA_DATABASE": database} if database else {}
    with engine(folder, catalog, extra) as made:
        for name in (*names, "web"):
            made.start(name)
        made.wait_until_ready()
        world = asyncio.run(_play(made, load, trouble, seed, papers, tellings))
        return Issued(world, made)


async def _play(
    made: Engine, load: Load, trouble: Trouble, seed: int, papers: int, tellings: int
) -> Counters:
    world = Counters(patient(load), ("127.0.0.1", made.port, HOOK), seed)
    await world.open(made.graph)

    def enough() -> bool:
        return len(world.numbers) > papers and max(world.numbers.values()) >= tellings

    running = asyncio.create_task(world.run(over(load.seconds, enough)))
    watching = asyncio.create_task(_watch(made))
    try:
        await trouble(made, random.Random(seed))
        await running
    finally:
        watching.cancel()
        await world.close()
    return world


async def _watch(made: Engine) -> None:
    """Keep the log's checkpoint every second, as an auditor outside would, from where everybody reads it."""
    command = ["curl", "-sf", f"http://127.0.0.1:{made.port}/.well-known/log/checkpoint"]
    for number in range(1_000):
        await asyncio.sleep(1.0)
        asked = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
        note = (await asked.communicate())[0]
        if note:
            (made.folder / f"{number:04}.checkpoint").write_bytes(note)


def test_it_issues_once_when_the_worker_is_killed(tmp_path: Path) -> None:
    cut_off: Counter[int] = Counter()
    trouble = kills(("worker",), 5, (0.5, 1.3), cut_off)
    issued = play(tmp_path, QUICK, trouble, 41, ("worker",), "")

    assert not issued.broken
    assert sent_again(issued.world.seen) <= cut_off
    assert len(issued.rows) > 8


def test_nothing_is_half_issued_where_the_disk_is_full(tmp_path: Path) -> None:
    issued = play(tmp_path, QUICK, full("worker"), 42, ("worker",), "")

    assert not issued.broken
    assert len(issued.rows) > 8


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(SMALL)
    yield made
    made.remove()


@pytest.mark.prove
def test_three_workers_that_take_turns_at_the_log_issue_once_through_many_kills(
    tmp_path: Path, server: Server
) -> None:
    names = ("worker 1", "worker 2", "worker 3")
    cut_off: Counter[int] = Counter()
    trouble = kills(names, 8, (0.5, 3.0), cut_off)
    issued = play(tmp_path, LONG, trouble, 43, names, server.database(), 50)

    assert not issued.broken
    assert sent_again(issued.world.seen) <= cut_off
    assert len(issued.rows) > 50


def test_a_citizen_hears_that_an_officer_revoked_a_certificate(tmp_path: Path) -> None:
    """The real command, beside the real processes."""
    told: list[str] = []

    async def revoke(made: Engine, _chance: random.Random) -> None:
        number = ""
        while not number:
            await asyncio.sleep(0.2)
            number = next((each for (each,) in rows(made, GIVEN)), "")
        words = ["certificate", "revoke", number, "--reason", "A sample reason"]
        command = [sys.executable, "-m", "engine", *words]
        asked = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=made.environment, stdout=subprocess.PIPE
        )
        told.extend((number, (await asked.communicate())[0].decode()))

    issued = play(tmp_path, QUICK, revoke, 44, ("worker",), "", tellings=2)
    number, said = told

    assert f"{number}: revoked" in said
    assert issued.world.numbers[number] == 2, "once with the certificate, once that it is revoked"
    assert issued.sql(f"SELECT status FROM certificate WHERE number = '{number}'") == [("revoked",)]
