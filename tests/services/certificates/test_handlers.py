"""Certificates on a real store: one for each effect, sealed, and no number given twice."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys, case_owner
from engine.runtime.ports import Dead
from engine.runtime.store.sqlite.store import SqliteStore
from engine.services.certificates.register import find
from engine.services.certificates.render import Press
from tests.services.certificates.counter import APPLICANT, Counter, MovingClock
from tests.services.homes import Home, SqliteHome, parts


@pytest.fixture
def counter(home: Home, press: Press) -> Iterator[Counter]:
    made = Counter(home, press)
    yield made
    made.store.close()


def test_it_issues_once_for_one_effect(counter: Counter) -> None:
    first, again = counter.issue("s1"), counter.issue("s1")

    assert first.gives == again.gives
    assert len(counter.home.plain("SELECT id FROM certificate")) == 1


class SamePlace:
    """Draws one place of a list for the first two who ask, as may happen to two who are issued at the same time."""

    def __init__(self) -> None:
        self.places = [b"\0\0\0\7"] * 2

    def bytes(self, count: int) -> bytes:
        return self.places.pop() if count == 4 and self.places else os.urandom(count)


def test_who_was_slower_to_take_a_place_in_a_list_gets_another(counter: Counter) -> None:
    counter.certificates = replace(counter.certificates, random=SamePlace())
    jobs = [counter.job("s1"), counter.job("s2")]
    results = [asyncio.run(counter.certificates.deliver(job)) for job in jobs]
    with counter.store.transaction():
        counter.store.write([write for result in results for write in result.writes])

    assert len(counter.home.plain("SELECT id FROM certificate")) == 1
    assert counter.sequencer.step() == 1, "nothing is logged that is not in the register"

    counter.issue("s1")
    counter.issue("s2")

    assert len(set(counter.home.plain("SELECT list, place FROM certificate"))) == 2


def test_no_number_is_given_twice_after_a_restart(counter: Counter) -> None:
    numbers = [counter.issue("s1").gives["number"], counter.issue("s2").gives["number"]]
    counter.restart()
    numbers.append(counter.issue("s3").gives["number"])

    serials = [int(str(number).split("-")[3]) for number in numbers]

    assert sorted(set(serials)) == serials


def test_what_it_says_lies_sealed_and_is_found_by_id(counter: Counter) -> None:
    issued = counter.issue("s1")

    rows = counter.home.plain("SELECT * FROM certificate")
    found = find(str(issued.gives["id"]), Keys(b"c" * 32, SystemRandom()), counter.home.reader())

    assert APPLICANT.encode() not in b"".join(each for each in rows[0] if isinstance(each, bytes))
    assert found is not None
    assert (found.number, found.fields["applicant"]) == (issued.gives["number"], APPLICANT)


def test_it_outlives_its_case(counter: Counter) -> None:
    """Also one that was sealed with the case's key, as the first ones were."""
    new, old = counter.issue("s1"), counter.issue("s2")
    number = str(old.gives["id"])
    with counter.store.transaction():
        case = counter.keys.find(case_owner("s2"), counter.store)
        plain = case.seal(orjson.dumps({"applicant": APPLICANT}), f"certificate/{number}/body")
        counter.store.execute("certificates.seal", (plain, number))
        counter.store.execute("keys.drop", (f"certificate/{number}",))
        counter.keys.forget(f"certificate/{number}")
    for session in ("s1", "s2", "s3"):
        with counter.store.transaction():
            counter.store.write(counter.certificates.parting(session))
            counter.store.execute("keys.drop", (case_owner(session),))
            counter.keys.forget(case_owner(session))
    counter.restart()

    for issued in (new, old):
        kept = find(str(issued.gives["id"]), counter.keys, counter.store)
        assert kept is not None
        assert kept.fields["applicant"] == APPLICANT


def test_a_kind_nobody_knows_is_given_up(counter: Counter) -> None:
    assert isinstance(counter.result("s1", "no_such_kind"), Dead)


def test_certificates_of_the_first_release_keep_their_numbers(tmp_path: Path) -> None:
    """Those were kept without their serial."""
    home = SqliteHome(tmp_path)
    folder = next(each for each in parts("sqlite") if each.parent.name == "certificates")
    SqliteStore(home.file, Keys(b"c" * 32, SystemRandom()), MovingClock(), SystemRandom()).close()
    home.plain((folder / "migrations/0001_certificates.sql").read_text("utf-8").strip().rstrip(";"))
    home.plain("INSERT INTO migration VALUES ('services/certificates/sqlite', 1, 0)")
    row = (
        "REV-INC-2026-000041-T",
        "k",
        "s",
        "income_certificate",
        "a.b",
        "valid",
        "2026-11-01",
        b"",
    )
    home.plain("INSERT INTO certificate VALUES ('A', ?, ?, ?, ?, ?, ?, ?, ?)", *row)

    store = home.store(Keys(b"c" * 32, SystemRandom()), MovingClock())

    assert store.reserve("certificate", 1) == 42
    assert store.rows("certificates.by_id", ("A",))[0][2] == row[0]
    store.close()
