"""Performs what flows ask of the register, and takes officers' decisions as they arrive from the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.domain.calendar import OfficeTime, add, parse_moment
from engine.domain.duration import parse_duration
from engine.domain.effect import AnswerOfficers, AskOfficers, OpenCase
from engine.domain.event import Event, Replied
from engine.runtime import codec
from engine.runtime.doors import Clock
from engine.runtime.keys import Keys
from engine.runtime.ports import Arrival, Dead, Done, Job, Later, Reader, Received, Result, Write
from engine.services.applications import record
from engine.services.applications.record import Application, Decision, NotAllowed
from engine.services.applications.register import Register

Roles = Mapping[str, Mapping[str, str]]
"""Labels by language for each officers' role of the state."""


@dataclass(frozen=True, slots=True)
class DecisionBody:
    """The body of a `decision` arrival, made by the desk. seen: how many history entries the officer saw: a later one makes it stale."""

    number: str
    decision: Decision
    seen: int


@dataclass(frozen=True, slots=True)
class LookAtClock:
    """Our own effect: see whether a case is overdue."""

    number: str
    stage: int
    escalated: int


codec.know(DecisionBody, Decision, LookAtClock)


@dataclass(frozen=True, slots=True)
class Applications:
    """Handlers of the register's effects and the receiver of decisions.

    offices, roles: of the catalogue in force.
    """

    store: Reader
    keys: Keys
    clock: Clock
    offices: Callable[[], OfficeTime]
    roles: Callable[[], Roles]

    @property
    def register(self) -> Register:
        """Return the cases."""
        return Register(self.store, self.keys)

    async def deliver(self, job: Job) -> Result:
        """Perform one effect of the register."""
        now = self.clock.now()
        match job.effect:
            case OpenCase():
                return self._open(job, job.effect, now)
            case AskOfficers():
                return self._ask(job.effect, now)
            case AnswerOfficers():
                return self._answer(job.effect, now)
            case LookAtClock():
                return self._clock(job.effect, now)
            case _:
                return Dead(f"not of the register: {type(job.effect).__name__}")

    def _open(self, job: Job, effect: OpenCase, now: datetime) -> Result:
        known = self.register.by_key(effect.key)
        if known is not None:
            return Done((_opened(known, effect.key),))
        if effect.continues:
            earlier = self.register.by_number(effect.continues)
            if earlier is None:
                return Dead(f"no case {effect.continues} to continue")
            case = record.reopened(earlier, effect, now)
            return Done((_opened(case, effect.key),), self._again(case))
        number = self.register.free_number(effect, now)
        case = record.opened(effect, number, job.session, now)
        return Done(
            (_opened(case, effect.key),), (self.register.insert(case), *self.register.index(case))
        )

    def _again(self, case: Application) -> tuple[Write, ...]:
        """Return the writes that replace a case whose answers may have changed."""
        return self.register.update(case), *self.register.index(case)

    def _ask(self, effect: AskOfficers, now: datetime) -> Result:
        case = self.register.by_key(effect.case)
        if case is None:
            return Dead(f"no case of {effect.case}")
        if case.ask_key == effect.key:
            return Done()
        case = record.before_officers(case, effect, now, self.offices())
        return Done(
            (record.moved(case, self.roles()),),
            (self.register.update(case),),
            later=self._next_look(case),
        )

    def _answer(self, effect: AnswerOfficers, now: datetime) -> Result:
        case = self.register.by_key(effect.case)
        if case is None or case.state != "asked_back":
            return Done()
        case = record.answered(case, effect, now)
        return Done(writes=self._again(case), later=self._next_look(case))

    # -- the clock -----------------------------------------------------------------------------------------------------

    def _next_look(self, case: Application) -> tuple[Later, ...]:
        if not case.due or case.escalated >= len(case.escalate):
            return ()
        extra = parse_duration(case.escalate[case.escalated][0])
        moment = parse_moment(case.due)
        if extra is not None:
            moment = add(moment, extra, record.calendar_of(case, self.offices()))
        look = LookAtClock(case.number, case.stage, case.escalated)
        return (
            Later(
                moment, look, f"{case.number}/clock/{case.round}/{len(case.history)}", case.session
            ),
        )

    def _clock(self, look: LookAtClock, now: datetime) -> Result:
        case = self.register.by_number(look.number)
        if case is None or (case.stage, case.escalated) != (look.stage, look.escalated):
            return Done()
        higher = record.escalated(case, now, self.offices())
        if higher is None:
            return Done(
                later=self._next_look(case)
                if parse_moment(case.due or "9999-01-01T00:00:00Z") > now
                else ()
            )
        moved = record.moved(higher, self.roles())
        return Done((moved,), (self.register.update(higher),), later=self._next_look(higher))

    # -- decisions -----------------------------------------------------------------------------------------------------

    def receive(self, arrival: Arrival, store: Reader, now: datetime) -> Received:
        """Take an officer's decision; one that no longer fits the case changes nothing."""
        body = codec.decode(arrival.body)
        if not isinstance(body, DecisionBody):
            return Received()
        register = Register(store, self.keys)
        case = register.by_number(body.number)
        if case is None or len(case.history) != body.seen:
            return Received()
        try:
            decided, event = record.decide(case, body.decision, now, self.offices(), self.roles())
        except NotAllowed:
            return Received()
        return Received((event,), (register.update(decided),), later=self._next_look(decided))


def _opened(case: Application, key: str) -> Event:
    return Replied(case.session, key, "opened", {"number": case.number, "opened": case.opened})
