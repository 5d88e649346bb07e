"""How often each step can be done in one case, given that what is still answered is not asked again.

Going back with `again`, or because officers ask, forgets one answer and what depends on it. On the way to where one came from, every step
whose answer is still there is passed over (`engine/interpreter/walking.py`): done anew is what was forgotten, what keeps no answer (a
review, a question that was skipped), and the step one came from. A plain way back does all of its circle anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.language.compiled import (
    AnyStep,
    ApproveStep,
    AskStep,
    CallStep,
    ChooseStep,
    CollectStep,
    IssueStep,
    RepeatStep,
    SendStep,
    SetStep,
    SubmitStep,
    WaitStep,
)
from engine.language.edges import Edge
from engine.language.program import Program

_KEPT = (SetStep, SubmitStep, IssueStep, SendStep, WaitStep)
"""Steps that are passed over once they were done, until what they stand on is forgotten."""


def redone(program: Program, edge: Edge, between: Iterable[str]) -> set[str]:
    """Return the steps that may be done anew when this way back is gone once. between: every step on the circle it closes."""
    if edge.manner not in ("again", "changed"):
        return set(between)
    forgotten = _forgotten(program, edge)
    return {
        name
        for name in between
        if name == edge.start or name in forgotten or not _is_kept(program, program.by_id[name])
    }


def _forgotten(program: Program, edge: Edge) -> set[str]:
    """Return the steps whose answers are forgotten: those of the target, which may be a fragment, and all that depend on them."""
    step = program.by_id[edge.start]
    names = [edge.end]
    if edge.manner == "again":
        names.append(step.outcomes[edge.about].then)
    elif isinstance(step, ApproveStep):
        names += [shown.step for shown in step.may_change]
    found = {
        each.id
        for each in program.steps
        if any(each.id == name or each.id.startswith(name + ".") for name in names)
    }
    return found.union(*(program.dependents.get(each, frozenset()) for each in found))


def _is_kept(program: Program, step: AnyStep) -> bool:
    """Tell whether a step is passed over once it was done: it keeps an answer whatever came of it, unless the case ended there."""
    match step:
        case AskStep() | ChooseStep() | RepeatStep() | CollectStep():
            silent = [route.then for name, route in step.outcomes.items() if name == "timeout"]
            ways = [step.patience.give_up, *silent]
            kept = getattr(step, "optional", None) is None
        case CallStep():
            ways, kept = [limit.over for limit in step.limits], True
        case _:
            ways, kept = [], isinstance(step, _KEPT)
    return kept and all(way in program.ends for way in ways)


def all_done(costs: Mapping[str, int], laps: Iterable[tuple[set[str], int]]) -> int:
    """Return what all steps cost together, each as often as it may be done. laps: what is done anew, and how often."""
    times = dict.fromkeys(costs, 1)
    for names, often in laps:
        for name in names & times.keys():
            times[name] += often
    return sum(cost * times[name] for name, cost in costs.items())
