"""Small services made at random: questions, lists, forks, calls that lead back, in any order.

A list whose end the citizen says is not among them: a record may be added and removed as often as they like.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.language.checks.graph.test_graph import ENDS, HEADER

NAMES = tuple("abcdefgh")


@st.composite
def services(draw: Any) -> dict[str, Any]:
    """Return a service as a mapping; not every one is sound."""
    names = NAMES[: draw(st.integers(3, len(NAMES)))]
    asked: list[str] = []
    steps = []
    for place, name in enumerate(names):
        made = step(draw, name, list(names[place + 1 :]), asked)
        steps.append(made)
        if "ask" in made:
            asked.append(name)
    last = {"id": "last", "say": {"en": "Last."}, "then": "done"}
    header = {**HEADER, "defaults": {"give_up": "desk", "tries": draw(st.integers(1, 3))}}
    return {**header, "steps": [*steps, last], "ends": ENDS}


def step(draw: Any, name: str, later: list[str], asked: list[str]) -> dict[str, Any]:
    """later: the steps that follow; asked: numbers asked before."""
    kind = draw(
        st.sampled_from(("ask", "ask", "choose", "repeat", "call", "call", "when", "confirm"))
    )
    onward = draw(st.sampled_from([*later, "last", "done", "sorry"]))
    if not asked or kind == "ask":
        found: dict[str, Any] = {"id": name, "ask": {"en": "?"}, "type": "number(1..5)"}
        found |= {"optional": True} if draw(st.integers(0, 3)) == 0 else {}
    elif kind == "choose":
        found = {
            "id": name,
            "choose": {"en": "?"},
            "options": {"one": {"en": "1"}, "two": {"en": "2", "then": onward}},
        }
    elif kind == "repeat":
        part = {"id": "age", "ask": {"en": "?"}, "type": "number(1..5)"}
        found = {
            "id": name,
            "repeat": {"en": "?"},
            "count": asked[-1],
            "line": {"en": "{{ age }}"},
            "each": [part],
        }
    elif kind == "call":
        back = {
            "again": draw(st.sampled_from(asked)),
            "at_most": draw(st.integers(1, 3)),
            "else": onward,
        }
        other = draw(st.sampled_from((back, onward)))
        needs = {"number": "'1234567890'", "area": "rural"}
        outcomes = {"not_found": back, "wrong": other, "unavailable": "sorry"}
        found = {"id": name, "call": "register.person", "with": needs, "outcomes": outcomes}
    elif kind == "when":
        return {
            "id": name,
            "when": [{"if": looked_at(draw, asked), "then": onward}],
            "else": later[0] if later else "last",
        }
    else:
        found = {"id": name, "confirm": {"en": "?"}, "shows": [draw(st.sampled_from(asked))]}
    if asked and draw(st.integers(0, 4)) == 0:
        found["only_if"] = looked_at(draw, asked)
    return found


def looked_at(draw: Any, asked: list[str]) -> str:
    return f"default({draw(st.sampled_from(asked))}, 1) is more than {draw(st.integers(1, 4))}"
