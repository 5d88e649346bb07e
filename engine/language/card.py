"""What must be known of a service before anybody opens it: enough for the menu, the finder and for making its program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from engine.domain.comparing import fold

if TYPE_CHECKING:
    from engine.language.compiled import Label
    from engine.language.program import Program


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A program in brief; the names mean what they mean there. All of it is plain data, so that it can be kept as JSON.

    words: the phrases that find it (titles and what people type for it), folded.
    """

    service: str
    department: str
    digest: str
    state: str
    title: Label
    short: Label
    note: Label
    words: tuple[str, ...]
    life_events: tuple[str, ...]
    group: str
    systems: tuple[str, ...]
    former_ids: tuple[str, ...]
    sources: tuple[str, ...]

    @classmethod
    def of(cls, program: Program) -> Self:
        """Return the card of a program."""
        return cls(
            service=program.service,
            department=program.department,
            digest=program.digest,
            state=program.state,
            title=program.title,
            short=program.short,
            note=program.note,
            words=phrases(program.title, program.short, program.find),
            life_events=program.life_events,
            group=program.group,
            systems=program.systems,
            former_ids=program.former_ids,
            sources=program.sources,
        )

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return the card whose JSON form this is. Raises TypeError, KeyError, AttributeError for anything else."""
        lists = ("words", "systems", "life_events", "former_ids", "sources")
        return cls(**{**kept, **{name: tuple(kept[name]) for name in lists}})


def phrases(title: Label, short: Label, find: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return what finds something by words, folded and each once."""
    said = [*title.values(), *short.values(), *(word for words in find.values() for word in words)]
    return tuple(dict.fromkeys(filter(None, map(fold, said))))
