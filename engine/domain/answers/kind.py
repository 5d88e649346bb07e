"""What every kind of answer promises: to read what a citizen sent, and to say kindly what was missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, Protocol

from engine.domain.message import LocationIn, MediaIn
from engine.domain.types import Type

Stored = str | int | bool | Mapping[str, str | int | float]
"""A value as it lies in a session; the forms are listed in `engine.domain.types`."""

Parameters = Literal["none", "range", "range_or_exact", "list"]
"""What may stand in a kind's brackets: nothing, `a..b`, also a single number, or words between commas."""


class Given(NamedTuple):
    """What the citizen sent in reply: typed words, a photo or file, or a place; the rest is None."""

    text: str | None = None
    media: MediaIn | None = None
    location: LocationIn | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an answer must lie between, both ends included, in stored form; for words, how many characters.

    options: the words in the brackets of a kind that takes a list, and `past` or `future` for a date; pattern: what a reference
    looks like, in RE2's syntax, with an example of it.
    """

    least: str | int | None = None
    most: str | int | None = None
    options: tuple[str, ...] = ()
    pattern: str = ""
    example: str = ""


NO_BOUNDS = Bounds()


class Reading(NamedTuple):
    """A value, or the problem that kept us from one.

    problem: a short code (`empty`, `not_a_date`, `too_small`), "" when there is a value; asks_back: the two
    values it can be, stored, where a question can settle that; echo: the value should be shown to the citizen as we understood it.
    """

    value: Stored | None = None
    problem: str = ""
    asks_back: tuple[str, ...] = ()
    echo: bool = False


EMPTY = Reading(problem="empty")
WRONG_MEDIA = Reading(problem="wrong_media")
MASKED = Reading(problem="masked")
"""What was typed may be an Aadhaar number, which was masked before anything read it."""


class AnswerKind(Protocol):
    """One `type:` of an answer. A kind keeps nothing between calls.

    name: the word before the brackets; parameters: what may stand in them; problems: every code `read` can return.
    """

    @property
    def name(self) -> str: ...

    @property
    def parameters(self) -> Parameters: ...

    @property
    def problems(self) -> tuple[str, ...]: ...

    def value_type(self) -> Type:
        """Return the type of the value in expressions and texts."""

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the value in what the citizen sent, or the problem; never raises."""

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a polite hint with an example; `attempt` counts from 1 and later hints help more."""


def typed(given: Given) -> Reading | None:
    """Return why there is no text to read, or None when there is some."""
    if given.text is not None:
        return None if given.text else EMPTY
    return EMPTY if given.media is None and given.location is None else WRONG_MEDIA
