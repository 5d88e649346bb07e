"""choose: one of a few options, a row of a list, or a leaf of a list in levels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.domain import types
from engine.domain.limits import ROW_DESCRIPTION, ROW_TITLE
from engine.domain.types import Type
from engine.language import nodes
from engine.language.compiled import (
    ChooseStep,
    Option,
    Route,
    Rows,
    Text,
    TreeNode,
    Value,
    Words,
)
from engine.language.compiler import questions
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.listed import LISTS, find_list, row_type, rows_value, tree_of
from engine.language.compiler.patience import patience
from engine.language.compiler.several import check_several, several_of
from engine.language.compiler.writer import Writer
from engine.language.model.flow import StepNode
from engine.language.model.lists import NAME
from engine.language.model.names import Name, entries_at, items_at, text_at, words_of

VERB = "choose"
ASKED_AGAIN = True
GIVES = True

NOT_WORDS = ("note", "only_if", "then", "also")
"""Keys of an option that are no language."""


def ways(laid: Laid, writer: Writer) -> Ways:
    """Return `chosen`; `none` where the options are rows (a shared list is hardly ever empty); `timeout` with a time limit."""
    found = questions.ways(laid.step, "chosen")
    rows = laid.step.get("rows")
    if not isinstance(rows, nodes.Scalar):
        return found
    if rows.text.startswith(LISTS):
        return found._replace(may=("none",))
    if row_type(laid.step, writer) is None:
        return found._replace(may=("none",))  # there are no such rows, which is said
    return found._replace(must=("none", *found.must))


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Return the options, or the shape of a row or a leaf."""
    step = laid.step
    if step.get("rows") is not None or step.get("tree") is not None:
        return row_type(step, writer)
    options = entries_at(step.node, "options")
    labels = {
        name.text: {k: v for k, v in words_of(node).items() if k not in NOT_WORDS}
        for name, node in options
    }
    several = several_of(step)
    if several is not None:
        return types.Choices(tuple(labels), labels, several[1])
    return types.Choice(tuple(labels), labels)


def build(laid: Laid, writer: Writer, common: Common) -> ChooseStep:
    """Return the step."""
    step = laid.step
    text = writer.text(step.said, what="question")
    title = questions.title(step, writer, text)
    kind = gives(laid, writer) or types.Word()
    rows = _rows(step, writer)
    tree = tree_of(step, writer)
    bearing = patience(step, writer)
    if rows is not None and "none" not in common["outcomes"]:
        common = {
            **common,
            "outcomes": {**common["outcomes"], "none": Route(then=bearing.give_up, written=False)},
        }
    several = several_of(step)
    if several is not None:
        check_several(step, several, writer)
    questions.show(laid, writer, title, kind, _shown(step, laid.id, rows, tree, writer))
    return ChooseStep(
        **common,
        text=text,
        title=title,
        patience=bearing,
        options=tuple(_options(step, writer, common["then"])),
        rows=rows,
        tree=tree,
        levels=_levels(step, writer),
        several=several,
        hints=questions.hints(step, writer),
        refuse=questions.refusals(step, writer, {}),
        optional=questions.optional(step, writer),
    )


def _options(step: StepNode, writer: Writer, onward: str) -> list[Option]:
    found = []
    for name, node in entries_at(step.node, "options"):
        if not isinstance(node, nodes.Mapping):
            continue
        slot = f"option {name.text}"
        only_if = writer.condition(node.get("only_if"), slot)
        aside = writer.where(slot, holds=True).aside()
        label = aside.text(node, ROW_TITLE, f'"{name.text}"', NOT_WORDS)
        note = node.get("note")
        note_text = (
            aside.text(note, ROW_DESCRIPTION, f'the note of "{name.text}"') if note else None
        )
        then = node.get("then")
        target = (
            writer.target(Name(then.text, then.span), onward)
            if isinstance(then, nodes.Scalar)
            else ""
        )
        if only_if is not False:
            found.append(
                Option(
                    key=name.text,
                    label=label,
                    note=note_text,
                    only_if=None if only_if is True else only_if,
                    then=target,
                    also=tuple(
                        item.text
                        for item in items_at(node, "also")
                        if isinstance(item, nodes.Scalar)
                    ),
                )
            )
    return found


def _rows(step: StepNode, writer: Writer) -> Rows | None:
    node = step.get("rows")
    if not isinstance(node, nodes.Scalar):
        return None
    value = rows_value(step, writer)
    item = row_type(step, writer)
    if item is None:
        return _unknown_rows(value, writer)
    inner = writer.within({"row": item})
    label, note = step.get("label"), step.get("note")
    hide = inner.condition(step.get("hide_if")) if step.get("hide_if") else False
    aside = writer.aside({"row": item})
    if label is None and find_list(step, writer) is None:
        writer.wrong(
            node.span,
            "FILE-113",
            f'Nothing says what the rows of "{node.text}" are called',
            'Add label: {te: "{{ row.… }}", en: "{{ row.… }}"}',
        )
    return Rows(
        value=value,
        label=aside.text(label, what="label") if label else _names(writer.draft.languages),
        note=aside.text(note, ROW_DESCRIPTION, "note") if note else None,
        hide=questions.always if hide is True else hide or None,
    )


def _unknown_rows(value: Value, writer: Writer) -> Rows:
    """What the rows hold is not known, and somebody was told already."""
    return Rows(value=value, label=_names(writer.draft.languages))


def _names(languages: tuple[str, ...]) -> Text:
    return {language: _name_in(language) for language in languages}


def _name_in(language: str) -> Any:
    return lambda values: values["row"][NAME].get(language, "")


def _levels(step: StepNode, writer: Writer) -> tuple[Text, ...]:
    found = (item for item in items_at(step.node, "levels") if isinstance(item, nodes.Mapping))
    return tuple(writer.aside().text(item.get("ask"), what="question") for item in found)


def _shown(
    step: StepNode, name: str, rows: Rows | None, tree: TreeNode | None, writer: Writer
) -> Text | None:
    if rows is not None:
        return {
            language: questions.with_value(name, _row_words(fill))
            for language, fill in rows.label.items()
        }
    if tree is not None:
        levels = tuple(
            text_at(item, "id")
            for item in items_at(step.node, "levels")
            if isinstance(item, nodes.Mapping)
        )
        return {
            language: questions.with_value(name, _leaf_words(language, levels))
            for language in writer.draft.languages
        }
    return None


def _row_words(fill: Words) -> Callable[[dict[str, Any], Any], str]:
    return lambda values, row: fill({**values, "row": row})


def _leaf_words(language: str, levels: tuple[str, ...]) -> Callable[[dict[str, Any], Any], str]:
    """Return what writes the way to a leaf: an officer needs the department and the subject, not the last words alone."""

    def words(_values: dict[str, Any], leaf: Any) -> str:
        way = [
            leaf[level].get(language, "")
            for level in levels
            if isinstance(leaf.get(level), Mapping)
        ]
        return " › ".join(filter(None, way)) or str(leaf.get(NAME, {}).get(language, ""))

    return words
