"""Texts with `{{ name }}` in them: read once, filled with values for each citizen, never executed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from engine.domain.rendering import longest_rendering, render_value
from engine.domain.types import ListOf, Record, Type
from engine.language.expressions.env import Unset
from engine.language.expressions.kinds import describe
from engine.language.expressions.scope import Scope, names_in, resolve
from engine.language.findings import Finding, error
from engine.language.nearest import Fix, in_header, nearest, suggest
from engine.language.source import Span, within

_BRACE = re.compile(r"\{\{(?P<inside>[^{}]*)\}\}|\{[%#{]?|\}\}?|[%#]\}")
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_AS_IT_IS = "The citizen would see the braces as they stand"

Fill = Callable[[Mapping[str, Any]], str]
"""Stored values by name, nested, to the finished text; raises Unset where a value is missing."""


class Placeholder(NamedTuple):
    """A dotted name between double braces; span: from the first brace to the last; written: what it is called in the file, where the
    program calls it otherwise."""

    name: str
    span: Span
    written: str = ""


class Template(NamedTuple):
    """Words and placeholders in turn. names: the placeholders, each time one stands in the text."""

    parts: tuple[str | Placeholder, ...]
    path: str
    names: tuple[Placeholder, ...] = ()


def template_of(parts: tuple[str | Placeholder, ...], path: str) -> Template:
    """Return the text made of these parts."""
    return Template(parts, path, tuple(part for part in parts if isinstance(part, Placeholder)))


def parse_text(text: str, span: Span, path: str) -> Template | Finding:
    """Return the parts of a text that stands at `span`, or the first finding that says why it cannot be filled. Never raises."""
    if "{" not in text and "}" not in text:
        return Template((text,) if text else (), path)
    parts: list[str | Placeholder] = []
    done = 0
    for match in _BRACE.finditer(text):
        inside = match.group("inside")
        place = within(span, text, match.start(), match.end())
        if inside is None:
            return _lone_brace(match, place, path)
        name = inside.strip()
        if not _NAME.fullmatch(name):
            return _not_a_name(name, place, path)
        if match.start() > done:
            parts.append(text[done : match.start()])
        parts.append(Placeholder(name, place))
        done = match.end()
    if done < len(text):
        parts.append(text[done:])
    return template_of(tuple(parts), path)


def check_text(template: Template, scope: Scope) -> list[Finding]:
    """Return a finding for each placeholder that names nothing, or something that has no form in words."""
    findings = []
    for placeholder in template.names:
        kind = resolve(scope, placeholder.name)
        if kind is None:
            findings.append(_unknown(placeholder, scope, template.path))
        elif isinstance(kind, Record | ListOf):
            findings.append(_unshowable(placeholder, kind, template.path))
    return findings


def compile_text(template: Template, scope: Scope, language: str) -> Fill:
    """Return the function that fills the text for one language; raises ValueError where `check_text` has findings.

    What a citizen wrote is put in as it is: it passes through no parser.
    """
    parts = template.parts
    if not template.names:
        return Fixed("".join(part for part in parts if isinstance(part, str)))
    pieces = tuple(_piece(part, scope, language) for part in parts)
    return lambda values: "".join(
        [piece if isinstance(piece, str) else piece(values) for piece in pieces]
    )


class Fixed:
    """A text without placeholders: always the same words, which a renderer may therefore prepare once."""

    __slots__ = ("words",)

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, _values: Mapping[str, Any]) -> str:
        return self.words


def longest(template: Template, scope: Scope, language: str) -> int:
    """Return how many characters the filled text can have at most, with the longest values its names can take."""
    size = 0
    for part in template.parts:
        if isinstance(part, str):
            size += len(part)
        else:
            size += longest_rendering(_typed(part, scope), language)
    return size


class LongestPart(NamedTuple):
    """The placeholder that can take most of a text, and how many characters that is."""

    name: str
    size: int


def longest_part(template: Template, scope: Scope, language: str) -> LongestPart | None:
    """Return the placeholder with the longest value, or nothing where there is none."""
    parts = [
        LongestPart(part.name, longest_rendering(_typed(part, scope), language))
        for part in template.names
    ]
    return max(parts, key=lambda part: part.size, default=None)


def _piece(part: str | Placeholder, scope: Scope, language: str) -> str | Fill:
    if isinstance(part, str):
        return part
    kind = _typed(part, scope)
    name = part.name
    path = tuple(name.split("."))

    def shown(values: Mapping[str, Any]) -> str:
        value: Any = values
        for step in path:
            value = value.get(step)
            if value is None:
                raise Unset(name)
        return render_value(kind, value, language)

    return shown


def _typed(placeholder: Placeholder, scope: Scope) -> Type:
    kind = resolve(scope, placeholder.name)
    if kind is None:
        raise ValueError(placeholder.name)
    return kind


def _lone_brace(match: re.Match[str], place: Span, path: str) -> Finding:
    brace = match.group()
    if "%" in brace or "#" in brace:
        message = f'"{brace}" is not used in texts: they contain names, no conditions'
        return error(
            path,
            place,
            "TEXT-502",
            message,
            "",
            "Write two steps, each with only_if, and a text of its own",
        )
    if brace == "{":
        single = re.compile(r"\{\s*([\w.]+)\s*\}").match(match.string, match.start())
        if single:
            message = f'"{single.group()}" has single braces'
            return error(path, place, "TEXT-501", message, _AS_IT_IS, _doubled(single, place))
    opening = brace.startswith("{")
    message = f'"{brace}" is not {"closed" if opening else "opened"}'
    return error(
        path, place, "TEXT-501", message, _AS_IT_IS, "Write {{ name }} with two braces on each side"
    )


def _doubled(single: re.Match[str], place: Span) -> Fix:
    """Return the fix of single braces."""
    new = f"{{{{ {single.group(1)} }}}}"
    return Fix(f"Write {new}", "", new, (place.column, place.column + len(single.group())))


_GLUED = re.compile(r"([a-z][a-z0-9_.]*[a-z0-9_])([^\x00-\x7f]+)")
"""A name and an ending in another script behind it."""


def _not_a_name(inside: str, place: Span, path: str) -> Finding:
    if not inside:
        return error(
            path,
            place,
            "TEXT-502",
            "There is no name between the braces",
            "",
            "Write the name of an answer: {{ bill.due }}",
        )
    if "|" in inside:
        fix = "Leave out everything from the bar on: each type has its own way of being shown"
        return error(path, place, "TEXT-502", f'"{inside}" is more than a name', "", fix)
    glued = _GLUED.fullmatch(inside)
    if glued:
        message = f'The ending "{glued[2]}" is glued to the name "{glued[1]}" inside the braces'
        fix = f"Write {{{{ {glued[1]} }}}} alone, and the sentence so that it needs no ending"
        return error(path, place, "TEXT-502", message, "", fix)
    fix = "Work it out in a step before with set, and put the name of that step here"
    if re.fullmatch(r"[a-z_]\w*(?: +[a-z_]\w*)+", inside, re.ASCII):
        fix = f"Write one name, with dots and no spaces: {{{{ {'.'.join(inside.split())} }}}}"
    if not inside.isascii():
        fix = "Write the name of the answer as it stands under id: in small English letters"
    return error(path, place, "TEXT-502", f'"{inside}" is not the name of an answer', "", fix)


def _unknown(placeholder: Placeholder, scope: Scope, path: str) -> Finding:
    message = f'There is nothing called "{placeholder.name}" here'
    why = "The message could not be sent"
    names = tuple(names_in(scope))
    header = "" if nearest(placeholder.name, names) else in_header(placeholder.name)
    fix = header or suggest(placeholder.name, names)
    return error(path, placeholder.span, "TEXT-503", message, why, fix)


def _unshowable(placeholder: Placeholder, kind: Type, path: str) -> Finding:
    message = f'"{placeholder.name}" is {describe(kind)}, which has no form in words'
    if isinstance(kind, Record):
        fix = suggest(placeholder.name, (f"{placeholder.name}.{field}" for field in kind.fields))
    else:
        fix = "Name a single value"
    return error(path, placeholder.span, "TEXT-504", message, "", fix)
