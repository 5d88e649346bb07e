"""How many bytes a case can take in the store at most: its answers at their longest, and what is noted beside them.

The stored form is one line of JSON (`engine/domain/session.py`). Each value is taken at the longest its type allows, a letter at four
bytes; an answer lies there once, wherever it was put aside. Of words kept for the next message as many are counted as one message holds.
"""

from __future__ import annotations

from engine.domain.limits import TEXT_BODY
from engine.domain.types import (
    Choice,
    Choices,
    Date,
    Document,
    Duration,
    Label,
    ListOf,
    Location,
    Moment,
    Money,
    Number,
    Record,
    Secret,
    Text,
    Time,
    Type,
    Word,
    YesNo,
)
from engine.language.bounds.records import records_of
from engine.language.compiled import (
    ApproveStep,
    BookStep,
    CollectStep,
    IssueStep,
    PayStep,
    RefundStep,
    RepeatStep,
    SubmitStep,
)
from engine.language.edges import QUESTIONS
from engine.language.program import Program

LETTER = 4
"""Bytes of a letter: UTF-8 has no longer ones."""
MARKS = 4
"""Quotes, colon, comma."""
KEY = 60
"""An effect's key, or a moment: a case's id and a number."""
CASE = 600
"""Everything that has but one place in a case: ids, language, state, step, number, days."""
SAID = TEXT_BODY * LETTER
"""Words for the next message while a short call is under way."""
DOCUMENT = 1_500
"""A file's id, its name, its kind."""
ISSUED = DOCUMENT + 500
PLACE = 600
"""A place on the map, with a name."""
_FIXED: dict[type, int] = {
    Number: 20,
    Money: 20,
    Date: 12,
    Time: 8,
    Moment: 24,
    Duration: 30,
    YesNo: 5,
    Secret: 40,
    Document: DOCUMENT,
    Location: PLACE,
}
LANGUAGES = 4
"""In how many languages our own words stand in an answer."""


def longest(kind: Type) -> int:
    """Return how many bytes a value of this type takes at most, with the comma behind it."""
    match kind:
        case Text() | Word():
            return kind.longest * LETTER + MARKS
        case Label():
            return LANGUAGES * (kind.longest * LETTER + 2 * MARKS) + MARKS
        case Choice(options):
            return max(map(len, options), default=0) + MARKS
        case Choices(options):
            return sum(sorted(map(len, options))[-kind.most :]) + MARKS * (kind.most + 1)
        case Record(fields):
            return MARKS + sum(len(name) + MARKS + longest(each) for name, each in fields.items())
        case ListOf(item, at_most):
            return MARKS + at_most * longest(item)
        case _:
            return _FIXED[type(kind)] + MARKS


def session_bytes(program: Program) -> int:
    """Return how many bytes a case of this service takes at most."""
    answers = {step.id: _answer(program, step.id) for step in program.steps}
    in_hand = max(
        (answers[step.id] for step in program.steps if isinstance(step, RepeatStep | CollectStep)),
        default=0,
    )
    kept = sum(len(name) + MARKS + room for name, room in answers.items())
    return CASE + SAID + kept + in_hand + sum(map(len, program.ends)) + _notes(program)


def _answer(program: Program, name: str) -> int:
    if isinstance(program.by_id[name], IssueStep):
        return ISSUED
    kind, step = program.types.get(name), program.by_id[name]
    if isinstance(kind, ListOf) and isinstance(step, RepeatStep):
        kind = ListOf(kind.item, records_of(program, step)[1])
    return 0 if kind is None else longest(kind)


def _notes(program: Program) -> int:
    """Return what stands beside the answers: questions answered, ways taken, counts, holds, keys."""
    total, longest_id = 0, max(map(len, program.by_id), default=0)
    for step in program.steps:
        name = len(step.id) + MARKS
        total += 2 * name + longest_id + MARKS
        if isinstance(step, QUESTIONS):
            total += 2 * name + KEY
        again = [outcome for outcome, route in step.outcomes.items() if route.again]
        total += sum(name + len(outcome) + 8 for outcome in again)
        if isinstance(step, BookStep):
            total += 2 * (name + KEY) + 100 * LETTER + len(step.settle) + len(step.release) + 40
        if isinstance(step, PayStep | RefundStep | SubmitStep | ApproveStep | IssueStep):
            total += 4 * (name + KEY)
    return total
