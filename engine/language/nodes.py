"""YAML as officers may write it, read into a tree in which every word knows its place.

The subset: mappings, lists and text. Unquoted `null`, `true`, `false` and plain whole numbers are what they look like; everything else,
dates, times, `yes`, `on`, numbers that begin with a zero, is text. Anchors, aliases, tags, merge keys, repeated keys, tabs, several
documents in one file and invisible characters are refused, each with one finding at its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import replace
from typing import Any, NamedTuple, NoReturn, TypeAlias

from yaml import YAMLError, _yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from engine.language.characters import read_text
from engine.language.findings import Edit, Finding, error
from engine.language.quoting import TO_END, TO_NEXT_KEY, in_quotes
from engine.language.source import START, Span
from engine.language.yaml_remarks import REMARKS
from engine.language.yaml_trouble import explain

DEEPEST = 30
"""How many lists and mappings may lie inside each other."""

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})").fullmatch
_WORDS: dict[str, bool | None] = {"": None, "null": None, "true": True, "false": False}
_make = tuple.__new__
_CURLED = re.compile("[“”‘„«]")
_GLUED_HASH = re.compile(r" #\w")
_LETTERS = re.compile(r"[^\W\d]").match


class Scalar(NamedTuple):
    """A single value. `text` is what stands in the file without quotes; `value` what it means."""

    value: str | int | bool | None
    text: str
    quoted: bool
    span: Span


class Mapping(NamedTuple):
    """Keys with values, in the order of the file. Keys are always text."""

    entries: tuple[tuple[Scalar, Node], ...]
    by_name: MappingOf[str, Node]
    span: Span

    def get(self, name: str) -> Node | None:
        """Return the value under this key, or nothing."""
        return self.by_name.get(name)

    def key(self, name: str) -> Scalar | None:
        """Return the key itself, for its place."""
        return next((key for key, _ in self.entries if key.text == name), None)


class Sequence(NamedTuple):
    """A list of values."""

    items: tuple[Node, ...]
    span: Span


Node: TypeAlias = Scalar | Mapping | Sequence
Plain: TypeAlias = Any
"""What JSON can hold: dict, list, str, int, bool, None."""


class Parsed(NamedTuple):
    """The tree of a file, or nothing where it cannot be trusted; and what was found on the way."""

    node: Node | None
    findings: tuple[Finding, ...]


def mapping_of(entries: tuple[tuple[Scalar, Node], ...], span: Span) -> Mapping:
    """Return the mapping with these entries; of a repeated key the first stands."""
    index: dict[str, Node] = {}
    for key, value in entries:
        index.setdefault(key.text, value)
    return Mapping(entries, index, span)


def to_plain(node: Node) -> Plain:
    """Return the plain values of the tree: dict, list, str, int, bool, None."""
    if node.__class__ is Mapping:
        return {
            name: each.value if each.__class__ is Scalar else to_plain(each)
            for name, each in node.by_name.items()
        }
    if node.__class__ is Sequence:
        return [each.value if each.__class__ is Scalar else to_plain(each) for each in node.items]
    return node.value  # type: ignore[union-attr]


def parse(source: bytes, path: str) -> Parsed:
    """Return the tree of a file's bytes. Whatever the bytes, this answers with findings and never raises."""
    text, finding = read_text(source, path)
    if finding is not None:
        return Parsed(None, (finding,))
    reader = _Reader(path, text)
    try:
        node = reader.read()
    except YAMLError as problem:
        found = explain(problem, text, path, reader.last)
        earlier = (each for each in reader.findings if each.span < found.span)
        return Parsed(None, (*earlier, found))
    except _Refused:
        node = None
    return Parsed(node, tuple(reader.findings))


Parse = Callable[[bytes, str], Parsed]
"""What reads a file's bytes: `parse`, or something that remembers what it read."""


class _Refused(Exception):
    """Reading stops: the finding that says why is already noted."""


class _Reader:
    """One pass over the parser's events. last: the scalar event read most recently, which helps to explain trouble."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.findings: list[Finding] = []
        self.last: Any = None
        self._lines: list[str] | None = None
        self._next = _yaml.CParser(text).get_event

    def read(self) -> Node | None:
        take = self._next
        take()
        start = take()
        if start.__class__ is not DocumentStartEvent:
            self._note(START, "empty")
            return None
        if start.version or start.tags:
            self._refuse(_span(start), "directive")
        node = self._node(take(), 1)
        take()
        more = take()
        if more.__class__ is DocumentStartEvent:
            self._refuse(_span(more), "second document")
        if _GLUED_HASH.search(self.text):
            self._find_lost_words(node)
        if _CURLED.search(self.text):
            self._find_curled(node)
        return node

    def _find_lost_words(self, node: Node) -> None:
        """Note each text without quotes that ends at a "#" with a word glued to it, which was hardly meant as a comment."""
        for scalar in _scalars(node):
            if not scalar.quoted:
                lost = self._line(scalar.span.end_line)[scalar.span.end_column - 1 :].strip()
                if lost[:1] == "#" and lost[1:2].isalnum():
                    self._note(scalar.span, "hash", lost=lost, words=scalar.text)
                    self._quote(scalar.span, TO_END)

    def _find_curled(self, node: Node) -> None:
        """Note each text that begins with a curled quote, as word processors write it: it is no quote here."""
        for scalar in _scalars(node):
            if not scalar.quoted and _CURLED.match(scalar.text):
                self._note(scalar.span, "curled", sign=scalar.text[0])
                inner = scalar.text[1:-1]
                if scalar.text[-1] in "”’" and not {'"', "\\"} & set(inner):
                    self._mend(Edit(scalar.span, "", f'"{inner}"'))

    def _node(self, event: Any, depth: int) -> Node:
        kind = event.__class__
        if kind is ScalarEvent:
            return self._scalar(event)
        if kind is AliasEvent:
            self._refuse(_span(event), "alias", name=event.anchor)
        if depth > DEEPEST:
            self._refuse(_span(event), "deep", depth=DEEPEST)
        if event.anchor or event.tag:
            self._decorated(event)
        if kind is MappingStartEvent:
            return self._mapping(event, depth)
        return self._sequence(event, depth)

    def _scalar(self, event: Any) -> Scalar:
        self.last = event
        if event.anchor or event.tag:
            self._decorated(event)
        value = text = event.value
        plain = event.implicit[0]
        if plain and (not text or text[0] in "-0123456789ntf"):
            if text in _WORDS:
                value = _WORDS[text]
            elif _WHOLE(text):
                value = int(text)
        start, end = event.start_mark, event.end_mark
        span = _make(Span, (start.line + 1, start.column + 1, end.line + 1, end.column + 1))
        return _make(Scalar, (value, text, not plain, span))

    def _mapping(self, start: Any, depth: int) -> Mapping:
        take, scalar = self._next, self._scalar
        entries: list[tuple[Scalar, Node]] = []
        index: dict[str, Node] = {}
        inline = start.flow_style
        event = take()
        while event.__class__ is not MappingEndEvent:
            key = scalar(event) if event.__class__ is ScalarEvent else self._wrong_key(event)
            name = key.text
            if key.value is not name or name == "<<":
                key = self._odd_key(key)
            event = take()
            value: Node
            if event.__class__ is ScalarEvent:
                value = scalar(event)
                lost = inline and not value.text and self._lost_comma(key, value, entries)
            else:
                value, lost = self._node(event, depth + 1), False
            if name in index:
                self._repeated(key, entries)
            elif not lost:
                entries.append((key, value))
                index[name] = value
            event = take()
        return Mapping(tuple(entries), index, _reach(start, event))

    def _sequence(self, start: Any, depth: int) -> Sequence:
        take, scalar = self._next, self._scalar
        items: list[Node] = []
        event = take()
        while event.__class__ is not SequenceEndEvent:
            items.append(
                scalar(event) if event.__class__ is ScalarEvent else self._node(event, depth + 1)
            )
            event = take()
        return Sequence(tuple(items), _reach(start, event))

    def _wrong_key(self, event: Any) -> NoReturn:
        if event.__class__ is AliasEvent:
            self._refuse(_span(event), "alias", name=event.anchor)
        self._refuse(_span(event), "group as key")

    def _odd_key(self, key: Scalar) -> Scalar:
        """Keys are text even where they look like a number; two of them are refused."""
        if key.text == "":
            self._refuse(key.span, "no key")
        if key.text == "<<" and not key.quoted:
            self._refuse(key.span, "merge")
        return Scalar(key.text, key.text, key.quoted, key.span)

    def _lost_comma(self, key: Scalar, value: Scalar, entries: list[tuple[Scalar, Node]]) -> bool:
        """Note a word in {} without colon: nearly always the rest of a text that was cut at its comma."""
        span = value.span
        if value.text or value.quoted or span[:2] != span[2:] or self._char_before(span) == ":":
            return False
        before = entries[-1] if entries else None
        if ":" in key.text and not key.quoted:
            self._note(key.span, "no space")
            self._mend(Edit(key.span, ":", ": "))
        elif before and isinstance(before[1], Scalar) and _CURLED.match(before[1].text):
            return True  # the curled quote is spoken of later
        elif before and isinstance(before[1], Scalar) and _starts_a_text(before[1]):
            name, words = before[0].text, before[1].text
            self._note(key.span, "comma", rest=key.text, name=name, words=words)
            self._quote(before[1].span, TO_NEXT_KEY)
        elif before and isinstance(before[1], Scalar) and isinstance(before[1].value, int):
            self._comma_in_number(key, before[0].text)
        else:
            self._note(key.span, "no value", name=key.text)
        return True

    def _comma_in_number(self, key: Scalar, name: str) -> None:
        """Note a number cut at its comma, once for all commas of `1,00,000`."""
        last = self.findings[-1] if self.findings else None
        if last is None or (last.code, last.span.line) != ("YAML-020", key.span.line):
            self._note(key.span, "comma in number", rest=key.text, name=name)

    def _char_before(self, span: Span) -> str:
        return self._line(span.line)[: span.column - 1].rstrip()[-1:]

    def _line(self, number: int) -> str:
        if self._lines is None:
            self._lines = re.split(r"\r\n|\n|\r", self.text)
        return self._lines[number - 1] if number <= len(self._lines) else ""

    def _repeated(self, key: Scalar, entries: list[tuple[Scalar, Node]]) -> None:
        first = next(other for other, _ in entries if other.text == key.text)
        if any(
            each.code == "YAML-018" and each.span > entries[0][0].span for each in self.findings
        ):
            return  # a step that lacks its dash repeats every key
        remark = "repeated id" if key.text == "id" else "repeated"
        self._note(key.span, remark, name=key.text, line=first.span.line)

    def _decorated(self, event: Any) -> None:
        if event.anchor:
            self._note(_span(event), "anchor", name=event.anchor)
        else:
            self._note(_span(event), "tag")

    def _note(self, span: Span, remark: str, **words: str | int | None) -> None:
        code, message, why, fix = REMARKS[remark]
        said = (each.format_map(words) for each in (message, why, fix))
        self.findings.append(error(self.path, span, code, *said))

    def _quote(self, start: Span, until: re.Pattern[str]) -> None:
        self._mend(in_quotes(self._line(start.line), start, until))

    def _mend(self, edit: Edit | None) -> None:
        """Let the last finding be mended so."""
        self.findings[-1] = replace(self.findings[-1], edit=edit)

    def _refuse(self, span: Span, remark: str, **words: str | int | None) -> NoReturn:
        self._note(span, remark, **words)
        raise _Refused


def _starts_a_text(value: Scalar) -> bool:
    return not value.quoted and bool(_LETTERS(value.text))


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
        return
    for each in node.by_name.values() if isinstance(node, Mapping) else node.items:
        yield from _scalars(each)


def _span(event: Any) -> Span:
    return _reach(event, event)


def _reach(first: Any, last: Any) -> Span:
    start, end = first.start_mark, last.end_mark
    return _make(Span, (start.line + 1, start.column + 1, end.line + 1, end.column + 1))
