"""Whatever the moment of a crash or of a full disk: either nothing was issued, or one whole certificate that is in the log."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.runtime.doors import set_fault_hook
from engine.runtime.store.protocol import StoreDown
from engine.services.certificates.render import Press
from tests.services.certificates.issuing.bureau import HOMES, Bureau

POINTS = (
    "turns.before_commit",
    "turns.committed",
    "certificate.signed",
    "log.before_commit",
    "log.committed",
    "certificate.drawn",
    "outbox.delivered",
    "outbox.before_commit",
    "outbox.committed",
    "store.before_commit",
)
CITIZENS = ("911", "922")
QUICK = range(1)
PROOF = {"sqlite": 20, "postgres": 10}


class Crash(BaseException):
    """The process is gone."""


def moments() -> Iterator[Any]:
    """Yield store, point and which passing of it; on PostgreSQL, where each takes longer, all but our own are left to `make prove`."""
    for home in HOMES:
        for point in POINTS:
            for times in (1, 2):
                ours = point.startswith(("certificate.", "log."))
                late = home == "postgres" and not (ours and times == 1)
                yield pytest.param(home, point, times, marks=[pytest.mark.prove] if late else [])


@pytest.fixture(params=HOMES)
def home(request: pytest.FixtureRequest) -> Any:
    """Return where the installation keeps its data: every test runs on both stores."""
    return HOMES[request.param]


@pytest.fixture
def make_bureau(tmp_path: Path, home: Any, press: Press) -> Iterator[Callable[[], Bureau]]:
    made: list[Bureau] = []

    def make() -> Bureau:
        folder = tmp_path / f"bureau{len(made)}"
        folder.mkdir()
        made.append(Bureau(folder, home, press))
        return made[-1]

    yield make
    set_fault_hook(None)
    for each in made:
        each.close()
        each.scheduler.close()


def crash_at(point: str, times: int) -> Callable[[str], None]:
    """Return a hook that crashes when the point is passed for the `times`-th time."""
    passed = 0

    def hook(name: str) -> None:
        nonlocal passed
        if name == point:
            passed += 1
            if passed == times:
                raise Crash

    return hook


def live(bureau: Bureau, rounds: int) -> int:
    """Let the worker work, started again whenever it crashes; return how often it did."""
    crashes = 0
    for _ in range(rounds):
        try:
            bureau.rounds(1)
        except StoreDown:
            continue
        except Crash:
            crashes += 1
            restart(bureau)
    return crashes


def restart(bureau: Bureau) -> None:
    while True:
        try:
            return bureau.restart()
        except (Crash, StoreDown):
            continue


def settle(bureau: Bureau) -> None:
    """Let everything come to its end, without faults from now on."""
    set_fault_hook(None)
    for _ in range(6):
        bureau.rounds(8)
        bureau.clock.forward(30)


@pytest.mark.parametrize(("home", "point", "times"), list(moments()), indirect=["home"])
def test_it_issues_once_through_a_crash_anywhere(
    make_bureau: Callable[[], Bureau], point: str, times: int
) -> None:
    bureau = make_bureau()
    for citizen in CITIZENS:
        bureau.write(citizen, "a certificate")
    bureau.rounds(1)
    for citizen in CITIZENS:
        bureau.write(citizen, "another")
    set_fault_hook(crash_at(point, times))
    crashes = live(bureau, 15)
    settle(bureau)

    assert crashes == 1
    assert not bureau.broken(4)


def test_it_says_nothing_of_a_crash_it_did_not_see(make_bureau: Callable[[], Bureau]) -> None:
    """Without any fault everything is as after one: the checks find nothing, and one paper too few is found."""
    bureau = make_bureau()
    bureau.write("911", "a certificate")
    live(bureau, 10)

    assert not bureau.broken(1)
    with bureau.store.transaction():
        bureau.store.execute("certlog.enter", ("", b"x", 0))
    bureau.rounds(2)
    assert bureau.broken(1)


class Weather:
    """Faults from one seed: crashes and full disks at every point that is passed, until it clears up."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.clear = False

    def __call__(self, name: str) -> None:
        if self.clear or name.startswith("inbox"):
            return
        if self.chance.random() < 0.02:
            raise Crash
        if name.endswith("before_commit") and self.chance.random() < 0.05:
            raise StoreDown(name)


def weathered(make_bureau: Callable[[], Bureau], seed: int) -> list[str]:
    """Return the promises that a random world breaks."""
    bureau, weather = make_bureau(), Weather(seed)
    set_fault_hook(weather)
    asked = 0
    for _ in range(8):
        for citizen in (*CITIZENS, "933"):
            if weather.chance.random() < 0.4:
                bureau.write(citizen, "a certificate")
                asked += 1
        live(bureau, weather.chance.choice([1, 2, 5]))
    weather.clear = True
    settle(bureau)
    return [f"seed {seed}: {trouble}" for trouble in bureau.broken(asked)]


@pytest.mark.parametrize("seed", QUICK)
def test_it_issues_once_in_a_random_world(make_bureau: Callable[[], Bureau], seed: int) -> None:
    assert not weathered(make_bureau, seed)


@pytest.mark.prove
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize(
    ("home", "ten"),
    [(home, ten) for home, worlds in PROOF.items() for ten in range(10, 10 + worlds // 10)],
    indirect=["home"],
)
def test_it_issues_once_in_many_random_worlds(make_bureau: Callable[[], Bureau], ten: int) -> None:
    for seed in range(ten * 10, ten * 10 + 10):
        assert not weathered(make_bureau, seed)
