"""How many seconds a step can take, at least and at most."""

from __future__ import annotations

from math import inf

from engine.domain.duration import Duration
from engine.language.compiled import (
    AnyStep,
    ApproveStep,
    AskStep,
    CallStep,
    ChooseStep,
    CollectStep,
    ConfirmStep,
    PayStep,
    RepeatStep,
    WaitStep,
)
from engine.language.edges import Edge

DAY_S = 86_400
_LEAST = {"months": 28 * DAY_S, "years": 365 * DAY_S, "working_hours": 3_600}
_MOST = {
    "months": 31 * DAY_S,
    "years": 366 * DAY_S,
    "working_hours": DAY_S,
    "working_days": 7 * DAY_S,
}
"""A working day can lie behind a week of holidays; further apart they are nowhere."""


def least_s(duration: Duration) -> int:
    """Return the shortest this length of time can be."""
    if duration.seconds is not None:
        return duration.seconds
    if duration.unit == "working_days":
        return max(0, duration.amount - 1) * DAY_S
    return duration.amount * _LEAST[duration.unit]


def most_s(duration: Duration) -> int:
    """Return the longest this length of time can be."""
    return duration.amount * _MOST[duration.unit] if duration.seconds is None else duration.seconds


def slowest_s(step: AnyStep) -> float:
    """Return how long a case can stand at a step at most; without end before officers."""
    match step:
        case AskStep() | ChooseStep() | ConfirmStep() | CollectStep() | RepeatStep():
            return step.patience.up_to_s or step.patience.expire_after_s
        case PayStep():
            return step.within_s
        case WaitStep():
            return most_s(step.duration)
        case CallStep():
            return most_s(step.keep_trying) if step.keep_trying else 0
        case ApproveStep():
            return inf
        case _:
            return 0


def fastest_s(step: AnyStep, edge: Edge) -> int:
    """Return how long a step takes at least when it is left by this way."""
    match step, edge.about:
        case WaitStep(), "over":
            return least_s(step.duration)
        case PayStep(), "expired":
            return step.within_s
        case CallStep(), "gave_up" if step.keep_trying is not None:
            return least_s(step.keep_trying)
        case AskStep() | ChooseStep() | ConfirmStep(), "timeout":
            return step.patience.up_to_s
        case _:
            return 0
