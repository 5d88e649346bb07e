"""Bounds across conversations: how often an outcome may come up for one citizen, or for one answer."""

from __future__ import annotations

from engine.language import nodes
from engine.language.compiled import LimitUse
from engine.language.compiler.writer import Writer
from engine.language.model.flow import StepNode
from engine.language.model.names import Name, entries_at, mapping_at, name_at, whole_at
from engine.language.nearest import suggest

CITIZEN = "citizen"


def limit_uses(step: StepNode, writer: Writer) -> tuple[LimitUse, ...]:
    """Return the bounds of the declared limits for which outcomes of a call count."""
    counted: dict[str, list[tuple[str, Name]]] = {}
    for outcome, node in entries_at(step.node, "outcomes"):
        limit = name_at(node, "counts") if isinstance(node, nodes.Mapping) else None
        if limit is not None:
            counted.setdefault(limit.text, []).append((outcome.text, limit))
    return tuple(
        use
        for named in counted.values()
        for use in _uses(named[0][1], tuple(outcome for outcome, _ in named), writer)
    )


def _uses(name: Name, outcomes: tuple[str, ...], writer: Writer) -> tuple[LimitUse, ...]:
    declared = mapping_at(writer.draft.flow.node, "limits")
    node = declared.get(name.text) if declared else None
    if not isinstance(node, nodes.Sequence):
        known = declared.by_name if declared else ()
        fix = (
            suggest(name.text, known) or f"Add to the head of the file: limits: {{{name.text}: …}}"
        )
        writer.wrong(name.span, "FLOW-310", f'There is no limit called "{name.text}"', fix)
        return ()
    return tuple(
        _use(name.text, item, outcomes, writer)
        for item in node.items
        if isinstance(item, nodes.Mapping)
    )


def _use(limit: str, node: nodes.Mapping, outcomes: tuple[str, ...], writer: Writer) -> LimitUse:
    by, then = name_at(node, "by"), name_at(node, "then")
    top = Writer(writer.draft, writer.draft.top)
    return LimitUse(
        name=limit,
        by=None if by is None or by.text == CITIZEN else top.value(node.get("by")),
        at_most=whole_at(node, "at_most", 1),
        within_s=writer.seconds(node.get("within")),
        over=top.target(then, "") if then else "",
        outcomes=outcomes,
    )
