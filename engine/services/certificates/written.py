"""Puts stored answers into the words a certificate prints: amounts, days, places, lists of people, tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from engine.domain.money import format_money
from engine.domain.rendering import render_date, render_moment, render_time, yes_no
from engine.services.certificates.kinds import CertificateKind, Field
from engine.services.certificates.record import Value

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_LANGUAGES = ("te", "en")


def written_fields(kind: CertificateKind, stored: Mapping[str, Any]) -> dict[str, Value]:
    """Return what `CertificateRecord.fields` holds, from an issue step's stored values; unset ones are left out.

    Names the kind does not have stay, so that the record's own check names them.
    """
    fields = {field.name: field for field in kind.fields}
    return {
        name: _value(fields.get(name), value) for name, value in stored.items() if value is not None
    }


def _value(field: Field | None, stored: Any) -> Value:
    if field is not None and field.lines:
        entries = (
            stored if isinstance(stored, Sequence) and not isinstance(stored, str) else [stored]
        )
        return [_entry(field, entry) for entry in entries]
    if field is not None and field.shown_as == "money" and isinstance(stored, int):
        return format_money(stored)
    return _text(stored)


def _entry(field: Field, entry: Any) -> str | list[str]:
    """Return a line of a list; of a table a row, with a cell for each column, empty where the record has nothing."""
    if not field.columns or not isinstance(entry, Mapping):
        return _text(entry)
    cells = (entry.get(column.name) for column in field.columns)
    return ["" if cell is None else _text(cell) for cell in cells]


def _text(stored: Any) -> str:
    """Return one line: an answer's own words, a record's both languages, or its parts with commas."""
    match stored:
        case bool():
            return " / ".join(yes_no(stored, language) for language in _LANGUAGES)
        case str() if _DATE.fullmatch(stored):
            return render_date(stored)
        case str() if _TIME.fullmatch(stored):
            return " / ".join(render_time(stored, language) for language in _LANGUAGES)
        case str() if _MOMENT.fullmatch(stored):
            return render_moment(stored, "en")
        case Mapping():
            return _record(stored)
        case list() | tuple():
            return ", ".join(_text(entry) for entry in stored)
        case _:
            return str(stored)


def _record(stored: Mapping[str, Any]) -> str:
    """Return a record in words: its label in both languages, its name, or all it holds."""
    labels = [str(stored[language]) for language in _LANGUAGES if stored.get(language)]
    if labels:
        return " / ".join(dict.fromkeys(labels))
    parts = [_text(value) for name, value in stored.items() if value is not None and name != "code"]
    return ", ".join(part for part in parts if part)
