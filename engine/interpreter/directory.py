"""What a conversation may open: the services in force, how they are grouped, and the programs running cases are pinned to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.domain.answers.choice import fold
from engine.language.compiled import Label
from engine.language.program import Program

NEAR = 0.6
"""What is offered must be at least so near to the best find."""


@dataclass(frozen=True, slots=True)
class Section:
    """One department as the menu shows it. services: ids in menu order."""

    id: str
    title: Label
    short: Label
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """current: the program in force by service id (former ids too); pinned: any program by digest, raises KeyError for an unknown one."""

    state: Label
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    current: Mapping[str, Program]
    pinned: Callable[[str], Program]
    words: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    def program(self, digest: str, service: str) -> Program:
        """Return the program a session is pinned to."""
        program = self.current.get(service)
        return program if program is not None and program.digest == digest else self.pinned(digest)


def index(programs: Mapping[str, Program]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return for each service the phrases that find it, folded and split into words."""
    found = {}
    for service, program in programs.items():
        phrases = [
            *program.title.values(),
            *program.short.values(),
            *(word for words in program.find.values() for word in words),
        ]
        found[service] = tuple({tuple(fold(phrase).split()) for phrase in phrases if phrase})
    return found


def find(directory: Directory, text: str) -> list[str]:
    """Return services these words may mean, best first; a service that bears exactly these words is meant alone.

    This is the seam for a better finder: text in, service ids out.
    """
    said = fold(text).split()
    scores: dict[str, float] = {}
    for service, phrases in directory.words.items():
        score = max((_score(said, phrase) for phrase in phrases), default=0.0)
        if score:
            scores[service] = score
    least = max(scores.values(), default=0.0) * NEAR
    near = [service for service, score in scores.items() if score >= least]
    return sorted(near, key=lambda service: (-scores[service], service))


def _score(said: list[str], phrase: tuple[str, ...]) -> float:
    """Return how alike they are as sets of words: 1 for the same words, 0 for none in common."""
    ours, theirs = set(said), set(phrase)
    return len(ours & theirs) ** 2 / (len(ours) * len(theirs)) if ours and theirs else 0.0
