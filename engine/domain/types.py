"""The types a value in a dialogue can have, and the plain JSON form each is stored in.

Stored forms (what lies in a session, a connector reply, a database row):

=============  ====================================================
text           ``str``, NFC
word           ``str``, one of our own identifiers (`spdcl`, `rural`)
number         ``int``
money          ``int``, whole paise
date           ``"YYYY-MM-DD"``
time           ``"HH:MM"``, 24 hours
moment         ``"YYYY-MM-DDTHH:MM:SSZ"``, UTC
duration       ``str`` as written: ``"7 working days"``
label          ``{language: words}``, our own words
yes_no         ``bool``
choice         ``str``, the option's key
choices        ``[str, …]``, options' keys in the order they were written
secret         ``str``, digits; never shown
document       ``{"media": id, "mime": str, "name": str, "bytes": int}``
location       ``{"latitude": float, "longitude": float, "name": str}``
record         ``{field: stored value}``
list           ``[stored record, …]``
=============  ====================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """Words; `longest` bounds its length in code points."""

    longest: int = 300


@dataclass(frozen=True, slots=True)
class Word:
    """One of our own identifiers, never shown to a citizen."""

    longest: int = 60


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number, for counting and comparing."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of rupees, in whole paise."""


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the civil calendar."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day in Asia/Kolkata."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as people say it: `15 minutes`, `7 working days`."""


@dataclass(frozen=True, slots=True)
class Label:
    """Our own fixed words in every language, shown in the citizen's."""

    longest: int = 72


@dataclass(frozen=True, slots=True)
class YesNo:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few named options; the labels are what a citizen sees, by option, then by language."""

    options: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class Choices:
    """Several of a few named options, at most `most`; labels as with one."""

    options: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False, hash=False)
    most: int = 9


@dataclass(frozen=True, slots=True)
class Secret:
    """A code that proves something for a few minutes; shown as dots, compared by nobody but the system that sent it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A photo or a file the citizen sent, or one a department sends."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place on the map."""


@dataclass(frozen=True, slots=True)
class Record:
    """Named values that travel together; `optional` fields may be unset."""

    fields: Mapping[str, Type] = field(hash=False)
    optional: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ListOf:
    """Several records of one shape. whole: a longer list is refused, not cut: none of it may be missing."""

    item: Record
    most: int = 50
    whole: bool = False


Type = (
    Text | Word | Label | Number | Money | Date | Time | Moment | Duration | YesNo | Choice | Choices | Secret
    | Document | Location | Record | ListOf
)  # fmt: skip


def name_of(kind: Type) -> str:
    """Return the word officers use for this type: `money`, `date`, `list`."""
    names: dict[type, str] = {YesNo: "yes_no", ListOf: "list"}
    return names.get(type(kind), type(kind).__name__.lower())
