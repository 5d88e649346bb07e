"""Every id names one thing, and none is a word of the language itself."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.compiler.world import World
from engine.language.findings import Finding, error
from engine.language.model.flow import Flow
from engine.language.model.names import Name

RESERVED = frozenset(
    (
        *("next", "fees", "refunds", "fee_parts", "lists", "row", "nth", "citizen", "expired"),
        *("today", "now", "yes", "no", "and", "or", "not", "is"),
    )
)
"""Words with a meaning of their own in conditions, targets and texts."""


def check_shared_ids(world: World) -> Iterator[Finding]:
    """Yield what `check_ids` finds in families, fragments and shared ends."""
    for family in world.families.values():
        yield from check_ids(family.flow)
    for fragment in world.fragments.values():
        yield from check_ids(fragment.flow, apart=False)
    for shared in world.ends.values():
        yield from check_ids(shared)


def check_ids(flow: Flow, *, apart: bool = True) -> Iterator[Finding]:
    """Yield ids that stand twice, and ids that mean something else already; looked at before anything is made of them.

    apart: steps and ends share one set of names (in a fragment an end may be called as a step).
    """
    nodes = list(flow.every_step())
    steps = [step.id for step in nodes]
    ends = [name for name, _ in flow.ends]
    seen: dict[str, Name] = {}
    for name in [*steps, *ends] if apart else steps:
        first = seen.setdefault(name.text, name)
        if first is not name:
            yield error(
                flow.path,
                name.span,
                "FLOW-312",
                f'"{name.text}" stands here a second time; the first is on line {first.span.line}',
                "Nobody could tell which of the two is meant",
                "Give one of the two another name",
            )
        elif name.text in RESERVED:
            yield error(
                flow.path,
                name.span,
                "FLOW-314",
                f'"{name.text}" has a meaning of its own in conditions',
                "",
                f'Call it otherwise, for example "the_{name.text}"',
            )
    yield from _former([name for step in nodes for name in step.former_ids], seen, flow.path)


def _former(names: list[Name], seen: dict[str, Name], path: str) -> Iterator[Finding]:
    """Former names of steps: none is in use, and none belonged to two."""
    for name in names:
        first = seen.setdefault(name.text, name)
        if first is not name:
            yield error(
                path,
                name.span,
                "FLOW-312",
                f'"{name.text}" is called a former name, and stands on line {first.span.line} as well',
                "Nobody could tell which step it has become",
                "Take it out of former_ids here",
            )
