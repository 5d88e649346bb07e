"""How much of its page a certificate takes with the longest values its kind allows, before one is ever issued.

Reckoned for the standard page at its smallest (`templates/certificates/_shared`), on which everything is set that does not fit a page
of its own. A value is taken to be in Latin capitals, which are the widest letters: the same number of any others is narrower.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil
from typing import Final

from engine.language.model.certificate import CertificateKind, Field

PAGE_MM: Final = 267.5 / 0.75
"""From margin to margin, the page being drawn at three quarters of its size, so that more goes onto it."""
_WIDE_MM: Final = 172 / 0.75
_ALWAYS_MM: Final = 146.0
"""Emblem, authority, title, number; the largest code and how to check it; the sample's ribbon."""
_PHOTOGRAPH_MM: Final = 73.0
_BESIDE_MM: Final = 53.0
"""Room that a photograph takes from the lines of the statement beside it."""
_LABEL_MM, _VALUE_MM, _INSET_MM = 63.0, 156.0, 5.0
_LINE: Final = 1.36
"""From one line to the next, in heights of the letters."""
_POINT_MM: Final = 0.353
_TELUGU, _ENGLISH, _ANY = 0.75, 0.6, 0.95
"""Width of a letter for its height, spaces included: of known words, and of names in the widest letters."""
_BROKEN: Final = 0.96
"""So much of a line is filled, since words are not broken."""


_PROVED_MM: Final = {"hall_ticket": 441.0}
"""Kinds whose own page holds more than the standard one: as much as is drawn in `tests/services/certificates/test_page.py`."""


def page_mm(kind: CertificateKind) -> float:
    """Return how high the page would have to be."""
    words = sum(_sentences_mm(kind))
    return _ALWAYS_MM + words + sum(field_mm(field) for field in kind.fields)


def room_mm(kind: CertificateKind) -> float:
    """Return how high it may be."""
    return _PROVED_MM.get(kind.name, PAGE_MM)


def _sentences_mm(kind: CertificateKind) -> Iterator[float]:
    beside = _BESIDE_MM if kind.photograph else 0.0
    statement = _both(kind.statement, 11, 10, _WIDE_MM - beside)
    yield max(statement, _PHOTOGRAPH_MM) if kind.photograph else statement
    yield _both(kind.notice, 8.5, 8, _WIDE_MM)


def _both(words: Mapping[str, str], telugu: float, english: float, wide: float) -> float:
    """Return how high a sentence is in both languages, each in letters of so many points."""
    te = _lines(len(words.get("te", "")), telugu * _TELUGU, wide) * telugu
    en = _lines(len(words.get("en", "")), english * _ENGLISH, wide) * english
    return (te + en) * _LINE * _POINT_MM


def field_mm(field: Field) -> float:
    """Return how much of that one field takes."""
    if field.shown_as == "photograph":
        return 0.0
    label = _width(field.label)
    if field.columns:
        return _table_mm(field, label)
    size = 9 if field.lines else 10
    value = max(field.lines, 1) * _lines(field.most, size * _ANY, _VALUE_MM) * size
    said = _lines(1, 9 * label, _LABEL_MM) * 9
    return max(value, said) * _LINE * _POINT_MM + (2.0 if field.lines else 0.0)


def _table_mm(field: Field, label: float) -> float:
    """Return how high a table is: its name, the names of its columns, and the longest rows."""
    shares = sum(column.share for column in field.columns)
    named, said = 1, 1
    for column in field.columns:
        wide = max(1.0, _WIDE_MM * column.share / shares - _INSET_MM)
        named = max(named, _lines(1, 9 * _width(column.label), wide))
        said = max(said, _lines(column.most, 9.5 * _ANY, wide))
    letters = _lines(1, 9 * label, _WIDE_MM) * 9 + named * 9 + field.lines * said * 9.5
    return letters * _LINE * _POINT_MM + 9.0


def _width(words: Mapping[str, str]) -> float:
    """Return how wide a label is in both languages side by side, for the height of its letters."""
    return len(words.get("te", "")) * _TELUGU + len(words.get("en", "")) * _ENGLISH + 2


def _lines(letters: int, points: float, wide: float) -> int:
    """Return how many lines so many letters fill, each so many points wide."""
    return max(1, ceil(letters * points * _POINT_MM / (wide * _BROKEN)))
