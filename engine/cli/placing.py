"""Finds where in a program's files a step stands, which of its texts a message was made of, and which conditions it has. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from engine.language.compiled import ChooseStep, Condition, Step, WhenStep
from engine.language.files import FileKind, place_of
from engine.language.mutants.pages import Page, Spot, read_page
from engine.language.mutants.spots import LANGUAGES, steps
from engine.language.nodes import Scalar
from engine.language.program import Program

_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
_SHORTEST = 3
CONDITIONS = ("only_if", "if", "hide_if", "optional")


class Found(NamedTuple):
    """Something at a place of a file. step: a step's or an end's id; words: as they stand in the file."""

    path: str
    line: int
    step: str
    words: str
    language: str = ""


class Guard(NamedTuple):
    """A condition of a step. what: the key it stands under; condition: None where it cannot be tried by itself."""

    found: Found
    what: str
    condition: Condition | None


class Sources:
    """The files a program was made from, read for finding places."""

    def __init__(self, program: Program, files: Mapping[str, bytes]) -> None:
        self._program = program
        self._pages = [
            page
            for path in program.sources
            if path in files and path.endswith(".yaml")
            for page in (read_page(path, files[path]),)
            if page is not None
        ]

    def place(self, step: str) -> Found | None:
        """Return where a step or an end stands."""
        found = self._at(step)
        if not found:
            return None
        page, spot = found[0]
        line = (spot.key or spot.node).span.line
        return Found(page.path, line, step, "")

    def texts_of(self, names: Iterable[str], said: str) -> list[Found]:
        """Return the texts of these steps and ends that were said, in the order in which they stand in the message."""
        hits: list[tuple[int, Found]] = []
        for name in dict.fromkeys(names):
            for page, spot in self._at(name):
                for each in _below(page, spot):
                    if isinstance(each.node, Scalar) and each.name in LANGUAGES:
                        found = _pattern(each.node.text, said)
                        if found is not None:
                            line = each.node.span.line
                            hits.append(
                                (found, Found(page.path, line, name, each.node.text, each.name))
                            )
        return [found for _, found in sorted(hits, key=lambda each: each[0])]

    def guards_of(self, name: str) -> list[Guard]:
        """Return the conditions of a step, in the order of its file."""
        found = []
        for page, spot in self._at(name):
            for each in _below(page, spot):
                if each.name in CONDITIONS and isinstance(each.node, Scalar):
                    place = Found(page.path, each.node.span.line, name, each.node.text)
                    step = self._program.by_id.get(name)
                    condition = _compiled(step, each.address[len(spot.address) :])
                    found.append(Guard(place, each.name, condition))
        return found

    def _at(self, name: str) -> list[tuple[Page, Spot]]:
        """Return where this step or end stands: an end that services share counts where there is none nearer."""
        found = list(self._everywhere(name))
        own = [each for each in found if not _is_for_many(each[0])]
        return own or found[-1:]

    def _everywhere(self, name: str) -> Iterator[tuple[Page, Spot]]:
        """Yield where this name stands, the state's file first: what a fragment brings stands in the fragment's file, under the last part
        of its name."""
        outer, _, last = name.rpartition(".")
        for page in self._pages:
            place = place_of(page.path)
            is_fragment = place is not None and place.kind is FileKind.FRAGMENT
            wanted = last if is_fragment else name
            if is_fragment != bool(outer) or (is_fragment and not self._uses(outer, place)):
                continue
            for spot in (*steps(page), *_ends(page)):
                if spot.name == wanted:
                    yield page, spot

    def _uses(self, outer: str, place: object) -> bool:
        """Tell whether the step `outer` uses this fragment."""
        named = getattr(place, "name", "")
        for page in self._pages:
            for spot in steps(page):
                if spot.name == outer.rpartition(".")[2]:
                    used = next((each for each in _below(page, spot) if each.name == "use"), None)
                    if used is not None and isinstance(used.node, Scalar):
                        return used.node.text == named
        return False


def _is_for_many(page: Page) -> bool:
    place = place_of(page.path)
    return place is not None and place.kind is FileKind.ENDS


def _ends(page: Page) -> Iterator[Spot]:
    return (spot for spot in page.spots if len(spot.address) == 2 and spot.address[0] == "ends")


def _below(page: Page, spot: Spot) -> Iterator[Spot]:
    size = len(spot.address)
    return (each for each in page.spots if len(each.address) > size and each.address[:size] == spot.address)  # fmt: skip


def _pattern(text: str, said: str) -> int | None:
    """Return where in a message this text stands, its placeholders filled, or None where it does not."""
    parts = [part.strip() for part in _PLACEHOLDER.split(text)]
    if len("".join(parts)) < _SHORTEST:
        return None
    found = re.search(".*?".join(map(re.escape, parts)), said, re.DOTALL)
    return found.start() if found else None


def _compiled(step: Step | None, address: tuple[str, ...]) -> Condition | None:
    """Return the condition the program has for this place of a step."""
    if step is None:
        return None
    match address:
        case ("only_if",):
            return step.only_if
        case ("optional",):
            optional: Condition | None = getattr(step, "optional", None)
            return optional
        case ("when", number, "if") if isinstance(step, WhenStep):
            return step.branches[int(number) - 1].when
        case ("refuse", number, "if"):
            return _nth(step, int(number) - 1)
        case ("options", key, "only_if") if isinstance(step, ChooseStep):
            return next((each.only_if for each in step.options if each.key == key), None)
        case _:
            return None


def _nth(step: Step, place: int) -> Condition | None:
    refusals = getattr(step, "refuse", ())
    return refusals[place].when if place < len(refusals) else None
