"""A failed JSON Schema, said as a person would: what stands here, what is wanted, and how it is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.language.nearest import Fix, suggest
from engine.language.shape_fixes import example, in_another_form, of_another_kind, written

_TYPES = {
    "object": "a group of keys with values",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}
_QUOTED = 40
FORBIDDEN = "false"
"""The rule of a key that may not stand beside the others of its part."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One rule of a schema that a value does not follow.

    rule: the schema's keyword; limit: its value; schema: what it stands in; found: the value; steps: keys and positions from the
    top of the file; in_key: it is about a key, not about what stands after it; missing: the key a `required` misses; extra: keys that
    are unknown; conditional: the rule only holds beside something else.
    """

    rule: str
    limit: Any
    schema: Mapping[str, Any]
    found: Any
    steps: tuple[str | int, ...]
    in_key: bool = False
    missing: str = ""
    extra: tuple[str, ...] = ()
    conditional: bool = False

    @property
    def lacking(self) -> tuple[str, ...]:
        """Return the keys that are not there and should be, by themselves or beside others."""
        if self.rule != "dependentRequired":
            return (self.missing,) if self.missing else ()
        beside = (names for key, names in self.limit.items() if key in self.found)
        return tuple(name for names in beside for name in names if name not in self.found)


Sentence = tuple[str, str, str]
"""Code, message, fix."""


def sentence(failure: Failure) -> Sentence:
    """Return what to tell the writer; the schema's own `x-hint` is the better fix, but where a fix can be carried out."""
    code, message, fix = _SENTENCES.get(failure.rule, _other)(failure)
    better = fix if isinstance(fix, Fix) else failure.schema.get("x-hint", fix)
    return code, message[:1].upper() + message[1:], better


def _required(failure: Failure) -> Sentence:
    key = failure.missing
    schema = failure.schema.get("properties", {}).get(key, {})
    what = f" ({schema['title']})" if isinstance(schema, Mapping) and "title" in schema else ""
    hint = schema.get("x-hint") if isinstance(schema, Mapping) else None
    message = f'"{key}"{what} is missing in {owner(failure)}'
    return "SHAPE-202", message, hint or "Add " + written(key, schema)


def _type(failure: Failure) -> Sentence:
    wanted = failure.limit
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    words = " or ".join(_TYPES.get(name, name) for name in names)
    if failure.found is None:
        return (
            "SHAPE-203",
            f"{_subject(failure)} has no value; {words} is expected",
            _example(failure),
        )
    message = f"{_subject(failure)} should be {words}, and this is {_shown(failure.found)}"
    fix = of_another_kind(failure.found, names, failure.schema, _key(failure))
    return "SHAPE-203", message, fix


def _pattern(failure: Failure) -> Sentence:
    rule = failure.schema.get("description") or failure.schema.get("title")
    message = f"{_shown(failure.found)} cannot be {_subject(failure)}"
    return (
        "SHAPE-204",
        f"{message}: {rule}" if rule else message,
        in_another_form(failure.found, str(failure.limit), failure.schema, _key(failure)),
    )


def _enum(failure: Failure) -> Sentence:
    value = failure.limit
    known = [str(each) for each in (value if failure.rule == "enum" else [value])]
    message = f"{_shown(failure.found)} cannot be {_subject(failure)}"
    return "SHAPE-205", message, suggest(str(failure.found), known)


def _length(failure: Failure) -> Sentence:
    found, limit = len(failure.found), failure.limit
    subject = _subject(failure)
    if failure.rule == "maxLength":
        message = f"{subject} has {found} characters; at most {limit} are allowed"
        return "SHAPE-206", message, "Say it in fewer words"
    if found == 0:
        return "SHAPE-206", f"{subject} is empty", _example(failure)
    message = f"{subject} has {found} characters; at least {limit} are needed"
    return "SHAPE-206", message, _example(failure)


def _range(failure: Failure) -> Sentence:
    limit = failure.limit
    words = {
        "minimum": f"at least {limit}",
        "maximum": f"at most {limit}",
        "exclusiveMinimum": f"more than {limit}",
        "exclusiveMaximum": f"less than {limit}",
        "multipleOf": f"a multiple of {limit}",
    }[failure.rule]
    message = f"{_subject(failure)} is {failure.found}; it must be {words}"
    return "SHAPE-207", message, f"Write a number that is {words}"


def _amount(failure: Failure) -> Sentence:
    found, limit = len(failure.found), failure.limit
    if found == 0:
        fix = _example(failure) or "Write at least one entry, or leave the key out"
        return "SHAPE-208", f"{_subject(failure)} is empty", fix
    most = failure.rule.startswith("max")
    entries = "1 entry" if found == 1 else f"{found} entries"
    message = f"{_subject(failure)} has {entries}; at {'most' if most else 'least'} {limit} are {'allowed' if most else 'needed'}"
    fix = "Leave out the least important ones" if most else _example(failure)
    return "SHAPE-208", message, fix or f"Write at least {limit} entries"


def _unique(failure: Failure) -> Sentence:
    entries = failure.found
    twice = next((each for at, each in enumerate(entries) if each in entries[:at]), None)
    return (
        "SHAPE-209",
        f"{_shown(twice)} stands twice in {_subject(failure)}",
        "Keep one of the two",
    )


def _together(failure: Failure) -> Sentence:
    for key, needed in failure.limit.items():
        lacking = [name for name in needed if key in failure.found and name not in failure.found]
        if lacking:
            known = failure.schema.get("properties", {})
            message = f'Where "{key}" stands, "{lacking[0]}" must stand too'
            return "SHAPE-210", message, "Add " + written(lacking[0], known.get(lacking[0], {}))
    return _other(failure)


def _forbidden(failure: Failure) -> Sentence:
    key = failure.steps[-1] if failure.steps else ""
    return "SHAPE-211", f'"{key}" does not fit beside the other keys here', f'Delete "{key}"'


def _other(failure: Failure) -> Sentence:
    rule = failure.schema.get("description") or failure.schema.get("title")
    message = f"{_shown(failure.found)} cannot be {_subject(failure)}"
    fix = _example(failure) or "Write it in one of the forms that docs/language.md shows"
    return "SHAPE-211", f"{message}: {rule}" if rule else message, fix


_SENTENCES: Mapping[str, Callable[[Failure], Sentence]] = {
    "required": _required,
    "type": _type,
    "pattern": _pattern,
    "format": _pattern,
    "enum": _enum,
    "const": _enum,
    "minLength": _length,
    "maxLength": _length,
    "minimum": _range,
    "maximum": _range,
    "exclusiveMinimum": _range,
    "exclusiveMaximum": _range,
    "multipleOf": _range,
    "minItems": _amount,
    "maxItems": _amount,
    "minProperties": _amount,
    "maxProperties": _amount,
    "uniqueItems": _unique,
    "dependentRequired": _together,
    FORBIDDEN: _forbidden,
}


def _subject(failure: Failure) -> str:
    """Return what the value is, as the writer knows it: its key, or which entry of which list."""
    if failure.in_key:
        return "a key here"
    steps = failure.steps
    if not steps:
        return "this part"
    if isinstance(steps[-1], str):
        return f'"{steps[-1]}"'
    owner = next((step for step in reversed(steps) if isinstance(step, str)), None)
    return f'entry {steps[-1] + 1} of "{owner}"' if owner else f"entry {steps[-1] + 1}"


def owner(failure: Failure) -> str:
    """Return what a key belongs to: the key above it, or the title of the schema for a whole file or a list's entry."""
    title = failure.schema.get("title", "")
    if failure.steps and isinstance(failure.steps[-1], str):
        return _subject(failure)
    verb, is_step, _ = title.partition(": ")
    return f'this "{verb}" step' if is_step else f'"{title}"' if title else _subject(failure)


def _shown(value: Any) -> str:
    """Return a value as a reader would name it."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a group of keys"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        value = value.replace("\n", " ")
        return f'"{value[:_QUOTED]}…"' if len(value) > _QUOTED else f'"{value}"'
    return json.dumps(value)


def _key(failure: Failure) -> str:
    """Return the key the value stands behind; none for the entry of a list and for what is wrong with a key itself."""
    last = failure.steps[-1] if failure.steps and not failure.in_key else ""
    return last if isinstance(last, str) else ""


def _example(failure: Failure) -> str:
    """Return a fix that shows the schema's first example."""
    return example(failure.schema, _key(failure))
