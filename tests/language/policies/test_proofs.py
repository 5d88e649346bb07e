"""What is called certain is so on every single way: the quick proof and the slow search, way by way, agree on the whole catalogue."""

from __future__ import annotations

from functools import cache

import pytest

from engine.language.assignment.certain import certain_of
from engine.language.compiled import IssueStep, PayStep, SendStep
from engine.language.compiler.compiler import compile_service
from engine.language.edges import edges_of
from engine.language.policies import path
from engine.language.policies.looking import Look
from engine.language.reading import Reading, read_files
from engine.language.schema import Schemas
from tests import real
from tests.language.catalogues import schemas


@cache
def reading() -> Reading:
    return read_files(real.files(), Schemas(schemas()), real.parse)


def looked_at(service: str) -> Look:
    """Return a service, ready to be looked at."""
    (found,) = (each for each in reading().services if each.id == service)
    draft, program = compile_service(found, reading().world)
    assert program is not None
    return Look(draft, program)


def places(look: Look) -> list[str]:
    """Return where something must have come about before: what is issued, sent, paid or asked of a person, and every end."""
    steps = [s.id for s in look.program.steps if isinstance(s, IssueStep | SendStep | PayStep)]
    return [*dict.fromkeys((*steps, *look.questions, *look.program.ends))]


@pytest.mark.parametrize("service", real.each())
def test_it_is_certain_exactly_where_no_way_lacks_it(service: str) -> None:
    look = looked_at(service)
    ways, found = certain_of(look.draft, look.program)
    for place in places(look):
        for name, bit in ways.cells.milestones.items():
            trip = path.find(ways, path.Sought(place, (bit,)))
            if place not in found or look.is_certain(place, (name,)):
                assert trip is None or not trip.found, (name, path.told(trip, ways))
            else:
                assert look.way_without(place, (name,)), (place, name)


@pytest.mark.parametrize("service", real.each())
def test_a_way_that_is_told_can_be_gone(service: str) -> None:
    look = looked_at(service)
    ways, _ = certain_of(look.draft, look.program)
    edges = {(edge.start, edge.end) for edge in edges_of(look.program)}
    edges |= {
        (end.id, later.first)
        for end in look.program.ends.values()
        for later in look.program.later.values()
    }
    for place in places(look):
        trip = path.find(ways, path.Sought(place, ()))
        reached = [way.to for _, way in trip.steps] if trip is not None else []
        left = [step for step, _ in trip.steps] if trip is not None else []
        assert {*zip(left, reached, strict=True)} <= edges
        assert [look.program.first, *reached][:-1] == left


def test_a_way_that_is_too_long_to_look_for_is_not_told_as_a_short_one() -> None:
    look = looked_at("municipal.water_leak")
    ways, _ = certain_of(look.draft, look.program)
    given_up = path.Trip((), "done", found=False)

    assert path.told(given_up, ways) != path.told(path.Trip((), "done"), ways)
    assert path.GAP not in path.told(given_up, ways)
