"""What a citizen would say to give a recorded answer to the question that stands: typed, tapped or sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.domain.message import Incoming, LocationIn, MediaIn, TapIn, TextIn
from engine.domain.session import Session
from engine.domain.types import Date, Document, Location, Money, YesNo
from engine.interpreter import memory, questions, several
from engine.interpreter.records import in_hand, name_of, part_asked
from engine.interpreter.run import Run
from engine.interpreter.steps.repeat import ADD, COMPLETE
from engine.language.compiled import (
    AskStep,
    ChooseStep,
    CollectStep,
    ConfirmStep,
    RepeatStep,
    TreeNode,
)
from engine.language.program import Program
from engine.scenarios.replaying.recording import Recording
from engine.scenarios.replaying.standing_in import EXAMPLES

PAISE = 100
FILE: Mapping[str, Any] = {"media": "sample", "mime": "image/jpeg", "name": "", "bytes": 100_000}


class Unanswered(Exception):
    """The recording has no answer to this question; the message says why."""


class Unkept(Unanswered):
    """There was an answer once, and it was not kept: nothing can be said of this conversation from here on."""


def answer(program: Program, session: Session, recording: Recording, now: datetime) -> Incoming:
    """Return the citizen's next message. Raises Unanswered."""
    run = Run(program, memory.copy(session), now)
    step = program.by_id[session.at]
    match step:
        case ConfirmStep():
            return _tap(session, "correct")
        case CollectStep():
            return _file(_paper(step, run, recording))
        case RepeatStep():
            return _of_list(run, step, recording)
        case AskStep() | ChooseStep():
            if step.id in recording.skipped and step.id not in recording.answers:
                return _tap(session, questions.SKIP)
            return _of_question(run, step, _told(step, recording))
        case _:
            raise Unanswered("it is no question")


def _told(step: AskStep | ChooseStep, recording: Recording) -> Any:
    """Return the answer as it is kept; of a kind whose stand-in is the same for everybody also where it is not. Raises Unanswered."""
    if step.id in recording.answers:
        return recording.answers[step.id]
    if isinstance(step, AskStep) and step.kind.name in EXAMPLES and step.id in recording.asked:
        return EXAMPLES[step.kind.name]
    raise _without(step.id, recording)


def _without(name: str, recording: Recording) -> Unanswered:
    if name in recording.asked:
        return Unkept("what was answered then is not kept")
    return Unanswered("it was not asked then")


def _of_question(run: Run, step: AskStep | ChooseStep, value: Any) -> Incoming:
    return (
        _typed(run.session, step, value) if isinstance(step, AskStep) else _chosen(run, step, value)
    )


def _typed(session: Session, step: AskStep, value: Any) -> Incoming:
    match step.type:
        case YesNo():
            return _tap(session, questions.YES if value else questions.NO)
        case Document():
            return _file(value)
        case Location():
            return LocationIn(value["latitude"], value["longitude"], value.get("name", ""))
        case Money():
            rupees, paise = divmod(int(value), PAISE)
            return TextIn(f"{rupees}.{paise:02}" if paise else str(rupees))
        case Date():
            return TextIn("-".join(reversed(str(value).split("-"))))
        case _:
            return TextIn(str(value))


def _chosen(run: Run, step: ChooseStep, value: Any) -> Incoming:
    if step.several is not None:
        left = [each for each in value if each not in several.so_far(run)]
        return _tap(run.session, left[0] if left else several.DONE)
    if step.tree is not None:
        path = _path(step.tree, value)
        taken = run.session.local.get("path", [])
        if path is None or len(taken) >= len(path):
            raise Unanswered("what was chosen is not there any more")
        return _tap(run.session, str(path[len(taken)]))
    if step.rows is not None:
        return _tap(run.session, _row(run, step, value))
    return _tap(run.session, str(value))


def _row(run: Run, step: ChooseStep, value: Any) -> str:
    """Return the place of the row that was chosen: the same, else one that begins the same."""
    assert step.rows is not None  # noqa: S101 (the caller looked)
    rows = list(step.rows.value(run.env(step.computed)) or ())
    shown = [int(offer.value) for offer in questions.rows(run, step)]
    same = [place for place in shown if rows[place] == value]
    alike = [place for place in shown if _first(rows[place]) == _first(value)]
    if same or alike:
        return str((same or alike)[0])
    raise Unanswered("what was chosen is not there any more")


def _first(row: Any) -> Any:
    return next(iter(row.values()), None) if isinstance(row, Mapping) else row


def _path(tree: TreeNode, record: Any) -> list[int] | None:
    """Return the way to the leaf whose record this is."""
    for place, child in enumerate(tree.children):
        if not child.children and dict(child.record) == record:
            return [place]
        deeper = _path(child, record) if child.children else None
        if deeper is not None:
            return [place, *deeper]
    return None


def _of_list(run: Run, step: RepeatStep, recording: Recording) -> Incoming:
    records = recording.answers.get(step.id)
    if records is None:
        raise _without(step.id, recording)
    part = part_asked(step, run.session.local)
    nth, _ = in_hand(run.session.local)
    if part is None:
        done = len(run.session.local["records"]) >= len(records)
        return _tap(run.session, COMPLETE if done else ADD)
    if nth >= len(records):
        raise Unanswered("fewer were told of then")
    value = records[nth].get(name_of(part))
    return _tap(run.session, questions.SKIP) if value is None else _of_question(run, part, value)


def _paper(step: CollectStep, run: Run, recording: Recording) -> Any:
    received = run.session.local.get("papers", {})
    kept = recording.answers.get(step.id) or {}
    env = run.env(step.computed)
    for paper in step.papers:
        applies = paper.upload and (paper.only_if is None or paper.only_if(env))
        if applies and paper.id not in received:
            if paper.id not in kept:
                if not kept and step.id in recording.asked:
                    return FILE  # one file is as good as another
                if not kept:
                    raise _without(step.id, recording)
                raise Unanswered(f"{paper.id} was not asked for then")
            return kept[paper.id]
    return FILE


def _file(value: Any) -> MediaIn:
    return MediaIn(value["media"], value["mime"], value["name"], value["bytes"], voice=value["mime"].startswith("audio/"))  # fmt: skip


def _tap(session: Session, value: str) -> TapIn:
    return TapIn(f"{session.id}.{session.turn}.{value}", "…")
