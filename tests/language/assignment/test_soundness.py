"""What the check lets through never reads what is not there: small services made at random, walked at random."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from engine.domain.event import MessageArrived, Replied, Started
from engine.domain.message import TextIn
from engine.domain.session import Session
from engine.interpreter.machine import advance
from engine.language.catalogue import load
from engine.language.program import Program
from tests.language.assignment.test_unset import CODE, DESK, ENDS, HEADER
from tests.language.catalogues import project, schemas

NUMBERS, FLAGS = ("n1", "n2", "n3"), ("f1", "f2", "f3")
WORDS = (
    "1",
    "2",
    "4",
    "5",
    "yes",
    "no",
    "yes",
    "no",
    "skip",
    "back",
    "change",
    "1",
    "2",
    "correct",
    "wrong",
)
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def literals(draw: Any, *, plain: bool = False) -> str:
    kind = draw(st.sampled_from((0, 1, 0, 1, 3, 4, 2))) if not plain else draw(st.integers(0, 1))
    flag, number = draw(st.sampled_from(FLAGS)), draw(st.sampled_from(NUMBERS))
    return (
        flag,
        f"not {flag}",
        f"{number} is more than 3",
        f"answered({number})",
        f"not answered({number})",
    )[kind]


def condition(draw: Any) -> str:
    one = literals(draw)
    return (
        one
        if draw(st.booleans())
        else f"{one} {draw(st.sampled_from(('and', 'or')))} {literals(draw)}"
    )


def step(draw: Any, name: str, names: list[str], before: dict[str, str]) -> dict[str, Any]:
    """before: the conditions of the numbers that were laid down already; often the same is used again."""
    kind = draw(st.integers(0, 7))
    found: dict[str, Any] = {"id": name}
    if name in NUMBERS and draw(st.booleans()):
        found["only_if"] = before[name] = literals(draw, plain=True)
    elif draw(st.integers(0, 5)) == 0:
        found["only_if"] = condition(draw)
    if name in NUMBERS:
        body = (
            {"ask": {"en": "?"}, "type": "number(1..5)"},
            {"set": "2"},
            {"set": "default(n1, n2)"},
        )
        found |= body[draw(st.sampled_from((0, 0, 0, 1, 2)))]
        return {**found, "optional": True} if "ask" in found and kind == 0 else found
    if name in FLAGS:
        return {**found, "ask": {"en": "?"}, "type": "yes_no"}
    return told(draw, found, before) if kind < 4 else led(draw, found, names)


def told(draw: Any, found: dict[str, Any], before: dict[str, str]) -> dict[str, Any]:
    word = draw(st.sampled_from(NUMBERS))
    same = before.get(word, "")
    guard = draw(st.sampled_from((same, same, f"answered({word})", f"{word} is more than 3")))
    return {**found, **({"only_if": guard} if guard else {}), "say": {"en": f"{{{{ {word} }}}}"}}


def led(draw: Any, found: dict[str, Any], names: list[str]) -> dict[str, Any]:
    kind, target = draw(st.integers(0, 2)), draw(st.sampled_from(names))
    if kind == 0:
        return {
            "id": found["id"],
            "when": [{"if": condition(draw), "then": target}],
            "else": "last",
        }
    if kind == 1:
        shows = st.lists(st.sampled_from((*NUMBERS, *FLAGS)), min_size=1, max_size=3, unique=True)
        return {**found, "confirm": {"en": "?"}, "shows": draw(shows)}
    back = {"again": draw(st.sampled_from((*NUMBERS, *FLAGS))), "at_most": 2, "else": "done"}
    return {
        **found, "call": "register.person", "with": {"number": "'1234567890'", "area": "rural"},
        "outcomes": {"not_found": back, "wrong": target, "unavailable": "done"},
    }  # fmt: skip


@st.composite
def services(draw: Any) -> dict[str, Any]:
    names = [*NUMBERS, *FLAGS, "s1", "s2", "s3", "s4", "s5"]
    order = [*FLAGS, *NUMBERS, *names[6:]]
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(order) - 2))
        order[place], order[place + 1] = order[place + 1], order[place]
    before: dict[str, str] = {}
    steps = [step(draw, name, names, before) for name in order]
    last = {"id": "last", "say": {"en": "Last."}, "then": "done"}
    return {**HEADER, "steps": [*steps, last], "ends": {**ENDS, "desk": DESK}}


def program_of(written: dict[str, Any]) -> tuple[Program | None, list[str]]:
    files = {**project("base"), "revenue/tried.yaml": json.dumps(written).encode()}
    loaded = load(files, schemas())
    codes = [each.code for each in loaded.findings if each.severity == "error"]
    return loaded.catalogue.programs.get("revenue.tried"), codes


def walk(program: Program, numbers: list[int]) -> None:
    """Let a citizen answer anything, and the register reply anything."""
    session, now = Session("case", program.service, program.digest, "en"), NOW
    events: list[Any] = [Started()]
    for number in [*numbers, *([0] * 5)]:
        happened = events.pop() if events else MessageArrived(TextIn(WORDS[number % len(WORDS)]))
        outcome = advance(program, session, happened, now)
        broke = [record.did for record in outcome.trace if "Unset" in record.did]
        assert not broke, broke
        session, now = outcome.session, now + timedelta(seconds=1)
        if session.state == "ended":
            return
        if session.state == "working":
            reply = ("found", "not_found", "wrong")[number % 3]
            gives = (
                {"name": "x", "income": 1, "born": "1990-01-01", "children": []}
                if reply == "found"
                else {}
            )
            events.append(Replied("case", session.pending, reply, gives))


RANDOM = st.lists(st.lists(st.integers(0, 1_000), min_size=20, max_size=60), min_size=4, max_size=8)
QUICK = settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def tried(written: dict[str, Any], walks: list[list[int]]) -> None:
    program, codes = program_of(written)
    event("refused" if CODE in codes else "taken" if program else f"other: {sorted(set(codes))}")
    if program is not None:
        for numbers in walks:
            walk(program, numbers)


@QUICK
@given(services(), RANDOM)
def test_it_lets_nothing_through_that_breaks_off(
    written: dict[str, Any], walks: list[list[int]]
) -> None:
    tried(written, walks)


@pytest.mark.prove
@settings(QUICK, max_examples=600)
@given(services(), RANDOM)
def test_it_lets_nothing_through_in_many_services(
    written: dict[str, Any], walks: list[list[int]]
) -> None:
    tried(written, walks)
