"""What the check lets through never reads what is not there, also with choices, lists, rounds and ways back: random again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language.assignment.test_soundness import QUICK, RANDOM, tried
from tests.language.assignment.test_unset import DESK, ENDS, HEADER

FLAGS, NUMBERS, CHOICES, LISTS = ("f1", "f2"), ("n1", "n2"), ("c1", "c2"), ("rp", "sv")
OTHERS = ("s1", "s2", "s3", "s4", "s5", "s6")
LITERALS = (
    "f1", "not f1", "f2", "not f2", "c1 is a", "c1 is not a", "c1 is b", "answered(c2)", "answered(n1)", "answered(rp)", "answered(sv)",
)  # fmt: skip
BEFORE = (
    "f1",
    "not f1",
    "f2",
    "c1 is a",
    "c1 is b",
    "f1 and c1 is a",
    "f1 or f2",
    "not (f1 and f2)",
)
INSIDE = ("a is 2", "f1", "answered(a)", "answered(a) and a is more than 2", "c1 is a")
COUNTS = (
    "count(rp)", "sum(rp, b)", "count(rp, a is at least 2)", "count(rp, answered(b) and b is 2)",
)  # fmt: skip


def condition(draw: Any) -> str:
    one, other = draw(st.sampled_from(LITERALS)), draw(st.sampled_from(LITERALS))
    return draw(st.sampled_from((one, one, f"{one} and {other}", f"{one} or {other}")))


def number(draw: Any) -> dict[str, Any]:
    ask = {"ask": {"en": "?"}, "type": "number(1..5)"}
    return draw(st.sampled_from((ask, {**ask, "optional": True}, {"set": "2"}, {"set": "3"})))


def choice(draw: Any, order: list[str]) -> dict[str, Any]:
    ways = {"then": draw(st.sampled_from(order))} if draw(st.booleans()) else {}
    only = {"only_if": condition(draw)} if draw(st.booleans()) else {}
    options = {"a": {"en": "A"}, "b": {"en": "B", **ways}, "c": {"en": "C", **only}}
    optional = draw(st.sampled_from(({}, {}, {"optional": True}, {"optional": "f1"})))
    return {"choose": {"en": "?"}, "options": options, **optional}


def people(draw: Any) -> dict[str, Any]:
    first: dict[str, Any] = {"id": "a", "ask": {"en": "?"}, "type": "number(1..5)"}
    words = {"en": draw(st.sampled_from(("?", "{{ a }}")))}
    second: dict[str, Any] = {"id": "b", "ask": words, "type": "number(1..5)"}
    first |= draw(st.sampled_from(({}, {"optional": True})))
    second |= {"only_if": draw(st.sampled_from(INSIDE))} if draw(st.booleans()) else {}
    return {
        "repeat": {"en": "R"},
        "count": draw(st.sampled_from(("1..2", "1..3", "n1"))),
        "line": {"en": draw(st.sampled_from(("{{ a }}", "{{ nth }}")))},
        "each": [first, second],
    }


def several(draw: Any) -> dict[str, Any]:
    only = {"only_if": "f1"} if draw(st.booleans()) else {}
    optional = draw(st.sampled_from(({}, {}, {"optional": True})))
    options = {"x": {"en": "X", **only}, "y": {"en": "Y"}}
    return {"choose": {"en": "?"}, "several": "1..2", "options": options, **optional}


def guarded(draw: Any, name: str, before: dict[str, str]) -> dict[str, Any]:
    """Return the condition under which a name may be read; before: those of the steps that give them."""
    guard = draw(st.sampled_from((before.get(name, ""), f"answered({name})")))
    return {"only_if": guard} if guard else {}


def other(draw: Any, order: list[str], before: dict[str, str]) -> dict[str, Any]:
    kind = draw(st.integers(0, 6))
    if kind < 4:
        name = draw(st.sampled_from((*NUMBERS, *CHOICES, "sv")))
        return {**guarded(draw, name, before), "say": {"en": f"{{{{ {name} }}}}"}}
    if kind == 4:
        way = {"if": condition(draw), "then": draw(st.sampled_from(order))}
        return {"when": [way], "else": "last"}
    if kind == 5:
        names = st.sampled_from((*NUMBERS, *CHOICES, *LISTS, "f1"))
        shows = draw(st.lists(names, min_size=1, max_size=3, unique=True))
        return {"confirm": {"en": "?"}, "shows": shows}
    return {**guarded(draw, "rp", before), "set": draw(st.sampled_from(COUNTS))}


def step(draw: Any, name: str, order: list[str], before: dict[str, str]) -> dict[str, Any]:
    if name in FLAGS:
        return {"id": name, "ask": {"en": "?"}, "type": "yes_no"}
    if name in OTHERS:
        return {"id": name, **other(draw, order, before)}
    found: dict[str, Any] = {"id": name}
    if name != "c1" and draw(st.integers(0, 2)) == 0:
        found["only_if"] = before[name] = draw(st.sampled_from(BEFORE))
    if name in NUMBERS:
        return found | number(draw)
    if name in CHOICES:
        return found | choice(draw, order)
    return found | (people(draw) if name == "rp" else several(draw))


@st.composite
def services(draw: Any) -> dict[str, Any]:
    order = ["f1", "f2", "c1", "n1", "c2", "rp", "sv", "n2", *OTHERS]
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(order) - 2))
        order[place], order[place + 1] = order[place + 1], order[place]
    before: dict[str, str] = {}
    steps = [step(draw, name, order, before) for name in order]
    last = {"id": "last", "say": {"en": "Last."}, "then": "done"}
    return {**HEADER, "steps": [*steps, last], "ends": {**ENDS, "desk": DESK}}


@settings(QUICK, max_examples=12)
@given(services(), RANDOM)
def test_it_lets_nothing_through_that_breaks_off(
    written: dict[str, Any], walks: list[list[int]]
) -> None:
    tried(written, walks)


@pytest.mark.prove
@settings(QUICK, max_examples=400)
@given(services(), RANDOM)
def test_it_lets_nothing_through_in_many_services(
    written: dict[str, Any], walks: list[list[int]]
) -> None:
    tried(written, walks)
