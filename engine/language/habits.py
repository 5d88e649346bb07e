"""What citizens do in any service beside answering: they correct an answer, and they come back later. Which of it a conversation tries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from engine.domain.commands import WORDS
from engine.domain.comparing import fold
from engine.language.circuits import onward
from engine.language.compiled import ApproveStep, PayStep, WaitStep
from engine.language.edges import QUESTIONS, changes_the_world, edges_of
from engine.language.model.scenario import AnyLine, CitizenTaps, CitizenTypes, Scenario, TimePasses
from engine.language.program import Program

Habit = Literal["correction", "pause"]
"""correction: an answer is taken back and given anew; pause: time passes."""
HABITS: tuple[Habit, ...] = ("correction", "pause")

_WAITING = (*QUESTIONS, PayStep, ApproveStep, WaitStep)
_REVIEWED_WRONG = "wrong"
_TAKING_BACK = frozenset(map(fold, (*WORDS["back"], *WORDS["change"])))
_UNPAID_IN_TIME = frozenset({"expired", "late"})


def habits_of(program: Program) -> tuple[Habit, ...]:
    """Return what citizens may do in a service: correct an answer, where another question follows it before anything is done that
    cannot be taken back; let time pass, where a question, a payment, officers or a day is waited for."""
    return tuple(_may(program))


def tried_in(scenario: Scenario) -> frozenset[Habit]:
    """Return what is tried of it."""
    return frozenset(habit for habit in HABITS if tries(scenario, habit))


def tries(scenario: Scenario, habit: Habit) -> bool:
    """Tell whether it is tried: the citizen says "back" or "change" or taps "wrong" at a review; time passes or a payment runs out."""
    if habit == "correction":
        return any(map(_takes_back, scenario.talk))
    unpaid = not _UNPAID_IN_TIME.isdisjoint(scenario.world.get("pay", ()))
    return unpaid or any(isinstance(line, TimePasses) for line in scenario.talk)


def _may(program: Program) -> Iterator[Habit]:
    if _can_correct(program):
        yield "correction"
    if any(isinstance(step, _WAITING) for step in program.steps):
        yield "pause"


def _can_correct(program: Program) -> bool:
    """Tell whether from a question another one is come to; being sent back to the same one is no other."""
    ways = onward(each for each in edges_of(program) if each.manner not in ("again", "changed"))
    waiting = [step.id for step in program.steps if isinstance(step, QUESTIONS)]
    seen = set(waiting)
    while waiting:
        for edge in ways.get(waiting.pop(), ()):
            step = program.by_id.get(edge.end)
            if isinstance(step, QUESTIONS):
                return True
            if step is not None and step.id not in seen and not changes_the_world(step):
                seen.add(step.id)
                waiting.append(step.id)
    return False


def _takes_back(line: AnyLine) -> bool:
    match line:
        case CitizenTaps(option=option):
            return option == _REVIEWED_WRONG
        case CitizenTypes(text=text):
            return fold(text) in _TAKING_BACK
        case _:
            return False
