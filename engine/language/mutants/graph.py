"""Slips in the ways of a service: outcomes that lead elsewhere or nowhere, steps and ends that are moved, renamed or gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from engine.language.mutants.mutant import Make, Operator, Slip
from engine.language.mutants.pages import Edit, Page, Spot, last_line
from engine.language.mutants.spots import (
    drop,
    entries,
    misspelt,
    names_of,
    rewrite,
    step_of,
    steps,
    swapped,
    told,
    under,
    within,
)
from engine.language.mutants.writing import under_step
from engine.language.nodes import Mapping, Scalar, Sequence

TARGETS = ("then", "else", "again", "give_up", "unanswered")
GOOD = ("found", "paid", "held", "approved", "agreed", "chosen", "next", "posted", "ready")


READ = 2
"""A name that stands once in a file is read by nobody there."""


def _groups(page: Page, key: str) -> Iterator[Spot]:
    return (spot for spot in page.spots if spot.name == key and isinstance(spot.node, Mapping))


def _targets(page: Page) -> Iterator[Spot]:
    """Yield every value that names where a way leads."""
    for spot in page.spots:
        plain = isinstance(spot.node, Scalar) and not spot.node.quoted and spot.key is not None
        if plain and (spot.name in TARGETS or spot.address[-2:-1] == ("outcomes",)):
            yield spot


def _ends(page: Page) -> list[str]:
    found = page.root.get("ends")
    return list(found.by_name) if isinstance(found, Mapping) else []


def _swapped_outcomes(page: Page) -> Iterator[Slip]:
    for group in _groups(page, "outcomes"):
        for one, other in pairwise(entries(group)):
            if page.written(one.node) != page.written(other.node):
                change = f"what {one.name} and {other.name} lead to changed places"
                names = f"{names_of(one)} {names_of(other)} {_after(page, step_of(group))}"
                yield Slip(group, swapped(page, one, other), change, names.strip(), one.name)


def _swapped_branches(page: Page) -> Iterator[Slip]:
    for group in page.spots:
        if group.name == "when" and isinstance(group.node, Sequence):
            thens = [
                spot
                for spot in page.spots
                if spot.name == "then" and spot.address[: len(group.address)] == group.address
            ]
            for one, other in pairwise(thens):
                if page.written(one.node) != page.written(other.node):
                    names = f"{names_of(one)} {names_of(other)}"
                    yield Slip(one, swapped(page, one, other), "two branches changed places", names)


def _elsewhere(choose: Callable[[Page, Spot], str], change: str) -> Make:
    """Return the maker that lets each way lead to the step or end `choose` names."""

    def make(page: Page) -> Iterator[Slip]:
        for spot in _targets(page):
            new = choose(page, spot)
            if new and new != page.written(spot.node):
                edit = page.instead(spot.node, new)
                change_ = f"{change}: {told(page.written(spot.node), new)}"
                yield Slip(spot, (edit,), change_, _concerned(page, spot))

    return make


def _concerned(page: Page, spot: Spot) -> str:
    """Return the names a wrong way touches: of its step, of where it led, of the step that is left out by it."""
    return f"{names_of(spot)} {_after(page, step_of(spot))}".strip()


def _after(page: Page, step: str) -> str:
    """Return the step after this one in the file."""
    ids = [each.name for each in steps(page)]
    place = ids.index(step) + 1 if step in ids else 0
    return ids[place] if 0 < place < len(ids) else ""


def _next_for_bad(_: Page, spot: Spot) -> str:
    return "next" if spot.in_steps and spot.name not in (*GOOD, *TARGETS) else ""


def _another_end(page: Page, spot: Spot) -> str:
    """Return the end after the one this leads to, in the order of the file."""
    ends, now = _ends(page), page.written(spot.node)
    return ends[(ends.index(now) + 1) % len(ends)] if now in ends and len(ends) > 1 else ""


def _renamed(page: Page) -> Iterator[Slip]:
    for spot in page.spots:
        if spot.name == "id" and under_step(spot) and isinstance(spot.node, Scalar):
            old = spot.node.text
            if len(re.findall(rf"(?<![\w]){old}(?![\w])", page.text)) < READ:
                continue
            edit = page.instead(spot.node, f"{old}_2")
            yield Slip(spot, (edit,), told(f"step {old}", f"{old}_2"), old)


def _same_id(page: Page) -> Iterator[Slip]:
    for one, other in pairwise(steps(page)):
        if isinstance(other.node, Mapping) and (name := other.node.get("id")) is not None:
            edit = page.instead(name, one.name)
            yield Slip(other, (edit,), f"{other.name} is called {one.name} as well", one.name)


def _renamed_end(page: Page) -> Iterator[Slip]:
    for spot in page.spots:
        if len(spot.address) == 2 and spot.address[0] == "ends" and spot.key is not None:
            edit = page.instead(spot.key, f"{spot.name}_2")
            yield Slip(spot, (edit,), told(f"end {spot.name}", f"{spot.name}_2"), spot.name)


def _leads_away(spot: Spot) -> bool:
    """Tell whether this is an outcome that may not be left out."""
    goes_on = isinstance(spot.node, Scalar) and spot.node.text == "next"
    return within("outcomes")(spot) and spot.in_steps and not goes_on


def _is_end(spot: Spot) -> bool:
    return len(spot.address) == 2 and spot.address[0] == "ends"


def _is_step(spot: Spot) -> bool:
    return spot.key is None and spot.address[-2:-1] == ("steps",)


def _moved_up(page: Page) -> Iterator[Slip]:
    for one, other in pairwise(steps(page)):
        if one.parent is other.parent and not page.is_flow(one.node):
            edits = _blocks_swapped(page, one, other)
            yield Slip(other, edits, f"{other.name} moved above {one.name}", other.name)


def _blocks_swapped(page: Page, one: Spot, other: Spot) -> tuple[Edit, Edit]:
    first, second = (
        (page.starts[each.node.span.line - 1], _end_of_line(page, last_line(each.node, page)))
        for each in (one, other)
    )
    return (
        Edit(*first, page.text[slice(*second)]),
        Edit(*second, page.text[slice(*first)]),
    )


def _end_of_line(page: Page, line: int) -> int:
    return page.starts[line] - 1 if line < len(page.starts) else len(page.text)


GRAPH: tuple[Operator, ...] = (
    drop("outcome_gone", "graph", "forgets an outcome", _leads_away),
    Operator("outcomes_swapped", "graph", "mixes up two outcomes", _swapped_outcomes),
    Operator("branches_swapped", "graph", "mixes up two branches", _swapped_branches),
    Operator("target_misspelt", "graph", "misspells where a way leads",
             _elsewhere(lambda page, spot: misspelt(page.written(spot.node)), "leads to nothing")),
    Operator("bad_goes_on", "graph", "lets a bad outcome go on as if all were well",
             _elsewhere(_next_for_bad, "goes on")),
    Operator("other_end", "graph", "names another end", _elsewhere(_another_end, "another end")),
    Operator("circle", "graph", "leads back to the step itself",
             _elsewhere(lambda _, spot: step_of(spot), "back to itself")),
    drop("at_most_gone", "graph", "forgets how often", under("at_most")),
    drop("else_gone", "graph", "forgets what comes after the last try", under("else")),
    drop("again_gone", "graph", "forgets where to go back to", under("again")),
    drop("then_gone", "graph", "forgets where it leads", under("then")),
    drop("give_up_gone", "graph", "forgets where a question is given up", under("give_up")),
    Operator("step_renamed", "graph", "renames a step and not what reads it", _renamed),
    Operator("step_twice", "graph", "calls two steps the same", _same_id),
    Operator("step_moved", "graph", "moves a step above the one before it", _moved_up),
    drop("step_gone", "graph", "takes a step out", _is_step),
    Operator("end_renamed", "graph", "renames an end and not what leads there", _renamed_end),
    drop("end_gone", "graph", "takes an end out", _is_end),
    drop("branch_gone", "graph", "takes a branch out",
         lambda spot: spot.key is None and spot.address[-2:-1] == ("when",)),
    drop("desk_gone", "graph", "forgets whose desk a handoff is for",
         lambda spot: spot.name == "to" and spot.address[0] == "ends"),
    rewrite("result_changed", "graph", "calls a failure a success", under("result"),
            lambda old: "handoff" if old == "success" else "success"),
)  # fmt: skip
