"""An application as the register keeps it, and what officers may do with it. Pure: the clock and the office times are handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.domain.calendar import HolidayCalendar, OfficeTime, add, format_moment, parse_moment
from engine.domain.duration import parse_duration
from engine.domain.effect import AnswerOfficers, AskOfficers, OpenCase
from engine.domain.event import AskedBack, Event, Replied

FINAL = ("approved", "rejected", "closed", "lapsed", "helped", "unreached", "went_on")
AT_A_DESK = ("deciding", "asked_back")
OUTCOMES = {
    "approve": "approved",
    "reject": "rejected",
    "close": "closed",
    "spoken": "helped",
    "unreached": "unreached",
}
NEEDS_REASON = ("reject", "close", "ask_back", "spoken")


class NotAllowed(Exception):
    """An officer's decision that does not fit the case as it stands; the message says why, in a sentence for the desk."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer decided.

    did: forward, send_down, approve, reject, close, ask_back, spoken, unreached; reason: a code of the list for that; note: internal.
    """

    officer: str
    did: str
    reason: str = ""
    note: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """One case of the register.

    state: `opened` (not yet before officers), `deciding`, `asked_back`, or one of FINAL; stage: place in `stages`;
    due: moment the present stage's time is up; left_s: working time left when the clock was stopped by a question to the citizen;
    shown: what officers see, each {name, label, kind, value, text, searchable, words}; history: {at, officer, stage, did, reason, note}.
    """

    number: str
    kind: str
    service: str
    title: Mapping[str, str]
    session: str
    key: str
    shown: tuple[Mapping[str, Any], ...]
    opened: str
    state: str = "opened"
    ask_key: str = ""
    stages: tuple[Mapping[str, Any], ...] = ()
    stage: int = 0
    due: str = ""
    reasons: Mapping[str, Mapping[str, Mapping[str, str]]] | None = None
    may_change: tuple[str, ...] = ()
    ask_backs: int = 0
    escalate: tuple[tuple[str, str], ...] = ()
    escalated: int = 0
    asked: tuple[str, ...] = ()
    paused: str = ""
    history: tuple[Mapping[str, Any], ...] = ()
    round: int = 1

    @property
    def role(self) -> str:
        """Return the role whose turn it is, or an empty string."""
        return str(self.stages[self.stage]["role"]) if self.state == "deciding" else ""

    @property
    def at_desk(self) -> str:
        """Return the role at whose desk the case lies, also while the citizen is asked, or an empty string."""
        return str(self.stages[self.stage]["role"]) if self.state in AT_A_DESK else ""

    @property
    def area(self) -> str:
        """Return the office area of the present stage."""
        return str(self.stages[self.stage]["area"]) if self.stages else ""

    @property
    def may(self) -> tuple[str, ...]:
        """Return the decisions open to the present stage."""
        if self.state != "deciding":
            return ()
        allowed = tuple(self.stages[self.stage]["may"])
        return tuple(
            did for did in allowed if did != "ask_back" or (self.ask_backs > 0 and self.may_change)
        )


def opened(effect: OpenCase, number: str, session: str, now: datetime) -> Application:
    """Return a new case."""
    return Application(
        number, effect.kind, effect.service, dict(effect.title), session, effect.key,
        tuple(_shown(each) for each in effect.shown), format_moment(now),
        history=({"at": format_moment(now), "officer": "", "stage": "", "did": "opened"},),
    )  # fmt: skip


def _shown(each: Any) -> dict[str, Any]:
    return {
        "name": each.name,
        "label": dict(each.label),
        "kind": each.kind,
        "value": each.value,
        "text": each.text,
        "searchable": each.searchable,
        "words": dict(each.words),
    }


def reopened(case: Application, effect: OpenCase, now: datetime) -> Application:
    """Return the same case in a new round, with what the citizen added."""
    added = tuple(_shown(each) for each in effect.shown)
    names = {each["name"] for each in added}
    kept = tuple(each for each in case.shown if each["name"] not in names)
    entry = {"at": format_moment(now), "officer": "", "stage": "", "did": "reopened"}
    return replace(
        case,
        state="opened",
        shown=(*kept, *added),
        history=(*case.history, entry),
        round=case.round + 1,
        key=effect.key,
    )


def before_officers(
    case: Application, effect: AskOfficers, now: datetime, offices: OfficeTime
) -> Application:
    """Return the case at its first stage."""
    stages = tuple(
        {
            "id": stage.id,
            "role": stage.role,
            "area": stage.area,
            "limit": stage.limit,
            "may": list(stage.may),
            "office": stage.office,
        }
        for stage in effect.stages
    )
    case = replace(
        case, state="deciding", ask_key=effect.key, stages=stages, stage=0, reasons=effect.reasons,
        may_change=effect.may_change, ask_backs=effect.ask_backs, escalate=effect.escalate, escalated=0,
    )  # fmt: skip
    return _clocked(case, now, offices)


def _clocked(case: Application, now: datetime, offices: OfficeTime) -> Application:
    limit = parse_duration(str(case.stages[case.stage]["limit"]))
    due = format_moment(add(now, limit, calendar_of(case, offices))) if limit else ""
    return replace(case, due=due)


def calendar_of(case: Application, offices: OfficeTime) -> HolidayCalendar:
    """Return the days and hours of the office whose turn it is; while a higher one decides for a late office, those of the late one."""
    stage = case.stages[case.stage]
    home = stage.get("late") or stage
    return offices.of(str(home["role"]), str(stage.get("office", "")))


def moved(case: Application, roles: Mapping[str, Mapping[str, str]]) -> Replied:
    """Return the event that tells the citizen's case who has it now and until when."""
    role = case.role
    return Replied(
        case.session,
        case.ask_key,
        "moved",
        {"holder": dict(roles.get(role, {"en": role})), "due": case.due},
    )


def decide(
    case: Application,
    decision: Decision,
    now: datetime,
    offices: OfficeTime,
    roles: Mapping[str, Mapping[str, str]],
) -> tuple[Application, Event]:
    """Return the case after an officer's decision and the event it means for the citizen.

    roles: label by language for each role. Raises NotAllowed.
    """
    _check(case, decision)
    entry = {
        "at": format_moment(now), "officer": decision.officer, "stage": case.stages[case.stage]["id"], "did": decision.did,
        "reason": decision.reason, "note": decision.note,
    }  # fmt: skip
    case = replace(case, history=(*case.history, entry))
    match decision.did:
        case "forward" | "send_down":
            step = 1 if decision.did == "forward" else -1
            case = replace(case, stage=case.stage + step, stages=_back_home(case), escalated=0)
            case = _clocked(case, now, offices)
            return case, moved(case, roles)
        case "ask_back":
            case = replace(
                case,
                state="asked_back",
                ask_backs=case.ask_backs - 1,
                asked=decision.answers,
                paused=format_moment(now),
            )
            return case, AskedBack(case.session, case.ask_key, decision.answers, decision.reason)
        case did:
            outcome = OUTCOMES[did]
            reason = dict(((case.reasons or {}).get(did) or {}).get(decision.reason) or {})
            gives = {"reason": reason} if reason else {}
            return replace(case, state=outcome, due=""), Replied(
                case.session, case.ask_key, outcome, gives
            )


def _check(case: Application, decision: Decision) -> None:
    if decision.did not in case.may:
        message = f"“{decision.did}” is not open at this stage of {case.number}"
        raise NotAllowed(message)
    if decision.did == "forward" and case.stage + 1 >= len(case.stages):
        message = f"{case.number} is at its last stage: it cannot be forwarded"
        raise NotAllowed(message)
    if decision.did == "send_down" and case.stage == 0:
        message = f"{case.number} is at its first stage: it cannot be sent down"
        raise NotAllowed(message)
    known = (case.reasons or {}).get(decision.did, {})
    if decision.did in NEEDS_REASON and known and decision.reason not in known:
        message = "Choose a reason from the list"
        raise NotAllowed(message)
    if decision.did == "ask_back" and not (
        decision.answers and set(decision.answers) <= set(case.may_change)
    ):
        message = "Choose which answers to ask for again"
        raise NotAllowed(message)


def answered(case: Application, effect: AnswerOfficers, now: datetime) -> Application:
    """Return the case back at its stage with the citizen's new answers (or lapsed); the clock goes on where it stopped."""
    fresh = {each.name: _shown(each) for each in effect.shown}
    shown = tuple(fresh.pop(each["name"], each) for each in case.shown) + tuple(fresh.values())
    did = "lapsed" if effect.lapsed else "answered"
    entry = {"at": format_moment(now), "officer": "", "stage": "", "did": did}
    case = replace(case, shown=shown, history=(*case.history, entry), asked=())
    if effect.lapsed:
        return replace(case, state="lapsed", due="")
    due = case.due
    if due and case.paused:
        due = format_moment(parse_moment(due) + (now - parse_moment(case.paused)))
    return replace(case, state="deciding", due=due, paused="")


def overdue(case: Application, now: datetime) -> bool:
    """Whether the present stage's time is up."""
    return case.state == "deciding" and bool(case.due) and parse_moment(case.due) <= now


def escalated(case: Application, now: datetime, offices: OfficeTime) -> Application | None:
    """Return the case with the next role of its `late` list given a say, or None while none is due.

    The higher one decides in place of the office that is late, and for its area; the late one is kept as the stage's `late` {role, area}
    and has the stage again when the case comes back to it.
    """
    if not overdue(case, now) or case.escalated >= len(case.escalate):
        return None
    after, role = case.escalate[case.escalated]
    extra = parse_duration(after)
    if extra is not None and add(parse_moment(case.due), extra, calendar_of(case, offices)) > now:
        return None
    stage = dict(case.stages[case.stage])
    stage = {
        **stage,
        "role": role,
        "late": stage.get("late") or {"role": stage["role"], "area": stage["area"]},
    }
    stages = (*case.stages[: case.stage], stage, *case.stages[case.stage + 1 :])
    entry = {"at": format_moment(now), "officer": "", "stage": str(stage["id"]), "did": "escalated"}
    return replace(
        case, stages=stages, escalated=case.escalated + 1, history=(*case.history, entry)
    )


def _back_home(case: Application) -> tuple[Mapping[str, Any], ...]:
    """Return the stages with the present one given back to its own office."""
    stage = dict(case.stages[case.stage])
    stage |= stage.pop("late", {})
    return (*case.stages[: case.stage], stage, *case.stages[case.stage + 1 :])
