"""What to write in place of a value that has the wrong shape: what the writer meant where that is clear, an example otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.language.nearest import Fix

_INSTEAD = {
    "object": "Write keys below it, each with its value",
    "array": "Write a list in brackets: [ … ]",
    "string": "Write a text",
    "integer": "Write a whole number in digits",
    "number": "Write a number in digits",
    "boolean": "Write true or false",
    "null": "Write nothing behind the colon",
}
_NAMES = "^[a-z]"
"""How the pattern of names begins."""
_TELUGU = re.compile("[\u0c00-\u0c7f]")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
"""A day as people write it in India."""
_RUPEES = re.compile(r"^(?:rs\.?|inr|₹) *|/-$", re.IGNORECASE)
"""What stands around an amount on paper."""
_PLAIN = re.compile(r"[^:{}\[\],#&*!|>'\"%@`]+")


def of_another_kind(found: Any, wanted: list[str], schema: Mapping[str, Any], key: str) -> str:
    """Return the fix for a value of another kind than is wanted. key: what it stands behind, empty for an entry of a list."""
    return _meant(found, wanted, schema, key) or example(schema, key) or _INSTEAD.get(wanted[0], "")


def _meant(found: Any, wanted: list[str], schema: Mapping[str, Any], key: str) -> str:
    """Return the fix where only the writing of a value is wrong, so that the writer's own words can stay."""
    a_number = {"integer", "number"} & set(wanted) and "string" not in wanted
    if a_number and isinstance(found, str) and found.isdecimal() and len(found) < 16:
        return Fix(f"Write it as: {int(found)}", "", str(int(found)))
    if isinstance(found, int) and not isinstance(found, bool) and wanted == ["string"]:
        return _quoted_number(str(found), schema)
    if "array" in wanted and (wanted == ["array"] or isinstance(found, str)):
        return _in_brackets(found, schema)
    if wanted == ["object"]:
        return _by_key(found, schema, key)
    return ""


def _quoted_number(found: str, schema: Mapping[str, Any]) -> str:
    pattern = schema.get("pattern")
    if pattern and not re.search(pattern, found):
        return ""
    return Fix(f'Put it in quotes: "{found}"', "", f'"{found}"')


def _in_brackets(found: Any, schema: Mapping[str, Any]) -> str:
    """Return that a single entry stands in brackets too, unless the entries of this list are something else."""
    shown = next(iter(schema.get("examples", ())), [found])
    entry = shown[0] if isinstance(shown, list) and shown else found
    if isinstance(found, Mapping) and isinstance(entry, Mapping) and set(found) == set(entry):
        return "Put square brackets round it, as round every list: [{ … }]"
    if isinstance(found, str) and isinstance(entry, str):
        name = re.fullmatch(r"[a-z][a-z0-9_.]*", found)
        written = f"[{found}]" if name else f"[{json.dumps(found, ensure_ascii=False)}]"
        return Fix(f"Put it in brackets: {written}", "", written)
    return ""


def _by_key(found: Any, schema: Mapping[str, Any], key: str) -> str:
    """Return how a text is written in each language, and entries under keys of their own in place of a list."""
    shown = next(iter(schema.get("examples", ())), None)
    if isinstance(found, str) and isinstance(shown, Mapping) and "te" in shown:
        words = json.dumps(found, ensure_ascii=False)
        te, en = (words, '"…"') if _TELUGU.search(found) else ('"…"', words)
        return f"Write it in each language: {key or 'text'}: {{te: {te}, en: {en}}}"
    single = isinstance(found, list) and all(
        isinstance(each, Mapping) and len(each) == 1 for each in found
    )
    return 'Leave out the "- " before each entry: its name is a key of its own' if single else ""


def in_another_form(found: Any, pattern: str, schema: Mapping[str, Any], key: str) -> str:
    """Return the fix for a text that does not have the form of a pattern: put right where it is clear, an example otherwise."""
    plain = _in_our_digits(str(found))
    names = [plain]
    if pattern.startswith(_NAMES):
        names.append(re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_"))
    else:
        names.append(_RUPEES.sub("", plain))
    for name in names:
        if name != found and name.isascii() and re.search(pattern, name):
            return Fix(f"Write it as: {key}: {name}" if key else f"Write it as: {name}", "", name)
    if day := _DAY_FIRST.fullmatch(plain):
        return _year_first(key, int(day[3]), int(day[2]), int(day[1]))
    if shown := example(schema, key):
        return shown
    if pattern.startswith(_NAMES):
        return "Write it in small letters, digits and underscores, as in: ration_card"
    return "Write it in the form that docs/language.md shows"


def _year_first(key: str, year: int, month: int, day: int) -> str:
    """Return how a day is written here, or that the calendar does not have it."""
    try:
        return f"Write the year first: {key}: {date(year, month, day)}"
    except ValueError:
        return f"Write a day that the calendar has, the year first, as in: {key}: 2026-02-28"


def _in_our_digits(text: str) -> str:
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def example(schema: Mapping[str, Any], key: str) -> str:
    """Return a fix that shows the schema's first example, or nothing where it has none."""
    return "Write it as in: " + written(key, schema) if "examples" in schema else ""


def written(key: str, schema: Any) -> str:
    """Return a key with the example of its schema, as one would write it."""
    examples = schema.get("examples") if isinstance(schema, Mapping) else None
    if not examples:
        return f'"{key}: …"' if key else "…"
    return f"{key}: {_yaml(examples[0])}" if key else _yaml(examples[0])


def _yaml(value: Any) -> str:
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and not value.isdecimal()
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        entries = (f"{key}: {_entry(key, each, value)}" for key, each in value.items())
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    return json.dumps(value)


def _entry(key: str, value: Any, among: Mapping[str, Any]) -> str:
    """Return a value inside braces; what a citizen reads stands in quotes."""
    words = isinstance(value, str) and ("te" in among or key == "title")
    return json.dumps(value, ensure_ascii=False) if words else _yaml(value)
