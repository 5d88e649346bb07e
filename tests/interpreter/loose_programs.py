"""Small services made at random, sound or not: what the check lets through must never read an answer that is not there."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.language.assignment.test_unset import DESK, ENDS, HEADER

NUMBERS, FLAGS = ("n1", "n2", "n3"), ("f1", "f2", "f3")
CHOICES, LISTS = ("c1", "c2"), ("rp", "sv")
OTHERS = ("s1", "s2", "s3", "s4", "s5", "s6")
LITERALS = (
    "f1", "not f1", "f2", "not f2", "c1 is a", "c1 is not a", "c1 is b", "answered(c2)", "answered(n1)", "answered(rp)", "answered(sv)",
)  # fmt: skip
BEFORE = (
    "f1", "not f1", "f2", "c1 is a", "c1 is b", "f1 and c1 is a", "f1 or f2", "not (f1 and f2)",
)  # fmt: skip
INSIDE = ("a is 2", "f1", "answered(a)", "answered(a) and a is more than 2", "c1 is a")
COUNTS = (
    "count(rp)", "sum(rp, b)", "count(rp, a is at least 2)", "count(rp, answered(b) and b is 2)",
)  # fmt: skip


# -- with numbers, flags and a department that may send one back ------------------------------------


def literal(draw: Any, *, plain: bool = False) -> str:
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
    one = literal(draw)
    return (
        one
        if draw(st.booleans())
        else f"{one} {draw(st.sampled_from(('and', 'or')))} {literal(draw)}"
    )


def step(draw: Any, name: str, names: list[str], before: dict[str, str]) -> dict[str, Any]:
    """before: the conditions of the numbers that were laid down already; often the same is used again."""
    kind = draw(st.integers(0, 7))
    found: dict[str, Any] = {"id": name}
    if name in NUMBERS and draw(st.booleans()):
        found["only_if"] = before[name] = literal(draw, plain=True)
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
def with_calls(draw: Any) -> dict[str, Any]:
    """Return a service of numbers, flags, branches, reviews and calls."""
    names = [*NUMBERS, *FLAGS, *OTHERS[:5]]
    order = shaken(draw, [*FLAGS, *NUMBERS, *OTHERS[:5]], 2)
    before: dict[str, str] = {}
    return service([step(draw, name, names, before) for name in order])


def shaken(draw: Any, order: list[str], times: int) -> list[str]:
    """Return the names with some neighbours exchanged."""
    for _ in range(draw(st.integers(0, times))):
        place = draw(st.integers(0, len(order) - 2))
        order[place], order[place + 1] = order[place + 1], order[place]
    return order


def service(steps: list[dict[str, Any]]) -> dict[str, Any]:
    last = {"id": "last", "say": {"en": "Last."}, "then": "done"}
    return {**HEADER, "steps": [*steps, last], "ends": {**ENDS, "desk": DESK}}


# -- with choices, lists and rounds -----------------------------------------------------------------


def wide_condition(draw: Any) -> str:
    one, other = draw(st.sampled_from(LITERALS)), draw(st.sampled_from(LITERALS))
    return draw(st.sampled_from((one, one, f"{one} and {other}", f"{one} or {other}")))


def number(draw: Any) -> dict[str, Any]:
    ask = {"ask": {"en": "?"}, "type": "number(1..5)"}
    return draw(st.sampled_from((ask, {**ask, "optional": True}, {"set": "2"}, {"set": "3"})))


def choice(draw: Any, order: list[str]) -> dict[str, Any]:
    ways = {"then": draw(st.sampled_from(order))} if draw(st.booleans()) else {}
    only = {"only_if": wide_condition(draw)} if draw(st.booleans()) else {}
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
        name = draw(st.sampled_from((*NUMBERS[:2], *CHOICES, "sv")))
        return {**guarded(draw, name, before), "say": {"en": f"{{{{ {name} }}}}"}}
    if kind == 4:
        way = {"if": wide_condition(draw), "then": draw(st.sampled_from(order))}
        return {"when": [way], "else": "last"}
    if kind == 5:
        names = st.sampled_from((*NUMBERS[:2], *CHOICES, *LISTS, "f1"))
        shows = draw(st.lists(names, min_size=1, max_size=3, unique=True))
        return {"confirm": {"en": "?"}, "shows": shows}
    return {**guarded(draw, "rp", before), "set": draw(st.sampled_from(COUNTS))}


def wide_step(draw: Any, name: str, order: list[str], before: dict[str, str]) -> dict[str, Any]:
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
def with_lists(draw: Any) -> dict[str, Any]:
    """Return a service of choices, several, lists of records and reviews."""
    order = shaken(draw, ["f1", "f2", "c1", "n1", "c2", "rp", "sv", "n2", *OTHERS], 3)
    before: dict[str, str] = {}
    return service([wide_step(draw, name, order, before) for name in order])
