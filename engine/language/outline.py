"""What must be known of a service to look at it beside the others: plain values, so that they can be kept and sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from engine.domain.comparing import fold_label as fold
from engine.language import nodes
from engine.language.card import Card
from engine.language.model.flow import Flow, StepNode
from engine.language.model.names import entries_at, text_at
from engine.language.model.service import Service
from engine.language.model.sidecar import path_of
from engine.language.source import START, Span

QUESTIONS = ("ask", "choose")


class Written(NamedTuple):
    """A step as it stands in its file.

    span: of its id; gist: the same for copies and rarely for others, and the name of what is called, booked, used or issued;
    begins, ends: its first and last line; kind: what kind of answer a question takes; words: of a question, by language.
    """

    id: str
    span: Span
    verb: str
    gist: str
    begins: int
    ends: int
    kind: str
    words: tuple[tuple[str, str], ...]


class WrittenEnd(NamedTuple):
    """An end as it stands in its file. span: of its name; gist: the same for copies, whatever they are called."""

    id: str
    span: Span
    gist: str


Row = tuple[Written, ...]
"""Steps that stand one below the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What a service, a family or a fragment has in its file.

    rows: its steps, then those of each thing that may be done later; ends: those with words; notify: the template it names; fees: the
    tables it names.
    """

    path: str
    rows: tuple[Row, ...]
    ends: tuple[WrittenEnd, ...]
    notify: str
    fees: tuple[str, ...]


class FindWord(NamedTuple):
    """A word that leads to a service, and where it stands. plain: as a citizen's message is compared."""

    plain: str
    text: str
    path: str
    span: Span


class Called(NamedTuple):
    """What a service is called in one language. plain: as a citizen's message is compared."""

    language: str
    text: str
    plain: str


class FeeColumns(NamedTuple):
    """What a fee is asked by: the table it names and the options of the answer, None where any answer may come."""

    table: str
    options: tuple[str, ...] | None


class Made(NamedTuple):
    """What is known of a service that has a program.

    notify: the template it is opened with after 24 hours; late: a step that may need it then, where the template lacks a language;
    there, come_to: of the steps and ends written in its family, those it has and those that something leads to; shared_ends: those it
    has from other files, by path and name.
    """

    card: Card
    notify: str
    late: str
    columns: tuple[FeeColumns, ...]
    there: tuple[str, ...]
    come_to: tuple[str, ...]
    shared_ends: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A service in brief, as its file has it. family, group: empty where it names none; languages: those of its own; title_at, short_at:
    where these stand; made: nothing where it has no program."""

    id: str
    path: str
    department: str
    family: str
    group: str
    languages: tuple[str, ...]
    title: tuple[Called, ...]
    title_at: Span
    short: tuple[Called, ...]
    short_at: Span
    find: tuple[FindWord, ...]
    script: Script
    made: Made | None


def outline_of(service: Service, made: Made | None) -> Outline:
    """Return a service in brief."""
    node = service.flow.node
    return Outline(
        id=service.id,
        path=service.path,
        department=service.department,
        family=service.family.text if service.family else "",
        group=service.group.text if service.group else "",
        languages=service.languages,
        title=_called(service.title),
        title_at=_place(node, "title"),
        short=_called(service.short),
        short_at=_place(node, "short"),
        find=tuple(
            FindWord(fold(word.text), word.text, path_of(word, service.path), word.span)
            for word in find_words(node)
        ),
        script=script_of(service.flow),
        made=made,
    )


def find_words(node: nodes.Mapping) -> Iterator[nodes.Scalar]:
    """Yield the words under `find`, in every language."""
    for _, words in entries_at(node, "find"):
        for word in words.items if isinstance(words, nodes.Sequence) else ():
            if isinstance(word, nodes.Scalar):
                yield word


def script_of(flow: Flow) -> Script:
    """Return what a file of steps has."""
    rows = (flow.steps, *(later.steps for later in flow.later))
    fees = (fee for _, fee in entries_at(flow.node, "fees") if isinstance(fee, nodes.Mapping))
    return Script(
        path=flow.path,
        rows=tuple(tuple(map(_written, row)) for row in rows),
        ends=tuple(
            WrittenEnd(name.text, name.span, _print_of(end))
            for name, end in flow.ends
            if end.entries
        ),
        notify=text_at(flow.node, "notify"),
        fees=tuple(text_at(fee, "table") for fee in fees),
    )


def _called(words: Mapping[str, str]) -> tuple[Called, ...]:
    return tuple(Called(language, text, fold(text)) for language, text in words.items())


def _place(node: nodes.Mapping, key: str) -> Span:
    found = node.key(key)
    return found.span if found is not None else START


def _written(step: StepNode) -> Written:
    span, said = step.node.span, step.said
    asked = said if step.verb in QUESTIONS and isinstance(said, nodes.Mapping) else None
    return Written(
        step.id.text,
        step.id.span,
        step.verb,
        _gist(said),
        span.line,
        span.end_line,
        _kind(step) if asked else "",
        tuple(_words(asked)) if asked else (),
    )


def _gist(said: nodes.Node) -> str:
    """Return something that is the same for copies and rarely for others, without looking at the whole step."""
    if isinstance(said, nodes.Mapping):
        value = said.entries[0][1] if said.entries else said
        said = value if isinstance(value, nodes.Scalar) else said
    return said.text.partition("{{")[0] if isinstance(said, nodes.Scalar) else ""


def _print_of(node: nodes.Mapping) -> str:
    """Return a fingerprint of what stands in a mapping, in whatever order."""
    plain = json.dumps(nodes.to_plain(node), sort_keys=True)
    return blake2b(plain.encode(), digest_size=8).hexdigest()


def _kind(step: StepNode) -> str:
    """Return what kind of answer a question takes: the type, the names of the options, the rows or the tree."""
    for key in ("type", "rows", "tree"):
        value = step.get(key)
        if isinstance(value, nodes.Scalar):
            return f"{key} {value.text}"
    options = step.get("options")
    named = options.by_name if isinstance(options, nodes.Mapping) else ()
    return f"options {' '.join(sorted(named))}"


def _words(said: nodes.Mapping) -> Iterator[tuple[str, str]]:
    for key, value in said.entries:
        if isinstance(value, nodes.Scalar):
            yield key.text, value.text
