"""Every text a citizen may read, with its language and its place, wherever in the catalogue it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.language import nodes
from engine.language.model.lists import CODE, Listing
from engine.language.model.sidecar import path_of
from engine.language.own import Own
from engine.language.reading import Reading
from engine.language.source import Span

MOST_ROWS = 300
"""Longer lists are names of places and people, which are as they are."""


class Said(NamedTuple):
    """A text in one language."""

    path: str
    language: str
    said: nodes.Scalar


def own_texts(own: Own) -> Iterator[Said]:
    """Yield the texts of a service, each once."""
    service = own.service
    yield from _texts(service.path, service.flow.node, _spoken(own.reading, service.languages))


def shared_texts(reading: Reading, spoken: Iterable[str]) -> Iterator[Said]:
    """Yield the texts of families, fragments, shared ends, departments, the state and its shorter lists, each once. spoken: languages
    of services."""
    languages = _spoken(reading, spoken)
    for path, node in _shared(reading):
        yield from _texts(path, node, languages)
    for listing in reading.world.lists.values():
        if len(listing.rows) <= MOST_ROWS:
            yield from _listed(listing)


def _spoken(reading: Reading, languages: Iterable[str]) -> frozenset[str]:
    return frozenset(reading.world.state.languages).union(languages, reading.guides)


def _shared(reading: Reading) -> Iterator[tuple[str, nodes.Mapping]]:
    yield from reading.around.items()
    for shared in reading.world.ends.values():
        yield shared.path, shared.node
    for fragment in reading.world.fragments.values():
        yield fragment.flow.path, fragment.flow.node
    for family in reading.world.families.values():
        yield family.flow.path, family.flow.node


def _texts(path: str, node: nodes.Mapping, languages: frozenset[str]) -> Iterator[Said]:
    waiting: list[nodes.Node] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, nodes.Mapping):
            for key, value in part.entries:
                if not isinstance(value, nodes.Scalar):
                    waiting.append(value)
                elif key.text in languages and isinstance(value.value, str):
                    yield Said(path_of(value, path), key.text, value)
        elif isinstance(part, nodes.Sequence):
            waiting += part.items


def _listed(listing: Listing) -> Iterator[Said]:
    """Yield the words of a list's rows, at their line."""
    told: set[tuple[str, str]] = set()
    for line, row in enumerate(listing.rows, 2):
        place = Span(line, 1, line, 1)
        for column, label in row.items():
            for language, words in label.items() if column != CODE and _is_label(label) else ():
                if words and (language, words) not in told:
                    told.add((language, words))
                    yield Said(listing.table, language, nodes.Scalar(words, words, True, place))


def _is_label(value: object) -> bool:
    return isinstance(value, dict)
