"""Every way out of a step with what is certain on it: the interpreter's own walk, for all citizens at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.language.assignment.literals import Literal, equals
from engine.language.assignment.state import State
from engine.language.assignment.uses import ENTRY
from engine.language.assignment.ways import FIRM_OR_HELD, Ways, good_of
from engine.language.compiled import (
    AnyStep,
    ApproveStep,
    AskStep,
    CallStep,
    ChooseStep,
    Patience,
    RepeatStep,
    UseStep,
    WhenStep,
)

SKIPPED, PASSED, GIVEN_UP, CHANGED, BACK = "skipped", "passed", "given up", "changed", "back"


class Way(NamedTuple):
    """One way on. to: the step or end; how: what happened, in a word; about: the outcome, option or answer it happened with."""

    to: str
    state: State
    how: str = ""
    about: str = ""


def leave(ways: Ways, step: AnyStep, state: State) -> Iterator[Way]:
    """Yield every way out of a step that is reached in this state."""
    entered = ways.entered(step, state)
    passed = ways.assuming(entered, step.id, ENTRY, holds=False)
    if passed is not None:
        mask = 0 if isinstance(step, FIRM_OR_HELD) else ways.cells.of_step(step.id)
        yield Way(step.then, ways.gone(passed, mask), PASSED)
    inside = ways.assuming(entered, step.id, ENTRY, holds=True)
    if inside is None:
        return
    for way in _ways(ways, step, inside):
        if way.to:
            about = way.how or way.about
            to = way.to if way.to in ways.order else ways.firsts.get(way.to, way.to)
            yield Way(to, ways.marked(step.id, about, way.state), way.how, way.about)


def _ways(ways: Ways, step: AnyStep, state: State) -> Iterator[Way]:
    match step:
        case WhenStep():
            yield from _fork(ways, step, state)
            return
        case ChooseStep() if any(option.then for option in step.options):
            yield from _options(ways, step, state)
        case UseStep() if step.outcomes:
            pass
        case _:
            yield from _led(ways, step, good_of(step), state)
    for outcome in step.outcomes:
        if outcome != good_of(step):
            yield from _led(ways, step, outcome, state)
    yield from _otherwise(ways, step, state)


def _led(ways: Ways, step: AnyStep, outcome: str, state: State) -> Iterator[Way]:
    route, about = step.outcomes.get(outcome), outcome if outcome != good_of(step) else ""
    then = ways.with_outcome(step, state, outcome)
    if route is None:
        yield Way(step.then, then, "", about)
    elif route.again:
        yield Way(route.then, ways.gone(then, ways.forgotten(route.then)), BACK, route.then)
        yield Way(route.otherwise, then, "", about)
    else:
        yield Way(route.then, then, "", about)


def _options(ways: Ways, step: ChooseStep, state: State) -> Iterator[Way]:
    """Options that lead somewhere by themselves; the others go on as one."""
    answered = ways.with_outcome(step, state, good_of(step))
    rest = answered
    for option in step.options:
        if option.then:
            yield Way(
                option.then,
                _chosen(ways, answered, step.id, option.key, holds=True),
                "",
                option.key,
            )
            rest = _chosen(ways, rest, step.id, option.key, holds=False)
    if not all(option.then for option in step.options):
        route = step.outcomes.get(good_of(step))
        yield Way(route.then if route else step.then, rest)


def _chosen(ways: Ways, state: State, step: str, key: str, *, holds: bool) -> State:
    literal = Literal(equals(step, key), holds, frozenset((step,)))
    return state.assuming((frozenset((literal,)),), ways.cells.answered) or state


def _fork(ways: Ways, step: WhenStep, state: State) -> Iterator[Way]:
    for place, branch in enumerate(step.branches):
        taken = ways.assuming(state, step.id, f"when {place}", holds=True)
        if taken is not None:
            yield Way(branch.then, taken, "", branch.then)
        left = ways.assuming(state, step.id, f"when {place}", holds=False)
        if left is None:
            return
        state = left
    yield Way(step.then, state, "", step.then if step.branches else "")


def _otherwise(ways: Ways, step: AnyStep, state: State) -> Iterator[Way]:
    """Ways that are no outcome: giving up, passing an optional question over, officers asking again, a limit.

    A citizen who changes an answer comes to a question that was put before: what was certain there is so still, but for what depends
    on its answer, and that is looked at where the question is entered.
    """
    bearings: list[Patience | None] = [getattr(step, "patience", None)]
    match step:
        case RepeatStep():
            bearings += [part.patience for part in step.parts]
        case AskStep() | ChooseStep() if step.optional is not None:
            yield Way(step.then, state, SKIPPED)
        case CallStep():
            for limit in step.limits:
                yield Way(limit.over, state, "", "over_limit")
        case ApproveStep():
            for name, gone in ways.asked_back(step)[0]:
                yield Way(name, ways.gone(state, gone), CHANGED, name)
    for target in dict.fromkeys(each.give_up for each in bearings if each is not None):
        yield Way(target, state, GIVEN_UP)
