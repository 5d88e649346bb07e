"""Which questions ask for something about a person, by the type of their answer alone."""

from __future__ import annotations

from datetime import UTC, datetime

from engine.language.compiled import AskStep, ChooseStep, CollectStep, RepeatStep
from engine.language.expressions import Env
from engine.language.expressions.env import Unset

PAST_DATE, DOCUMENT = "past_date", "document"
"""A date that lies in the past, as a date of birth; a paper."""

_SOME_DAY = Env({}, datetime(2026, 1, 1, 6, tzinfo=UTC))
_THAT_DAY = "2026-01-01"


def is_personal(
    step: AskStep | ChooseStep | RepeatStep | CollectStep, types: frozenset[str]
) -> bool:
    """Tell whether the answer is of a type the state always calls personal."""
    match step:
        case AskStep():
            return step.kind.name in types or (PAST_DATE in types and _is_past(step))
        case RepeatStep():
            return any(is_personal(part, types) for part in step.parts)
        case CollectStep():
            return DOCUMENT in types
        case ChooseStep():
            return False


def _is_past(step: AskStep) -> bool:
    """A day whose bounds end today or earlier; bounds that read answers are not looked at."""
    if step.kind.name != "date":
        return False
    try:
        bounds = step.bounds(_SOME_DAY)
    except Unset:
        return False
    return "past" in bounds.options or (isinstance(bounds.most, str) and bounds.most <= _THAT_DAY)
