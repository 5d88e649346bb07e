"""approve: parks the case before officers; they may ask answers again, and in the end they decide.

Stages: `deciding` (with officers), `asked_back` (with the citizen).
"""

from __future__ import annotations

from datetime import timedelta

from engine.domain.calendar import format_moment
from engine.domain.effect import AnswerOfficers, AskOfficers, Stage
from engine.domain.event import AskedBack, Replied
from engine.interpreter import changing, memory
from engine.interpreter.memory import OFFICERS_ASK
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import LAPSED, STAY, Runner, Wakes, meanwhile
from engine.language.compiled import ApproveStep

ASKED_BACK = "asked_back"


def enter(step: ApproveStep, run: Run) -> str | None:
    """Put the case before its first stage, or give officers the answers they asked for."""
    request = run.session.counts.get(f"{step.id}.{ASKED_BACK}", 0)
    if step.id + OFFICERS_ASK in run.session.keys:
        return _give(step, run, request)
    key = run.key()
    env = run.env(step.computed)
    stages = tuple(
        Stage(
            plan.id,
            str(plan.role(env)),
            "" if plan.area is None else str(plan.area(env)),
            str(plan.limit(env)),
            plan.may,
            "" if plan.by is None else str(plan.by(env)),
        )
        for plan in step.stages
    )
    effect = AskOfficers(
        key, run.session.keys[step.case], stages, step.reasons, tuple(shown.name for shown in step.may_change),
        step.ask_backs, step.escalate,
    )  # fmt: skip
    _park(step, run, key)
    run.effects.append(effect)
    run.session.keys[step.id] = key
    meanwhile(step, run)
    run.barrier()
    run.note(step.id, "before officers")
    return STAY


def _park(step: ApproveStep, run: Run, key: str) -> None:
    run.session.at, run.session.state, run.session.pending, run.session.stage = (
        step.id,
        "parked",
        key,
        "deciding",
    )
    run.session.turn += 1


def _give(step: ApproveStep, run: Run, request: int) -> str | None:
    session = run.session
    case, key = session.keys[step.case], session.keys[step.id]
    lapsed = session.keys.pop(step.id + OFFICERS_ASK) == LAPSED
    answers = () if lapsed else changing.shown(run, step.may_change)
    run.effects.append(AnswerOfficers(run.key(), case, str(request), answers, lapsed))
    if lapsed:
        return run.route(step, LAPSED)
    _park(step, run, key)
    run.rest()
    run.say(run.phrase("given_again"))
    run.note(step.id, "answered officers")
    return STAY


def resume(step: ApproveStep, run: Run, event: Wakes) -> str | None:
    """Take an officer's decision, an officer's question, or a move from desk to desk."""
    session = run.session
    match event:
        case Replied(outcome="moved"):
            _moved(step, run, event)
            return STAY
        case Replied(outcome=outcome, gives=gives):
            memory.put(
                session.answers, step.id, {**(memory.get(session.answers, step.id) or {}), **gives}
            )
            run.brought(step.id, gives)
            return run.route(step, outcome)
        case AskedBack():
            return _ask_back(step, run, event)
        case _:
            return STAY


def _moved(step: ApproveStep, run: Run, event: Replied) -> None:
    """Remember who has the case now; of a move from one to another tell the citizen in a line."""
    known = memory.get(run.session.answers, step.id) or {}
    before, holder = known.get("holder"), event.gives.get("holder")
    memory.put(run.session.answers, step.id, {**known, **event.gives})
    run.note(step.id, "moved")
    if before and holder and before != holder:
        named = holder.get(run.session.language) or next(iter(holder.values()))
        run.say(run.phrase("moved_on", number=run.session.number, holder=named))


def _ask_back(step: ApproveStep, run: Run, asked: AskedBack) -> str | None:
    session = run.session
    wanted = [shown for shown in step.may_change if shown.name in asked.answers]
    if not wanted:
        run.note(step.id, "asked back for nothing")
        return STAY
    name = f"{step.id}.{ASKED_BACK}"
    session.counts[name] = session.counts.get(name, 0) + 1
    until = run.now + timedelta(seconds=step.unanswered_s)
    session.keys[step.id + OFFICERS_ASK] = format_moment(until)
    run.say(
        run.phrase(
            "asked_again", names=", ".join(run.words(shown.title).rstrip("?: ") for shown in wanted)
        )
    )
    reason = step.reasons.get("ask_back", {}).get(asked.reason)
    if reason:
        run.say(
            run.phrase("reason", reason=reason.get(session.language) or next(iter(reason.values())))
        )
    run.note(step.id, "asked back")
    firsts = [run.reask(shown.step, step.id) for shown in wanted]
    session.state, session.stage = "asking", ASKED_BACK
    return min(firsts, key=[each.id for each in run.program.steps].index)


RUNNER = Runner(enter, resume)
