"""Rows to choose from: those an earlier step gave, or those of a shared list, flat or in levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.domain import types
from engine.language import nodes
from engine.language.compiled import TreeNode, Value
from engine.language.compiler.writer import Writer
from engine.language.expressions import Env, resolve
from engine.language.expressions.kinds import describe
from engine.language.model.flow import StepNode
from engine.language.model.lists import CODE, Listing, branches
from engine.language.model.names import items_at, text_at
from engine.language.nearest import change_to, nearest, suggest_or
from engine.language.source import Span

LISTS = "lists."
_NOTHING = "Nothing could be chosen from it"


def named_list(node: nodes.Node | None, writer: Writer) -> Listing | None:
    """Return the shared list that is named here, or nothing where it is no list."""
    if not isinstance(node, nodes.Scalar) or not node.text.startswith(LISTS):
        return None
    world = writer.draft.world
    found = world.lists.get(node.text.removeprefix(LISTS))
    if found is not None:
        writer.draft.uses |= {found.path, found.table}
    return found


def wanted_list(node: nodes.Node | None, writer: Writer) -> Listing | None:
    """Return the shared list that must stand here, or nothing with a finding."""
    found = named_list(node, writer)
    if found is None and isinstance(node, nodes.Scalar):
        known = [LISTS + name for name in writer.draft.world.lists]
        writer.wrong(
            node.span,
            "FILE-114",
            f'There is no list called "{node.text}"',
            suggest_or(node.text, known, "Describe it in _shared/lists/lists.yaml"),
            _NOTHING,
        )
    return found


def _list_meant(node: nodes.Scalar, writer: Writer) -> str:
    """Return the fix where a name that is no answer is nearly that of a shared list: `list.districts`."""
    if resolve(writer.scope, writer.frame.full(node.text)) is not None:
        return ""
    close = nearest(node.text, [LISTS + name for name in writer.draft.world.lists])
    return change_to(node.text, close) if close else ""


def find_list(step: StepNode, writer: Writer) -> Listing | None:
    """Return the shared list a choice is made from, if it is one."""
    return named_list(step.get("rows") or step.get("tree"), writer)


def row_type(step: StepNode, writer: Writer) -> types.Record | None:
    """Return the shape of the rows a choice is made from."""
    listing = find_list(step, writer)
    if listing is not None:
        return listing.item
    node = step.get("rows")
    kind = (
        resolve(writer.scope, writer.frame.full(node.text))
        if isinstance(node, nodes.Scalar)
        else None
    )
    return kind.item if isinstance(kind, types.ListOf) else None


def rows_value(step: StepNode, writer: Writer) -> Value:
    """Return what gives the rows."""
    node = step.get("rows")
    if isinstance(node, nodes.Scalar) and node.text.startswith(LISTS):
        listing = wanted_list(node, writer)
        rows = list(listing.rows) if listing else []
        return lambda env: rows
    if isinstance(node, nodes.Scalar) and (meant := _list_meant(node, writer)):
        message = f'There is no list called "{node.text}"'
        writer.wrong(node.span, "FILE-114", message, meant, _NOTHING)
        return _rows_or_none(writer.value(None))
    value, kind = writer.typed_value(node)
    if kind is not None and not isinstance(kind, types.ListOf) and isinstance(node, nodes.Scalar):
        writer.wrong(
            node.span,
            "FILE-115",
            f'"{node.text}" is {describe(kind)}, not a list',
            "Name a list that a call gives, or lists. and its name",
        )
    return _rows_or_none(value)


def _rows_or_none(value: Value) -> Value:
    def rows(env: Env) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = value(env)
        return found or ()

    return rows


def tree_of(step: StepNode, writer: Writer) -> TreeNode | None:
    """Return the list in levels a choice is made from, if it is one."""
    node = step.get("tree")
    if not isinstance(node, nodes.Scalar):
        return None
    listing = wanted_list(node, writer)
    if listing is None:
        return None
    if not _levels_match(step, listing, writer):
        return None
    return TreeNode(label={}, children=grow(listing.rows, listing.levels))


def grow(rows: Sequence[Mapping[str, Any]], levels: tuple[str, ...]) -> tuple[TreeNode, ...]:
    """Return the branches of rows, level by level; each row is a leaf."""
    if len(levels) <= 1:
        level = levels[0] if levels else CODE
        return tuple(TreeNode(label=row[level], record=row) for row in rows)
    return tuple(
        TreeNode(label=label, children=grow(inner, levels[1:]))
        for label, inner in branches(rows, levels)
    )


def _levels_match(step: StepNode, listing: Listing, writer: Writer) -> bool:
    written = [
        (text_at(item, "id"), _span(item))
        for item in items_at(step.node, "levels")
        if isinstance(item, nodes.Mapping)
    ]
    if tuple(name for name, _ in written) == listing.levels:
        return True
    place = next(
        (
            span
            for (name, span), level in zip(written, listing.levels, strict=False)
            if name != level
        ),
        step.id.span,
    )
    levels = ", ".join(listing.levels) or "none"
    writer.wrong(
        place,
        "FILE-116",
        f'The levels of "{listing.name}" are: {levels}',
        "Give exactly these levels, in this order",
    )
    return False


def _span(item: nodes.Mapping) -> Span:
    found = item.get("id")
    return found.span if found else item.span
