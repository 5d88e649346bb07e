"""Every way from a step to the next, by name: what a citizen, an officer, a department or the clock brings about there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from engine.language.assignment.ways import good_of
from engine.language.compiled import (
    AnyStep,
    ApproveStep,
    AskStep,
    BookStep,
    CallStep,
    ChooseStep,
    CollectStep,
    ConfirmStep,
    IssueStep,
    Patience,
    PayStep,
    RefundStep,
    RepeatStep,
    SubmitStep,
    UseStep,
    WaitStep,
    WhenStep,
)
from engine.language.compiler.graph import firsts
from engine.language.program import Program

Manner = Literal[
    "outcome", "option", "branch", "passed", "skipped", "gave_up", "again", "too_often", "limit", "changed"
]  # fmt: skip


QUESTIONS = (AskStep, ChooseStep, ConfirmStep, RepeatStep, CollectStep)
"""Steps at which a citizen is asked."""
_CHANGING = (BookStep, PayStep, RefundStep, SubmitStep, IssueStep)
_UNASKED = ("timeout", "none")
"""Outcomes of a question that come without a word of the citizen: silence, and rows of which there are none."""


class Edge(NamedTuple):
    """One way on.

    end: a step or an end; manner: what kind of way it is; about: the outcome, the option's key, the branch's place or the limit's name.
    `passed`: the step's own condition does not hold; `again`: back to an earlier question, which is asked anew, and so is what depends on
    it; `too_often`: instead of that, once it has been done as often as allowed; `changed`: officers ask for an answer again.
    """

    start: str
    end: str
    manner: Manner
    about: str = ""


@lru_cache(maxsize=64)
def edges_of(program: Program) -> tuple[Edge, ...]:
    """Return every way of a program, each once, in the order of its steps. A way to a fragment leads to the fragment's first step."""
    begins = firsts(program)
    found: dict[Edge, None] = {}
    for step in program.steps:
        for edge in _edges(step):
            if edge.end:
                first = edge.end if edge.end in program.by_id else begins.get(edge.end, edge.end)
                found[edge if first == edge.end else edge._replace(end=first)] = None
    return tuple(found)


@lru_cache(maxsize=64)
def ends_of(program: Program) -> tuple[str, ...]:
    """Return the ends that something leads to; a member of a family need not have all of its family's."""
    led = {edge.end for edge in edges_of(program)}
    return tuple(end for end in program.ends if end in led)


def changes_the_world(step: AnyStep) -> bool:
    """Tell whether what a step does stays done: its result is never forgotten, and nothing before it can be taken back."""
    return isinstance(step, _CHANGING) or (isinstance(step, CallStep) and step.writes)


def is_said(step: AnyStep, edge: Edge) -> bool:
    """Tell whether the citizen must do something for this way out of a step to be taken."""
    if edge.manner in ("option", "skipped", "gave_up"):
        return True
    if edge.manner not in ("outcome", "again", "too_often"):
        return False
    if isinstance(step, PayStep):
        return edge.about in ("paid", "failed")
    return isinstance(step, QUESTIONS) and edge.about not in _UNASKED


def _edges(step: AnyStep) -> Iterator[Edge]:
    if step.only_if is not None:
        yield Edge(step.id, step.then, "passed")
    match step:
        case WhenStep():
            for place, branch in enumerate(step.branches, 1):
                yield Edge(step.id, branch.then, "branch", f"branch {place}")
            yield Edge(step.id, step.then, "branch", "otherwise")
        case ChooseStep() if any(option.then for option in step.options):
            yield from _options(step)
        case UseStep() if step.outcomes:
            pass
        case _:
            yield from _led(step, best_of(step))
    for outcome in step.outcomes:
        if outcome != best_of(step):
            yield from _led(step, outcome)
    yield from _otherwise(step)


def best_of(step: AnyStep) -> str:
    """Return the outcome with which a step has done what it is for; empty where it has but one way on."""
    match step:
        case ConfirmStep():
            return "correct"
        case RefundStep():
            return "sent"
        case WaitStep():
            return "over"
        case _:
            return good_of(step)


def _options(step: ChooseStep) -> Iterator[Edge]:
    for option in step.options:
        if option.then:
            yield Edge(step.id, option.then, "option", option.key)
    if not all(option.then for option in step.options):
        yield from _led(step, best_of(step))


def _led(step: AnyStep, outcome: str) -> Iterator[Edge]:
    route = step.outcomes.get(outcome)
    if route is None:
        yield Edge(step.id, step.then, "outcome", outcome)
        return
    yield Edge(step.id, route.then, "again" if route.again else "outcome", outcome)
    if route.again:
        yield Edge(step.id, route.otherwise, "too_often", outcome)


def _otherwise(step: AnyStep) -> Iterator[Edge]:
    """Ways that are no outcome: giving up, passing an optional question over, officers asking again, a limit."""
    bearings: list[Patience | None] = [getattr(step, "patience", None)]
    match step:
        case RepeatStep():
            bearings += [part.patience for part in step.parts]
        case AskStep() | ChooseStep() if step.optional is not None:
            yield Edge(step.id, step.then, "skipped")
        case CallStep():
            for limit in step.limits:
                yield Edge(step.id, limit.over, "limit", limit.name)
        case ApproveStep():
            for shown in step.may_change:
                yield Edge(step.id, shown.step, "changed", shown.name)
        case _:
            pass
    for target in dict.fromkeys(each.give_up for each in bearings if each is not None):
        yield Edge(step.id, target, "gave_up")
