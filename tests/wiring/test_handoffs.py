"""Every promise of the catalogue that somebody will call is kept: each handoff comes to a list that somebody can open."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.domain.effect import HandOver
from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys, case_owner
from engine.runtime.ports import Done, Job
from engine.runtime.store.protocol import Store
from engine.runtime.store.sqlite.store import SqliteStore
from engine.services.applications.help_desks import HelpDesks
from engine.services.officers.record import EVERYWHERE, Officer, sample_officers
from engine.web.desk.facts import facts_of
from engine.web.desk.office import Desk
from engine.wiring.officers import check
from tests.real import loaded
from tests.services.homes import parts

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)


class StandingClock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


def handed_over() -> dict[str, HandOver]:
    """Return what each handoff end of the catalogue asks for, and each service that breaks off, by session."""
    programs = loaded().catalogue.programs.values()
    promised = {
        f"{program.service}:{end.id}": (program, end.to)
        for program in programs
        for end in program.ends.values()
        if end.result == "handoff"
    }
    broken = {f"{program.service}:": (program, "") for program in programs}
    return {
        session: HandOver(f"{session}/1", program.service, program.first, desk, program.title)
        for session, (program, desk) in {**promised, **broken}.items()
    }


KEYS = Keys(b"m" * 32, SystemRandom())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = SqliteStore(
        tmp_path / "mitra.db", KEYS, StandingClock(), SystemRandom(), parts("sqlite")
    )
    yield made
    made.close()


def worklist(desk: Desk, officer: Officer) -> set[str]:
    """Return the session of each case that stands on this officer's list."""
    return {case.session for case in desk.worklist(officer)}


def test_every_handoff_comes_to_a_list_that_somebody_can_open(store: Store) -> None:
    departments = loaded().catalogue.departments
    desks = HelpDesks(
        store, KEYS, StandingClock(), lambda: loaded().catalogue.office_time, lambda: {each.id: each.desk for each in departments}
    )  # fmt: skip
    facts = facts_of(loaded().catalogue, sandbox=False)
    desk = Desk(store=store, keys=KEYS, random=SystemRandom(), facts=lambda: facts)
    officers = {officer.roles[0]: officer for officer in sample_officers(departments)}
    own = {each.id: each.desk.id for each in departments}
    missed = []
    for session, effect in handed_over().items():
        job = Job(effect.key, effect, "p1", session, (), "", 1, unsure=False, made=NOW)
        result = asyncio.run(desks.deliver(job))
        assert isinstance(result, Done), session
        meant = officers[effect.desk or own[effect.service.partition(".")[0]]]
        with store.transaction():
            store.write(result.writes)
        if worklist(desk, meant) != {session}:
            missed.append(session)
        with store.transaction():
            store.execute("keys.drop", (case_owner(session),))

    assert missed == []


def test_everybody_who_is_promised_to_call_can_be_entered() -> None:
    desks = {effect.desk for effect in handed_over().values() if effect.desk}

    titles = {
        desk: check(Officer("sita", {}, (desk,), (EVERYWHERE,)), loaded().catalogue)
        for desk in desks
    }

    assert all(titles.values())
