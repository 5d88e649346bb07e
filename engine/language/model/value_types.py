"""The types of values that travel between files: `needs` and `gives` of connectors, fragments and families, columns of lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from engine.domain import types
from engine.domain.types import Type
from engine.language.findings import Finding, error
from engine.language.model.names import Name, entries_of
from engine.language.nearest import suggest
from engine.language.nodes import Mapping as MappingNode
from engine.language.nodes import Scalar
from engine.language.source import Span, within

AMOUNTS = types.Record({"amounts": types.Money()})
"""A dated table of amounts: only families have it, and only `fees` read it."""

_PARTS = re.compile(r"([a-z_]+)(?:\s*\(([^()]*)\))?", re.DOTALL)
_ROWS = re.compile(r"(record|list|list\s*\([1-9][0-9]?\))\s*\{(.*)\}", re.DOTALL)
_OPTION = re.compile(r"[a-z][a-z0-9_]*")

_PLAIN: Mapping[str, Callable[[], Type]] = {
    "number": types.Number,
    "money": types.Money,
    "date": types.Date,
    "time": types.Time,
    "moment": types.Moment,
    "duration": types.Duration,
    "yes_no": types.YesNo,
    "document": types.Document,
    "photo": types.Document,
    "voice": types.Document,
    "otp": types.Secret,
    "location": types.Location,
    "amounts": lambda: AMOUNTS,
}
_WORDY: Mapping[str, Callable[[int], Type]] = {
    "text": types.Text,
    "digits": types.Text,
    "words": types.Label,
    "label": types.Label,
    "name": types.Text,
    "phone": types.Text,
    "email": types.Text,
    "pincode": types.Text,
    "pan": types.Text,
    "vehicle": types.Text,
    "ration_card": types.Text,
    "application": types.Text,
    "reference": types.Text,
}
_LONGEST: Mapping[str, int] = {
    "text": 300,
    "digits": 30,
    "words": 300,
    "label": 72,
    "name": 80,
    "phone": 16,
    "email": 254,
    "pincode": 6,
    "pan": 10,
    "vehicle": 11,
    "ration_card": 16,
    "application": 17,
    "reference": 40,
}
KNOWN = ("word", "several", "list", "record", *_PLAIN, *_WORDY)


def read_types(node: MappingNode | None, path: str, findings: list[Finding]) -> dict[str, Type]:
    """Return the declared types by name; what cannot be read is left out with a finding."""
    found: dict[str, Type] = {}
    for name, value in entries_of(node) if node is not None else ():
        kind = (
            read_type(value.text, value.span, path, findings) if isinstance(value, Scalar) else None
        )
        if kind is not None:
            found[name.text] = kind
    return found


def read_type(text: str, span: Span, path: str, findings: list[Finding]) -> Type | None:
    """Return the type written at this place, or nothing with a finding."""
    rows = _ROWS.fullmatch(text.strip())
    if rows:
        fields = _fields(rows[2], text, span, path, findings)
        return None if fields is None else _rows(rows[1], types.Record(fields))
    match = _PARTS.fullmatch(text.strip())
    if match is None:
        findings.append(
            error(
                path,
                span,
                "EXPR-441",
                f'"{text}" cannot be read as a type',
                "",
                "Write a type, as in: text(80)",
            )
        )
        return None
    kind = _single(match[1], (match[2] or "").strip())
    if kind is None:
        place = within(span, text, match.start(1), match.end(1))
        findings.append(
            error(
                path,
                place,
                "EXPR-442",
                f'There is no type called "{match[1]}"',
                "",
                suggest(match[1], KNOWN),
            )
        )
    return kind


def _rows(written: str, item: types.Record) -> Type:
    """Return one record, a list, or a list that is never longer than it says."""
    if written == "record":
        return item
    most = written.removeprefix("list").strip(" ()")
    return types.ListOf(item, int(most), whole=True) if most else types.ListOf(item)


def _single(word: str, inside: str) -> Type | None:
    if word in ("word", "several"):
        options = tuple(part.strip() for part in inside.split("|")) if inside else ()
        named = bool(options) and all(map(_OPTION.fullmatch, options))
        if word == "several":
            return types.Choices(options, most=len(options)) if named else None
        return types.Choice(options) if named else types.Word()
    if word in _WORDY:
        last = inside.rpartition("..")[2].strip()
        return _WORDY[word](int(last) if last.isdecimal() else _LONGEST[word])
    plain = _PLAIN.get(word)
    return plain() if plain else None


def _fields(
    inside: str, text: str, span: Span, path: str, findings: list[Finding]
) -> dict[str, Type] | None:
    fields: dict[str, Type] = {}
    for part in _split(inside):
        name, colon, written = part.partition(":")
        if not colon or not _OPTION.fullmatch(name.strip()):
            findings.append(
                error(
                    path,
                    span,
                    "EXPR-441",
                    f'"{part.strip()}" cannot be read as a field with its type',
                    "",
                    "Write a name, a colon and a type, as in: price: money",
                )
            )
            return None
        start = max(0, text.find(written))
        kind = read_type(
            written.strip(), within(span, text, start, start + len(written)), path, findings
        )
        if kind is None:
            return None
        fields[name.strip()] = kind
    return fields


def _split(inside: str) -> list[str]:
    """Split at the commas that stand outside all brackets."""
    parts, deep, start = [], 0, 0
    for place, letter in enumerate(inside):
        if letter in "({":
            deep += 1
        elif letter in ")}":
            deep -= 1
        elif letter == "," and deep == 0:
            parts.append(inside[start:place])
            start = place + 1
    return [part for part in [*parts, inside[start:]] if part.strip()]


def flatten(name: str, kind: Type) -> dict[str, Type]:
    """Return the name and, of a record, every field with its dots."""
    found = {name: kind}
    if isinstance(kind, types.Record):
        for field, inner in kind.fields.items():
            found |= flatten(f"{name}.{field}", inner)
    return found


def named(words: Mapping[str, Type], name: Name) -> Type | None:
    """Return the type of a name that may have dots."""
    root, _, rest = name.text.partition(".")
    kind = words.get(root)
    for part in rest.split(".") if rest else ():
        kind = kind.fields.get(part) if isinstance(kind, types.Record) else None
    return kind
