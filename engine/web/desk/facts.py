"""What the desk reads of the catalogue: office days, names of roles and places, words for papers and answers, sample officers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from engine.domain.calendar import OfficeTime
from engine.language.catalogue import Catalogue
from engine.language.compiled import ApproveStep, Label, ShownAnswer
from engine.language.model.lists import CODE
from engine.language.program import Program
from engine.services.officers.record import Officer, sample_officers


@dataclass(frozen=True, slots=True)
class CatalogueFacts:
    """What the desk reads of the catalogue in force.

    roles: labels by role; places: names of areas by code; papers: labels by service and paper; answers: labels by service and answer,
    of those officers may ask for again; samples: none in production; parts: the areas directly inside one, by code.
    """

    offices: OfficeTime
    roles: Mapping[str, Label]
    places: Mapping[str, Label] = field(default_factory=dict)
    papers: Mapping[str, Mapping[str, Label]] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Label]] = field(default_factory=dict)
    samples: tuple[Officer, ...] = ()
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def inside(self, area: str) -> frozenset[str]:
        """Return the areas that lie inside this one, at any depth."""
        found: set[str] = set()
        waiting = [area]
        while waiting:
            fresh = self.parts.get(waiting.pop(), frozenset()) - found
            found |= fresh
            waiting += fresh
        return frozenset(found - {area})


def facts_of(catalogue: Catalogue, sandbox: bool) -> CatalogueFacts:
    """Return what the desk needs of a catalogue. sandbox: whether there are sample officers."""
    return CatalogueFacts(
        offices=catalogue.office_time,
        roles={
            role.id: role.title for each in catalogue.departments for role in each.seats.values()
        },
        places=_places(catalogue),
        papers=_OfServices(catalogue.programs, _papers),
        answers=_OfServices(catalogue.programs, _answers),
        samples=sample_officers(catalogue.departments) if sandbox else (),
        parts=_parts(catalogue),
    )


class FactsInForce:
    """Gives the facts of the catalogue in force, put together anew when another one is. sandbox: whether there are sample officers."""

    def __init__(self, catalogue: Callable[[], Catalogue], sandbox: bool) -> None:
        self._catalogue, self._sandbox = catalogue, sandbox
        self._last: tuple[Catalogue, CatalogueFacts] | None = None

    def __call__(self) -> CatalogueFacts:
        """Return them."""
        now, last = self._catalogue(), self._last
        if last is None or last[0] is not now:
            last = self._last = (now, facts_of(now, self._sandbox))
        return last[1]


class _OfServices(Mapping[str, Mapping[str, Label]]):
    """Labels by service, read from its program when a case of it is on the desk."""

    def __init__(
        self, programs: Mapping[str, Program], read: Callable[[Program], Mapping[str, Label]]
    ) -> None:
        self._programs = programs
        self._read = read

    def __getitem__(self, service: str) -> Mapping[str, Label]:
        return self._read(self._programs[service])

    def __iter__(self) -> Iterator[str]:
        return iter(self._programs)

    def __len__(self) -> int:
        return len(self._programs)


def _papers(program: Program) -> dict[str, Label]:
    return {paper.id: paper.label for paper in program.papers}


def _places(catalogue: Catalogue) -> dict[str, Label]:
    """Return the words of every list named after a level of offices: `villages` for the level `village`."""
    levels = {office.level for each in catalogue.departments for office in each.offices.values()}
    lists = (catalogue.lists.get(f"{level}s") for level in sorted(levels))
    return {
        code: label for each in lists if each is not None for code, label in each.labels().items()
    }


def _parts(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """Return which areas lie directly inside which: the column `mandal` of a list names a row of the list `mandals`."""
    found: dict[str, set[str]] = {}
    for each in catalogue.lists.values():
        for row in each.rows:
            for column in (name for name in row if f"{name}s" in catalogue.lists):
                found.setdefault(str(row[column]), set()).add(str(row[CODE]))
    return {area: frozenset(codes) for area, codes in found.items()}


def _answers(program: Program) -> dict[str, Label]:
    steps = (step for step in program.steps if isinstance(step, ApproveStep))
    return {shown.name: _fixed(shown) for step in steps for shown in step.may_change}


def _fixed(shown: ShownAnswer) -> Label:
    """Return the title of an answer, or nothing in a language where it depends on other answers."""
    found = {}
    for language, write in shown.title.items():
        with suppress(KeyError):
            found[language] = write({})
    return found
