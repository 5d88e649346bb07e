"""Performs `Call` effects: checks the limits, asks the department, keeps its documents, and tells the case what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from engine.domain.effect import Call
from engine.domain.event import LIMIT, Replied
from engine.language.model.connector import Connector, Operation
from engine.runtime.blobs import Blob, keep
from engine.runtime.doors import Clock
from engine.runtime.keys import Keys, case_owner
from engine.runtime.ports import Dead, Done, Job, Reader, Result, Retry, Write
from engine.services.connectors.asking import Asker, Question, Unanswered
from engine.services.connectors.files import put_away
from engine.services.connectors.limits import counted, used_up
from engine.services.connectors.reply import Answer

UNAVAILABLE, GAVE_UP, STILL_TRYING, OVER_LIMIT = (
    "unavailable",
    "gave_up",
    "still_trying",
    "over_limit",
)
"""Outcomes that no operation declares."""

FIRST_WAIT_S, LONGEST_WAIT_S = 30.0, 600.0
RELEASE_FOR = timedelta(days=1)
"""So long is a place given back that nobody waits for; a hold that was settled does not end by itself."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Connectors:
    """The handler of `Call`. operations: connector and operation by `connector.operation`, KeyError where there is none."""

    operations: Callable[[str], tuple[Connector, Operation]]
    asker: Asker
    store: Reader
    keys: Keys
    clock: Clock

    async def deliver(self, job: Job) -> Result:
        """Ask once, with quick repetitions, and say how it went."""
        call = job.effect
        if not isinstance(call, Call):
            message = f"not a call: {type(call).__name__}"
            raise TypeError(message)
        connector, operation = self.operations(call.operation)
        full = used_up(call, job.person, self.keys, self.store, self.clock.now())
        if full is not None:
            return Done((_reply(job, call, OVER_LIMIT, {LIMIT: full}),))
        question = Question(connector, operation, call.needs, call.key, job.unsure)
        try:
            answer = await self.asker.ask(question)
        except Unanswered as trouble:
            log.warning(
                "connector.unanswered",
                operation=call.operation,
                why=trouble.why,
                attempt=job.attempt,
            )
            return self._unanswered(job, call, question, trouble)
        return self._answered(job, call, answer)

    def _answered(self, job: Job, call: Call, answer: Answer) -> Result:
        now = self.clock.now()
        gives, files = put_away(answer.gives, call.key)
        owner = case_owner(job.session)
        writes: list[Write] = [
            keep(
                Blob(file.media, owner, file.mime, file.name, file.content),
                self.keys,
                self.store,
                now,
            )
            for file in files
        ]
        writes += counted(call, answer.outcome, job.person, self.keys, now)
        return Done((_reply(job, call, answer.outcome, gives),), tuple(writes))

    def _unanswered(self, job: Job, call: Call, question: Question, trouble: Unanswered) -> Result:
        operation = question.operation
        if trouble.lost and not question.may_repeat:
            why = f"{call.operation} may have been done, and must not be asked again: {trouble.why}"
            return Dead(why, (_reply(job, call, UNAVAILABLE),))
        if call.try_until is not None:
            return self._later(job, call, operation, trouble)
        if operation.effect == "release":
            return self._release_later(job, call, trouble)
        return Done((_reply(job, call, UNAVAILABLE),))

    def _later(self, job: Job, call: Call, operation: Operation, trouble: Unanswered) -> Result:
        """Go on trying until the time is up. What was written in vain is looked at by an officer: the last try may have been heard."""
        left = (call.try_until - self.clock.now()).total_seconds() if call.try_until else 0.0
        if left > 0:
            first = (_reply(job, call, STILL_TRYING),) if job.attempt == 1 else ()
            return Retry(min(_wait_s(job.attempt), left), trouble.why, replies=first)
        reply = (_reply(job, call, GAVE_UP),)
        return Dead(f"{call.operation}: {trouble.why}", reply) if operation.writes else Done(reply)

    def _release_later(self, job: Job, call: Call, trouble: Unanswered) -> Result:
        if self.clock.now() < job.made + RELEASE_FOR:
            return Retry(_wait_s(job.attempt), trouble.why)
        return Dead(f"{call.operation}: {trouble.why}", (_reply(job, call, UNAVAILABLE),))


def _reply(job: Job, call: Call, outcome: str, gives: dict[str, Any] | None = None) -> Replied:
    return Replied(job.session, call.key, outcome, gives or {})


def _wait_s(attempt: int) -> float:
    """Return the seconds after this attempt: 30, 60, … 600."""
    return min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(attempt - 1, 10))
