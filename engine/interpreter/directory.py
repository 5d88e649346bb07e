"""What a conversation may open: the services in force, how they are grouped, which words find them, and the programs running cases are
pinned to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from engine.domain.comparing import fold
from engine.language.card import Card, phrases
from engine.language.compiled import Label
from engine.language.program import Program

NEAR = 0.6
"""What is offered must be at least so near to the best find."""


@dataclass(frozen=True, slots=True)
class Section:
    """A department or a life event as the menu shows it. services: ids in menu order; find: words people type for it, by language;
    groups: what it is divided into where its services do not fit on one list (a group's id is `energy.bills`); no service is in two."""

    id: str
    title: Label
    short: Label
    services: tuple[str, ...]
    find: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """The words that find things. values: the menu value each phrase finds (`svc:…`, `dep:…`, `event:…`); lengths: how many words each
    phrase has; places: by word the phrases it stands in."""

    values: tuple[str, ...] = ()
    lengths: tuple[int, ...] = ()
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Directory:
    """cards: of every service that may be opened, by id (former ids too); current: their programs; pinned: any program by digest, raises
    KeyError for an unknown one; events: life events with services; index: what finds them by words; unavailable: services whose department
    does not answer just now."""

    state: Label
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    cards: Mapping[str, Card]
    current: Mapping[str, Program]
    pinned: Callable[[str], Program]
    events: tuple[Section, ...] = ()
    index: Index = field(default_factory=Index)
    unavailable: frozenset[str] = frozenset()

    def program(self, digest: str, service: str) -> Program:
        """Return the program a session is pinned to."""
        card = self.cards.get(service)
        known = card is not None and card.digest == digest
        return self.current[service] if known else self.pinned(digest)


def open_directory(
    state: Label,
    languages: tuple[str, ...],
    sections: tuple[Section, ...],
    programs: Mapping[str, Program],
    pinned: Callable[[str], Program],
) -> Directory:
    """Return the directory of programs that are all made already."""
    cards = {service: Card.of(program) for service, program in programs.items()}
    found = index(cards.values(), sections)
    return Directory(state, languages, sections, cards, programs, pinned, (), found)


def index(
    cards: Iterable[Card], sections: tuple[Section, ...] = (), events: tuple[Section, ...] = ()
) -> Index:
    """Return what finds everything a menu can open."""
    found = [(f"svc:{card.service}", phrase) for card in cards for phrase in card.words]
    parts = tuple(part for section in sections for part in section.groups)
    for kind, group in (("dep", (*sections, *parts)), ("event", events)):
        for each in group:
            if each.services:
                said = phrases(each.title, each.short, each.find)
                found += [(f"{kind}:{each.id}", phrase) for phrase in said]
    places: dict[str, list[int]] = {}
    lengths = []
    for place, (_, phrase) in enumerate(found):
        words = set(phrase.split())
        lengths.append(len(words))
        for word in words:
            places.setdefault(word, []).append(place)
    return Index(
        tuple(value for value, _ in found),
        tuple(lengths),
        {word: tuple(where) for word, where in places.items()},
    )


def find(directory: Directory, text: str) -> list[str]:
    """Return what these words may mean, best first, as menu values (`svc:revenue.income_certificate`); what bears exactly these words is
    meant alone. A department or a life event counts where no service fits as well.

    This is the one place for a better finder: text in, menu values out.
    """
    scores = _scores(directory.index, set(fold(text).split()))
    service = max((score for value, score in scores.items() if _is_service(value)), default=0.0)
    best = max(scores.values(), default=0.0)
    least = best if best == 1 else best * NEAR
    near = [
        value
        for value, score in scores.items()
        if score >= least and (_is_service(value) or score > service)
    ]
    return sorted(near, key=lambda value: (-scores[value], value))


def _is_service(value: str) -> bool:
    return value.startswith("svc:")


def _scores(index: Index, said: set[str]) -> dict[str, float]:
    """Return how alike these words and the likest phrase of each thing are, as sets of words: 1 for the same; without 0."""
    common = Counter(place for word in said for place in index.places.get(word, ()))
    scores: dict[str, float] = {}
    for place, shared in common.items():
        value, score = index.values[place], shared**2 / (len(said) * index.lengths[place])
        scores[value] = max(scores.get(value, 0.0), score)
    return scores
