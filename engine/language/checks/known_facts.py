"""A citizen is not asked what a department's system has told us a moment before."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.types import Type
from engine.language import nodes
from engine.language.compiled import AnyStep, AskStep, CallStep, ChooseStep
from engine.language.compiler.graph import firsts, targets
from engine.language.compiler.world import World
from engine.language.findings import Finding, warning
from engine.language.model.flow import Flow, StepNode
from engine.language.own import Own
from engine.language.program import Program
from engine.language.whole import rows_of


def check_known_facts(own: Own, program: Program | None) -> Iterator[Finding]:
    """Yield questions whose answer is known already.

    All of this must be so: the question (`ask` or `choose`, not one of a fragment) is called exactly as something an operation gives,
    and both are of the same type; the good outcome of that call lies on every way to the question, from the beginning and from
    what may be done later; and nothing in the question (its words, bounds, conditions, options) speaks of what the call gave, as a
    question does that lets a citizen put the fact right.
    """
    for question, call in _known(program, own.reading.world) if program else ():
        step = _node(own.flow, question.id)
        if step is not None and not _speaks_of(step.node, f"{call.id}."):
            yield _told(own.flow, step, call)


def _known(program: Program, world: World) -> Iterator[tuple[AskStep | ChooseStep, CallStep]]:
    """Yield questions with the call that answers them."""
    calls = [step for step in program.steps if isinstance(step, CallStep)]
    for call in calls:
        found = world.operation(call.operation)
        gives = found[1].gives if found else {}
        for name, kind in gives.items():
            question = program.by_id.get(name)
            if not isinstance(question, AskStep | ChooseStep):
                continue
            if _same(program.types[name], kind) and not _reached_without(program, call, name):
                yield question, call


def _same(one: Type, other: Type) -> bool:
    """Tell whether two values are of one type; how long a text may be does not matter."""
    return one == other or (type(one) is type(other) and not getattr(one, "options", ()))


def _reached_without(program: Program, call: CallStep, question: str) -> bool:
    """Tell whether some way leads to the question on which the call has not come out well."""
    groups = firsts(program)
    seen: set[str] = set()
    waiting = [program.first, *(later.first for later in program.later.values())]
    while waiting:
        name = waiting.pop()
        name = name if name in program.by_id else groups.get(name, name)
        if name == question:
            return True
        step = program.by_id.get(name)
        if step is None or name in seen:
            continue
        seen.add(name)
        waiting += _not_good(call) if step is call else targets(step)
    return False


def _not_good(call: CallStep) -> Iterator[str]:
    """Yield where a call leads when it is passed over or does not come out well."""
    if call.only_if is not None:
        yield call.then
    yield from (limit.over for limit in call.limits)
    for outcome, route in call.outcomes.items():
        if outcome != call.good:
            yield route.then
            yield route.otherwise


def _node(flow: Flow, step: str) -> StepNode | None:
    return next((each for row in rows_of(flow) for each in row if each.id.text == step), None)


def _speaks_of(node: nodes.Node, name: str) -> bool:
    if isinstance(node, nodes.Scalar):
        return name in node.text
    parts = node.by_name.values() if isinstance(node, nodes.Mapping) else node.items
    return any(_speaks_of(part, name) for part in parts)


def _told(flow: Flow, step: StepNode, call: AnyStep) -> Finding:
    name = step.id.text
    return warning(
        flow.path,
        step.id.span,
        "TEXT-582",
        f'"{name}" is asked although "{call.id}" has given it already',
        "A citizen must type what the department has just told us, and may type it wrongly",
        f"Read {call.id}.{name} instead, or show it in the question so that the citizen can put it right",
    )
