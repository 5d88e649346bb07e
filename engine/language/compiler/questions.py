"""What all questions share: better help, refusals, skipping, a title, and how their answers are shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.domain.rendering import render_value
from engine.domain.types import ListOf, Record, Type
from engine.language import nodes
from engine.language.assignment.uses import DONE, TITLE
from engine.language.compiled import (
    Condition,
    Refusal,
    ShownAnswer,
    Text,
    Words,
)
from engine.language.compiler.kind import Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.writer import Writer
from engine.language.expressions import Env
from engine.language.model.flow import StepNode
from engine.language.model.names import items_at


def ways(step: StepNode, good: str) -> Ways:
    """Return a question's outcomes: `timeout` where it has a time limit."""
    return Ways(good, ("timeout",) if step.get("up_to") is not None else ())


def hints(step: StepNode, writer: Writer) -> tuple[Text, ...]:
    """Return the texts for the second and the third try."""
    aside = writer.aside()
    return tuple(aside.text(item, what="hint") for item in items_at(step.node, "hints"))


def refusals(step: StepNode, writer: Writer, local: Mapping[str, Type]) -> tuple[Refusal, ...]:
    """Return which well-formed answers cannot be accepted. local: further names, such as the record being given."""
    found = []
    for place, item in enumerate(items_at(step.node, "refuse")):
        if not isinstance(item, nodes.Mapping):
            continue
        inner, slot = writer.within(local).at(DONE), f"refuse {place}"
        when = inner.condition(item.get("if"), slot)
        say = inner.where(slot, holds=True).aside().text(item.get("say"))
        if when is not False:
            found.append(Refusal(when=always if when is True else when, say=say))
    return tuple(found)


def optional(step: StepNode, writer: Writer) -> Condition | None:
    """Return when the question may be skipped; None: never."""
    node = step.get("optional")
    if not isinstance(node, nodes.Scalar) or node.value is False:
        return None
    when = True if node.value is True else writer.condition(node)
    if isinstance(when, bool):
        return always if when else None
    return when


def always(_env: Env) -> bool:
    """Hold whatever the answers."""
    return True


def title(step: StepNode, writer: Writer, question: Text) -> Text:
    """Return what reviews call the answer: the title, else the question itself."""
    node = step.get("title")
    return question if node is None else writer.aside().at(TITLE).text(node, what="title")


def show(
    laid: Laid, writer: Writer, title_text: Text, kind: Type, words: Text | None = None
) -> None:
    """Note how this step's answer is shown."""
    draft = writer.draft
    name = laid.id
    shown = words if words is not None else words_for(name, kind, draft.languages)
    draft.asked[name] = ShownAnswer(name=name, step=name, title=title_text, type=kind, words=shown)


def words_for(name: str, kind: Type, languages: tuple[str, ...]) -> Text:
    """Return what renders the value of a dotted name, empty where it is unset."""
    return {language: _rendered(tuple(name.split(".")), kind, language) for language in languages}


def _rendered(path: tuple[str, ...], kind: Type, language: str) -> Words:
    if isinstance(kind, Record | ListOf):
        return lambda values: ""

    if len(path) == 1:
        return lambda values: _shown(kind, values.get(path[0]), language)
    return lambda values: _shown(kind, found(values, path), language)


def _shown(kind: Type, value: Any, language: str) -> str:
    return "" if value is None else render_value(kind, value, language)


def found(values: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """Return the stored value at the end of a path, or None."""
    value: Any = values
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
        if value is None:
            return None
    return value


def with_value(name: str, fill: Callable[[dict[str, Any], Any], str]) -> Words:
    """Return what renders a value with all other values at hand, empty where it is unset."""
    path = tuple(name.split("."))

    def words(values: Mapping[str, Any]) -> str:
        value = found(values, path)
        return "" if value is None else fill(dict(values), value)

    return words
