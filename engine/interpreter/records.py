"""The notes `repeat` keeps: the records so far, the one in hand, the part being asked; and answers that are asked again first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.interpreter import questions, several
from engine.interpreter.run import Run
from engine.language.compiled import AskStep, ChooseStep, RepeatStep

AGAIN = "again"
"""[place of a record, place of a part] of each answer that must be given again, in order."""

WHOLE = "whole"
"""The list was complete before: with the answers given again it is once more."""

Part = AskStep | ChooseStep


def empty(refused: int = 0) -> dict[str, Any]:
    """Return an empty list to begin with; refused: how many whole lists were refused before."""
    return {"records": [], "record": {}, "part": 0, "refused": refused}


def whole(records: list[Any]) -> dict[str, Any]:
    """Return the notes of a list that was complete, for coming back to it."""
    return {**empty(), "records": records, "record": None, WHOLE: True}


def name_of(part: Part) -> str:
    """Return under which name a part's answer stands in its record."""
    return part.id.rpartition(".")[2]


def in_hand(local: dict[str, Any]) -> tuple[int, int | None]:
    """Return the places of the record and of the part being asked, None while the list as a whole is looked at."""
    if local.get(AGAIN):
        nth, place = local[AGAIN][0]
        return nth, place
    return len(local["records"]), None if local["record"] is None else local["part"]


def part_asked(step: RepeatStep, local: dict[str, Any]) -> Part | None:
    """Return the question of a record that stands, or None while the list as a whole is looked at."""
    _, place = in_hand(local)
    return None if place is None else step.parts[place]


def record_at(local: dict[str, Any], nth: int) -> dict[str, Any]:
    """Return the record at this place, which may be the one in hand."""
    known: list[dict[str, Any]] = [*local["records"], local["record"]]
    return known[nth]


def keep(local: dict[str, Any], nth: int, record: dict[str, Any]) -> None:
    """Put a record in its place."""
    if nth < len(local["records"]):
        records = list(local["records"])
        records[nth] = record
        local["records"] = records
    else:
        local["record"] = record


def forward(run: Run) -> None:
    """Go on to what is asked next."""
    local = run.session.local
    if local.get(AGAIN):
        local[AGAIN] = local[AGAIN][1:]
    else:
        local["part"] += 1
    _clean(run)


def _clean(run: Run) -> None:
    """Forget how far the question in hand had come."""
    for note in ("page", "path", questions.EITHER, several.PICKED):
        run.session.local.pop(note, None)
    run.session.tries = 0


def note_lost(step: RepeatStep, run: Run, is_lost: Callable[[Any], bool]) -> None:
    """Ask only for the answers that were lost; everything else in the list stays."""
    local = run.session.local
    records = [*local["records"], local["record"] or {}]
    lost = [
        [nth, place]
        for nth, record in enumerate(records)
        for place, part in enumerate(step.parts)
        if is_lost(record.get(name_of(part)))
    ]
    known = local.get(AGAIN, [])
    _clean(run)
    local[AGAIN] = [*known, *(each for each in lost if each not in known)]
