"""A conversation that was held, as it is kept for trying it again: what was answered to which question, and what the world replied."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from engine.domain.session import Session
from engine.domain.types import ListOf, Type
from engine.interpreter import memory
from engine.interpreter.trace import TraceRecord
from engine.language.compiled import (
    ApproveStep,
    AskStep,
    BookStep,
    CallStep,
    ChooseStep,
    CollectStep,
    IssueStep,
    PayStep,
    RefundStep,
    RepeatStep,
    SubmitStep,
    WaitStep,
)
from engine.language.expressions.env import Env
from engine.language.program import Program
from engine.scenarios.replaying.standing_in import EXAMPLES, masked, stand_in

FORMAT = 1

OVER_LIMIT = "over_limit"
SILENT = ("gave up", "expired", "timeout", "stopped")
"""What the trace says where a citizen did not answer a question in the end."""

TWICE = ("held", "opened", "issued", "paid")
"""Outcomes the trace names both when their value is kept and when they are followed."""

BEGINS = ("asked", "called", "said", "set", "otherwise", "branch 1")
"""What the trace says as a step is entered."""

ANSWERED = (AskStep, ChooseStep, RepeatStep, CollectStep)
REPLIED = (CallStep, BookStep, PayStep, RefundStep, SubmitStep, ApproveStep, IssueStep, WaitStep)

INTERIM = frozenset(
    (
        "called", "replied", "asked", "moved", "submitted", "waiting", "released", "answered", "asked for money", "asked for a refund",
        "asked for the certificate", "before officers",
    )
)  # fmt: skip
"""What the trace says of a step that waits for the world, and is no outcome of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One case. digest: of the program it ran; held: the day it began, stored form; answers: stand-ins by question; skipped: questions
    passed over; silent: questions the citizen did not answer in the end; outcomes: by step, in order; gives: what the last reply gave,
    stand-ins; asked: questions that were answered, also those whose answer is not kept; later: what was taken up of the finished case;
    at, state: where it stood at last; lasted: days from its beginning to its end."""

    service: str
    digest: str
    language: str
    held: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gives: Mapping[str, Any] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    at: str = ""
    state: str = ""
    lasted: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return plain values, with the format's number."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, plain: Any) -> Recording:
        """Return the recording in these plain values. Raises ValueError where they are none."""
        if not isinstance(plain, dict) or plain.get("format") != FORMAT:
            message = f"not a recorded conversation of format {FORMAT}"
            raise ValueError(message)
        known = {name: value for name, value in plain.items() if name != "format"}
        try:
            made = cls(**known)
        except TypeError as trouble:
            raise ValueError(str(trouble)) from None
        return made


def record(
    program: Program, session: Session, trace: Iterable[TraceRecord], compared: frozenset[str]
) -> Recording:
    """Return a case as it is kept. trace: of this case, in order; compared: names the flow's conditions read."""
    held = date.fromisoformat(session.opened[:10]) if session.opened else date(2026, 1, 1)
    answers, gives = {}, {}
    for step in program.steps:
        value = memory.get(session.answers, step.id)
        if value is None:
            continue
        if isinstance(step, ANSWERED):
            answers[step.id] = _answer(program, step, value, held, step.id in compared)
        elif isinstance(step, REPLIED):
            gives[step.id] = stand_in(_type(program, step.id), value, held)
    noted = list(trace)
    return Recording(
        service=program.service,
        digest=program.digest,
        language=session.language,
        held=held.isoformat(),
        answers=answers,
        skipped=_with(noted, ("skipped",)),
        silent=_with(noted, SILENT),
        outcomes=_outcomes(program, noted),
        gives=gives,
        asked=_with(noted, ("answered", "chosen")),
        later=_later(program, noted),
        at=session.at,
        state=session.state,
        lasted=(date.fromisoformat(session.ended[:10]) - held).days if session.ended else 0,
    )


def _answer(
    program: Program,
    step: AskStep | ChooseStep | RepeatStep | CollectStep,
    value: Any,
    held: date,
    exact: bool,
    row_of: str = "",
) -> Any:
    """Return an answer as it is kept. row_of: the list in whose rows the question stands."""
    if isinstance(step, AskStep) and step.kind.name in EXAMPLES:
        return EXAMPLES[step.kind.name]
    if isinstance(step, AskStep) and step.kind.name == "reference":
        bounds = step.bounds(Env({}, datetime.combine(held, time(), UTC)))
        return bounds.example or masked(str(value))
    if isinstance(step, ChooseStep) and step.tree is not None:
        return value  # a row of a public list
    if isinstance(step, RepeatStep):
        return [_record_of(program, step, each, held) for each in value]
    name = f"{row_of}.{step.id}" if row_of else step.id
    return stand_in(_type(program, name), value, held, exact=exact)


def _record_of(program: Program, step: RepeatStep, value: Mapping[str, Any], held: date) -> Any:
    parts = {part.id.rpartition(".")[2]: part for part in step.parts}
    return {
        name: _answer(program, parts[name], each, held, False, step.id) if name in parts else each
        for name, each in value.items()
    }


def _type(program: Program, name: str) -> Type | None:
    """Return the type of an answer, also of one in a row of a list (`members.relation`)."""
    found = program.types.get(name)
    whole, _, part = name.rpartition(".")
    rows = program.types.get(whole) if found is None else None
    return rows.item.fields.get(part) if isinstance(rows, ListOf) else found


def _with(trace: list[TraceRecord], deeds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, name, did in trace if did in deeds))


def _later(program: Program, trace: list[TraceRecord]) -> tuple[str, ...]:
    firsts = {later.first: name for name, later in program.later.items()}
    found = (firsts[name] for _, name, did in trace if name in firsts and did in BEGINS)
    return tuple(dict.fromkeys(found))


def _outcomes(program: Program, trace: list[TraceRecord]) -> dict[str, tuple[str, ...]]:
    """Return the outcomes of each step that waited for the world, in order."""
    found: dict[str, list[str]] = {}
    for _, name, did in trace:
        step = program.by_id.get(name)
        if isinstance(step, REPLIED) and _is_outcome(step, did):
            found.setdefault(name, []).append(OVER_LIMIT if did == "over limit" else did)
    return {name: _once(program, name, each) for name, each in found.items()}


def _is_outcome(step: Any, did: str) -> bool:
    named = (*step.outcomes, getattr(step, "good", ""), "over limit")
    return did in named or (did not in INTERIM and " " not in did)


def _once(program: Program, name: str, outcomes: list[str]) -> tuple[str, ...]:
    """Return outcomes without the doubles of steps that note an outcome both when it is kept and when it is followed."""
    if not isinstance(program.by_id[name], BookStep | SubmitStep | IssueStep | PayStep):
        return tuple(outcomes)
    kept: list[str] = []
    waiting = deque(outcomes)
    while waiting:
        kept.append(waiting.popleft())
        if kept[-1] in TWICE and waiting and waiting[0] == kept[-1]:
            waiting.popleft()
    return tuple(kept)
