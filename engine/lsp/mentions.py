"""Every place of a file that names something: a step or an end, an answer, an operation, a fragment, a list, a table of fees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, NamedTuple

from engine.domain.types import Choice, Choices, Type
from engine.language import nodes
from engine.language.expressions import parse_expression, resolve, tree
from engine.language.expressions.lexer import tokens_of
from engine.language.files import FileKind
from engine.language.findings import Finding
from engine.language.source import Span, within
from engine.lsp.book import Book, verbs_of
from engine.lsp.shapes import Path, Shape, Shapes


class Role(StrEnum):
    """What a single value is for."""

    TEXT = "text"
    CONDITION = "condition"
    TARGET = "target"
    ANSWER = "answer"
    TYPE = "type"
    OPERATION = "operation"
    FRAGMENT = "fragment"
    LIST = "list"
    FAMILY = "family"
    TABLE = "table"
    TEMPLATE = "template"
    OTHER = ""


class Mention(NamedTuple):
    """One name where it stands. role: TARGET for steps and ends, ANSWER for what conditions and texts read; name: dotted, as written."""

    role: Role
    name: str
    span: Span
    path: Path

    @property
    def root(self) -> Span:
        """Return the place of the part before the first dot."""
        first = len(self.name.partition(".")[0])
        return Span(self.span.line, self.span.column, self.span.line, self.span.column + first)


TARGETS = ("then", "again", "else", "give_up", "unanswered")
ANSWERS = ("shows", "answers", "searchable", "settles", "only_if_same", "releases", "approved_by", "continues", "approve",
           "refund", "of", "by", "count", "send", "may_change", "rows", "times", "as_on", "area", "ask_back", "at")  # fmt: skip
NAMED = {"use": Role.FRAGMENT, "family": Role.FAMILY, "table": Role.TABLE, "notify": Role.TEMPLATE}
LISTS = "lists."
TESTS = (FileKind.SCENARIOS, FileKind.FAMILY_SCENARIOS)
_IN_TEXT = re.compile(r"\{\{\s*(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\}\}")
_DOTTED = re.compile(r"[a-z_]\w*\.[a-z_][\w.]*").fullmatch
_EXPRESSIONS = ("parts/when.schema.json#/$defs/condition", "parts/when.schema.json#/$defs/value")


def role_of(path: Path, shape: Shape | None, languages: tuple[str, ...]) -> Role:
    """Return what the single value at a place is for. shape: of the value."""
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    if key in languages and len(path) > 1:
        return Role.TEXT
    refs = shape.refs if shape else ()
    if key in TARGETS or "parts/outcome.schema.json" in refs:
        return Role.TARGET
    if key in NAMED and path[-1] == key:
        return NAMED[key]
    if any(ref in refs for ref in _EXPRESSIONS) or key == "optional":
        return Role.CONDITION
    if "parts/id.schema.json#/$defs/operation" in refs:
        return Role.OPERATION
    if "parts/type.schema.json" in refs and key == "type":
        return Role.TYPE
    inside_with = "with" in path and path.index("with") < len(path) - 1
    if inside_with:
        return Role.ANSWER if isinstance(path[-1], int) else Role.CONDITION
    return Role.ANSWER if key in ANSWERS else Role.OTHER


def mentions(book: Book, shapes: Shapes) -> Iterator[Mention]:
    """Yield what a file names, in the order of the file, definitions left out."""
    if book.tree is None:
        return
    shape = shapes.of_file(book.place.kind)
    reader = _Reader(book, shapes)
    yield from reader.walk(book.tree, shape, (), frozenset())


class _Reader:
    def __init__(self, book: Book, shapes: Shapes) -> None:
        self.book, self.shapes = book, shapes
        self.verbs = verbs_of(book.tree)
        self.languages = (*book.world.state.languages, "te", "en")
        if book.place.kind is FileKind.SIDECAR:
            self.languages = ()

    def walk(
        self, node: nodes.Node, shape: Shape | None, path: Path, hidden: frozenset[str]
    ) -> Iterator[Mention]:
        if isinstance(node, nodes.Scalar):
            yield from self.value(node, shape, path, hidden)
        elif isinstance(node, nodes.Mapping):
            hidden |= _own_names(node)
            for key, value in node.entries:
                yield from self.key(key, path)
                yield from self.walk(
                    value, self.below(shape, path, key.text), (*path, key.text), hidden
                )
        else:
            for number, item in enumerate(node.items):
                yield from self.walk(item, self.below(shape, path, number), (*path, number), hidden)

    def key(self, key: nodes.Scalar, path: Path) -> Iterator[Mention]:
        """Yield the name a key is: an answer whose value a test expects, a step or an end that is translated."""
        kind = self.book.place.kind
        if kind in TESTS and path[-1:] == ("answers",):
            yield Mention(Role.ANSWER, key.text, _inner(key), (*path, key.text))
        if kind is FileKind.SIDECAR and path in (("steps",), ("ends",)):
            yield Mention(Role.TARGET, key.text, _inner(key), (*path, key.text))

    def below(self, shape: Shape | None, path: Path, part: str | int) -> Shape | None:
        return self.shapes.below(shape, part, self.verbs.get((*path, part), "")) if shape else None

    def value(
        self, node: nodes.Scalar, shape: Shape | None, path: Path, hidden: frozenset[str]
    ) -> Iterator[Mention]:
        role = role_of(path, shape, self.languages)
        if role is Role.OTHER and path[-1:] in (("role",), ("limit",)) and _DOTTED(node.text):
            role = Role.ANSWER  # a stage's officer or limit that an answer brings along
        if self.book.place.kind is FileKind.SIDECAR:
            role = (
                Role.TEXT
                if path and path[0] not in ("translates", "language", "state")
                else Role.OTHER
            )
        if self.book.place.kind in TESTS:
            role = _in_test(path)
        found = self.names(role, node, path)
        for each in found:
            if each.name.partition(".")[0] not in hidden or role is Role.TARGET:
                yield each

    def names(self, role: Role, node: nodes.Scalar, path: Path) -> Iterator[Mention]:
        if role is Role.TEXT:
            for match in _IN_TEXT.finditer(node.text):
                span = within(node.span, node.text, match.start("name"), match.end("name"))
                yield Mention(Role.ANSWER, match["name"], span, path)
        elif role is Role.CONDITION:
            yield from self.in_condition(node, path)
        elif role is Role.TYPE:
            yield from _in_bounds(node, path)
        elif role is Role.ANSWER and node.text.startswith(LISTS):
            yield Mention(Role.LIST, node.text, node.span, path)
        elif role is not Role.OTHER and node.text:
            yield Mention(role, node.text, _inner(node), path)

    def in_condition(self, node: nodes.Scalar, path: Path) -> Iterator[Mention]:
        if node.text in self.words_wanted(path):
            return
        written = parse_expression(node.text, node.span, self.book.place.path)
        if isinstance(written, Finding):
            return
        for name in names_of(written.root, self.book.types):
            span = within(node.span, node.text, name.start, name.end)
            yield Mention(Role.ANSWER, name.dotted, span, path)

    def words_wanted(self, path: Path) -> tuple[str, ...]:
        """Return the words that may stand as they are where a `with:` gives something."""
        if len(path) < 2 or path[-2] != "with":
            return ()
        step = next((each for each in self.book.steps if each.path == path[: len(each.path)]), None)
        said = step.node.get(step.verb) if step and step.verb else None
        if not isinstance(said, nodes.Scalar) or step is None:
            return ()
        kind = _needs(self.book, step.verb, said.text).get(str(path[-1]))
        return kind.options if isinstance(kind, Choice) else ()


def _needs(book: Book, verb: str, name: str) -> Mapping[str, Type]:
    """Return what a fragment or an operation wants to be given."""
    if verb == "use":
        fragment = book.world.fragments.get(name)
        return fragment.needs if fragment else {}
    found = book.world.operation(name) if verb in ("call", "book") else None
    return found[1].needs if found else {}


def _in_test(path: Path) -> Role:
    """Return what a value of a test is for."""
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    if key == "ends":
        return Role.TARGET
    return Role.ANSWER if key in ("at", "ask_back") else Role.OTHER


def _own_names(node: nodes.Mapping) -> frozenset[str]:
    """Return the names that only hold within a step: its questions for each record."""
    each = node.get("each")
    items = each.items if isinstance(each, nodes.Sequence) else ()
    found = (item.get("id") for item in items if isinstance(item, nodes.Mapping))
    return frozenset(name.text for name in found if isinstance(name, nodes.Scalar))


def _in_bounds(node: nodes.Scalar, path: Path) -> Iterator[Mention]:
    """Yield the names in the brackets of a type: `money(bill.least .. bill.due)`."""
    open_ = node.text.find("(")
    if open_ < 0 or node.text.startswith(("document", "photo", "word", "name", "several")):
        return
    for token in tokens_of(node.text):
        if token.kind == "name" and token.start > open_ and token.text not in _BOUND_WORDS:
            yield Mention(
                Role.ANSWER, token.text, within(node.span, node.text, token.start, token.end), path
            )


_BOUND_WORDS = frozenset(
    (
        "today", "now", "past", "future", "day", "days", "week", "weeks", "month", "months",
        "year", "years", "hour", "hours", "minute", "minutes", "working", "office", "lakh",
        "crore", "lakhs", "crores", "rupees", "MB", "KB", "mb", "kb",
    )
)  # fmt: skip


def _inner(node: nodes.Scalar) -> Span:
    """Return the place of a value's words, without quotes around them."""
    return within(node.span, node.text, 0, len(node.text))


_SIDES = (tree.Comparison, tree.Membership)
_BRANCHES = (tree.Unary, tree.Logic, tree.Comparison, tree.Membership, tree.Arithmetic, tree.Call)


def names_of(
    part: Any, types: Mapping[str, Type], words: tuple[str, ...] = ()
) -> Iterator[tree.Name]:
    """Yield every name an expression reads; the options of a choice beside them are words, no names."""
    if isinstance(part, tree.Name):
        if part.dotted not in words:
            yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from names_of(item, types, words)
    elif isinstance(part, _BRANCHES):
        inner = _options_beside(part, types)
        for each in fields(part):
            yield from names_of(getattr(part, each.name), types, inner)


def _options_beside(part: Any, types: Mapping[str, Type]) -> tuple[str, ...]:
    if not isinstance(part, _SIDES):
        return ()
    sides = (part.left, part.right) if isinstance(part, tree.Comparison) else (part.left,)
    kinds = (resolve(types, side.dotted) for side in sides if isinstance(side, tree.Name))
    return next((kind.options for kind in kinds if isinstance(kind, Choice | Choices)), ())
