"""How many records a list holds: what is written, or what the question allows that asks for the number."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from engine.domain.types import Number
from engine.language.compiled import AskStep, FeeGap, RepeatStep
from engine.language.expressions.env import Env, Unset
from engine.language.program import Program

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_FIRST_MARK = 1_000_000_007
"""No calculation gives such a number by chance: where it comes out, it was read as it is."""


def records_of(program: Program, step: RepeatStep) -> tuple[int, int]:
    """Return the fewest and the most records of a list."""
    asked = _asked_for(program, step) if step.count is not None else None
    if asked is None:
        return step.least, step.most
    try:
        bounds = asked.bounds(Env(dict(program.constants), _ANY_DAY, program.calendar))
    except (Unset, FeeGap):
        return step.least, step.most
    least, most = bounds.least, bounds.most
    return (
        max(0, least) if isinstance(least, int) else step.least,
        min(most, step.most) if isinstance(most, int) else step.most,
    )


def _asked_for(program: Program, step: RepeatStep) -> AskStep | None:
    """Return the question whose answer is the number of records, nothing where the number is calculated or comes from elsewhere."""
    asked = {
        _FIRST_MARK + place: each
        for place, each in enumerate(program.steps)
        if isinstance(each, AskStep) and isinstance(each.type, Number) and "." not in each.id
    }
    values: dict[str, Any] = {each.id: mark for mark, each in asked.items()}
    try:
        counted = step.count(Env(values, _ANY_DAY, program.calendar)) if step.count else None
    except (Unset, FeeGap):
        return None
    return asked.get(counted) if isinstance(counted, int) else None
