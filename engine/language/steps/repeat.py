"""repeat: the same few questions for each record of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.domain.types import ListOf, Number, Record, Type
from engine.language import nodes
from engine.language.assignment.uses import ENTRY, LINE, PART
from engine.language.compiled import (
    AskStep,
    ChooseStep,
    RepeatStep,
    Text,
    Value,
)
from engine.language.compiler import questions
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.patience import patience
from engine.language.compiler.writer import Writer
from engine.language.model.flow import StepNode
from engine.language.model.names import items_at, name_at
from engine.language.steps import ask, choose

VERB = "repeat"
ASKED_AGAIN = True
GIVES = True

NTH = "nth"
MOST = 50


def ways(laid: Laid, writer: Writer) -> Ways:
    """A list has no outcome of its own."""
    return Ways()


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Return a list of records with a field for each question."""
    fields: dict[str, Type] = {}
    optional = set()
    for part in _parts(laid):
        kind = _kind(part).gives(part, writer)
        if kind is not None:
            fields[part.step.id.text] = kind
        if part.step.get("only_if") is not None or part.step.get("optional") is not None:
            optional.add(part.step.id.text)
    return ListOf(Record(fields, frozenset(optional)), MOST)


def build(laid: Laid, writer: Writer, common: Common) -> RepeatStep:
    """Return the step."""
    step = laid.step
    kind = gives(laid, writer)
    assert isinstance(kind, ListOf)  # noqa: S101  (what `gives` makes)
    fields = {**kind.item.fields, NTH: Number()}
    title = questions.title(step, writer, writer.text(step.said, what="title"))
    line = writer.aside(fields).at(LINE).text(step.get("line"))
    least, most, count = _count(step, writer)
    questions.show(laid, writer, title, kind, _lines(laid.id, line))
    return RepeatStep(
        **common,
        title=title,
        parts=tuple(_build_part(part, writer, fields) for part in _parts(laid)),
        line=line,
        least=least,
        most=most,
        patience=patience(step, writer),
        count=count,
        refuse=questions.refusals(step, writer, {}),
    )


def _parts(laid: Laid) -> list[Laid]:
    """Return the questions of a record, each as a step of its own."""
    found = []
    for item in items_at(laid.step.node, "each"):
        name = name_at(item, "id") if isinstance(item, nodes.Mapping) else None
        if isinstance(item, nodes.Mapping) and name is not None:
            verb = choose.VERB if item.get(choose.VERB) is not None else ask.VERB
            node = StepNode(path=laid.step.path, id=name, verb=verb, node=item)
            found.append(Laid(id=name.text, frame=laid.frame, step=node, next=""))
    return found


def _kind(part: Laid) -> Any:
    return choose if part.step.verb == choose.VERB else ask


def _build_part(part: Laid, writer: Writer, fields: Mapping[str, Type]) -> AskStep | ChooseStep:
    step = part.step
    inner = writer.within(fields).at(f"{PART}{part.id}")
    inner.weighed = set()
    only_if = inner.at(ENTRY).condition(step.get("only_if"), ENTRY)
    common: dict[str, Any] = {
        "id": part.id,
        "then": "",
        "only_if": None if isinstance(only_if, bool) else only_if,
        "outcomes": {},
    }
    before = dict(writer.draft.asked)
    built: AskStep | ChooseStep = _kind(part).build(part, inner, common)
    writer.draft.asked.clear()
    writer.draft.asked.update(before)
    return replace(built, weighs=tuple(sorted(inner.weighed)))


def _count(step: StepNode, writer: Writer) -> tuple[int, int, Value | None]:
    """Return the fewest and the most records, and the exact number where an answer says it."""
    node = step.get("count")
    if not isinstance(node, nodes.Scalar):
        return 1, MOST, None
    least, dots, most = (part.strip() for part in node.text.partition(".."))
    if dots and least.isdecimal() and most.isdecimal():
        if int(least) > int(most):
            writer.wrong(
                node.span,
                "EXPR-445",
                "The least is more than the most",
                "Write the smaller one first",
            )
        return int(least), int(most), None
    return 1, MOST, writer.value(node, Number())


def _lines(name: str, line: Text) -> Text:
    return {language: questions.with_value(name, _filled(fill)) for language, fill in line.items()}


def _filled(fill: Any) -> Any:
    def lines(values: dict[str, Any], rows: Any) -> str:
        return "\n".join(fill({**values, **row, NTH: place}) for place, row in enumerate(rows, 1))

    return lines
