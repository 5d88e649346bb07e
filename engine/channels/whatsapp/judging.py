"""Says what becomes of a message the platform did not take, at once or reported later: both go through the same table."""

from __future__ import annotations

import structlog

from engine.channels.whatsapp.client import Lost, Refused, Trouble, Unsent
from engine.channels.whatsapp.errors import MEANINGS, PLATFORM, Verdict, rule_for
from engine.channels.whatsapp.gates import Persons
from engine.channels.whatsapp.lines import Line
from engine.channels.whatsapp.tally import Tally
from engine.domain.calendar import format_moment
from engine.domain.effect import Send
from engine.domain.event import Unsaid
from engine.domain.message import DocumentOut, ImageOut, TemplateOut
from engine.runtime.doors import Clock
from engine.runtime.ports import Dead, Done, Job, Result, Retry, StatusBody, Unknown

log = structlog.get_logger()

CHECK_AFTER_S = 45.0
"""How long a status may take to tell that a message whose answer was lost has arrived after all. The platform cannot be asked."""
LONGEST_PAUSE_S = 60.0
TOO_OLD_S = 24 * 3600.0
"""After a day an answer has lost its question: what is still not sent then is handed to a person of ours as a dead letter."""


class Judging:
    """What a refusal means for the message, the person, and our number."""

    def __init__(self, persons: Persons, clock: Clock, tally: Tally) -> None:
        self._persons = persons
        self._clock = clock
        self._tally = tally

    def trouble(self, job: Job, line: Line, trouble: Trouble) -> Result:
        """Return what to do about a message that was not accepted."""
        now = self._clock.monotonic()
        match trouble:
            case Lost(why):
                line.gate.fails(now)
                return self.unless_old(job, Unknown(CHECK_AFTER_S, why))
            case Unsent(why):
                line.gate.fails(now)
                pause = min(LONGEST_PAUSE_S, 2.0 ** min(job.attempt - 1, 6))
                return self.unless_old(job, Retry(pause, why))
            case Refused():
                return self._refused(job, line, trouble)

    def failed(self, job: Job, line: Line, status: StatusBody) -> Result:
        """Return what to do about a message that was accepted and then reported as failed."""
        self._tally.failed[status.code or 0] += 1
        told = Refused(rule_for(status.code), status.code, 200, "reported later")
        return self._refused(job, line, told, format_moment(status.at))

    def unless_old(self, job: Job, result: Retry | Unknown) -> Result:
        """Return the result, or death where the message is older than a day."""
        age = (self._clock.now() - job.made).total_seconds()
        return Dead(f"tried for a day: {result.why}") if age > TOO_OLD_S else result

    def _refused(self, job: Job, line: Line, refused: Refused, at: str = "") -> Result:
        rule, now = refused.rule, self._clock.monotonic()
        if rule.alert:
            self._alert(line, refused)
        match rule.verdict:
            case Verdict.THROTTLE | Verdict.STOP:
                if rule.verdict is Verdict.THROTTLE:
                    line.gate.slow_down(now)
                line.gate.shut(rule, now, refused.retry_after_s)
                return self.unless_old(job, Retry(line.gate.shut_for(now, job.key), refused.why))
            case Verdict.PAIR:
                line.gate.works()
                wait = self._persons.hold(job.person, rule, now, refused.retry_after_s)
                return self.unless_old(job, Retry(wait, refused.why))
            case Verdict.WINDOW if not isinstance(job.effect.message, TemplateOut):
                line.gate.works()
                return Done(
                    replies=(_unsaid(job, "window", at or format_moment(self._clock.now())),)
                )
            case Verdict.RETRY:
                return self._again(job, line, refused)
            case _:
                line.gate.works()
                return self.given_up(job, refused.why)

    def _again(self, job: Job, line: Line, refused: Refused) -> Result:
        now = self._clock.monotonic()
        if refused.rule is PLATFORM:
            line.gate.fails(now)
        else:
            line.gate.works()
        wait = refused.rule.wait_s(job.attempt)
        if wait is None:
            return self.given_up(job, refused.why)
        return self.unless_old(job, Retry(max(wait, refused.retry_after_s), refused.why))

    def given_up(self, job: Job, why: str) -> Dead:
        """Return the end of a message; of a file that cannot come the citizen hears in words."""
        assert isinstance(job.effect, Send)  # noqa: S101 (nothing else is sent)
        is_file = isinstance(job.effect.message, DocumentOut | ImageOut)
        now = format_moment(self._clock.now())
        return Dead(why, (_unsaid(job, "file", now),) if is_file else ())

    def _alert(self, line: Line, refused: Refused) -> None:
        meaning = MEANINGS.get(refused.code, "") if refused.code is not None else ""
        log.error(
            "whatsapp_needs_a_person",
            line=line.name,
            code=refused.code,
            why=refused.rule.why,
            meaning=meaning,
        )


def _unsaid(job: Job, why: str, at: str) -> Unsaid:
    return Unsaid(job.session, job.effect.message, why, at)
