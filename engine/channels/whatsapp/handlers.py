"""Performs what the engine wants from WhatsApp: say something to a citizen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.channels.whatsapp.client import (
    Accepted,
    Lost,
    Refused,
    Unsent,
)
from engine.channels.whatsapp.gates import NAP_S, Persons
from engine.channels.whatsapp.judging import Judging
from engine.channels.whatsapp.lines import Line, Lines
from engine.channels.whatsapp.outbound import LimitError, Recipient, request
from engine.channels.whatsapp.tally import Tally
from engine.channels.whatsapp.uploads import OpenFile, Unfit, Uploaded, Uploads
from engine.domain.calendar import local_date
from engine.domain.effect import Send
from engine.domain.message import DocumentOut, ImageOut, Outgoing, TemplateOut
from engine.runtime.doors import Clock, Scheduler, fault_point
from engine.runtime.ports import (
    Alias,
    Dead,
    Done,
    Job,
    Reader,
    Result,
    Retry,
    StatusBody,
    Write,
)

STALE_FILE = (33, 100, 131053)
"""What the platform says of a file it no longer has."""


@dataclass(frozen=True, slots=True)
class Office:
    """What a sender works with. open_file: our stored files; store: what was uploaded before."""

    open_file: OpenFile
    store: Reader
    clock: Clock
    scheduler: Scheduler


class SendHandler:
    """Delivers `Send`: one message to one person, told apart from a message that merely may have gone."""

    def __init__(self, lines: Lines, office: Office) -> None:
        self._lines = lines
        self._clock = office.clock
        self._scheduler = office.scheduler
        self._persons = Persons()
        self._uploads = Uploads(office.open_file, office.store, office.clock)
        self.tally = Tally()
        self._judging = Judging(self._persons, office.clock, self.tally)

    async def deliver(self, job: Job) -> Result:
        """Send the message as soon as its turn comes. What the platform's answer means is in `errors.json`."""
        effect = job.effect
        if not isinstance(effect, Send):
            return Dead(f"a message was expected, not {type(effect).__name__}")
        line = self._lines.of(job.line)
        wait = await self._turn(job, line)
        if wait is not None:
            return self._judging.unless_old(job, wait)
        if not isinstance(effect.message, DocumentOut | ImageOut):
            return await self._send(job, line, effect.message, "")
        file = await self._uploads.id_of(line, effect.message)
        if isinstance(file, Unfit):
            line.gate.let_go()
            return self._judging.given_up(job, file.why)
        if isinstance(file, Lost):
            line.gate.fails(self._clock.monotonic())
            return Retry(None, file.why)  # an upload nobody knows of does no harm
        if not isinstance(file, Uploaded):
            return self._judging.trouble(job, line, file)
        result = await self._send(job, line, effect.message, file.id, known=not file.fresh)
        return replace(result, writes=(*file.writes, *result.writes))

    def failed(self, job: Job, status: StatusBody) -> Result:
        """Say what becomes of a message that was accepted and then reported as failed. It is not billed."""
        result = self._judging.failed(job, self._lines.of(job.line), status)
        return replace(result, writes=(*result.writes, _bill(job, self._clock.now(), -1)))

    def heard(self, line: str) -> None:
        """Count a message that came in on this number: both directions share one rate."""
        self._lines.of(line).gate.heard(self._clock.monotonic())

    async def _turn(self, job: Job, line: Line) -> Retry | None:
        """Wait for this message's turn; return until when it must come back instead where that takes long."""
        now, gate = self._clock.monotonic(), line.gate
        wait = self._persons.wait_s(job.person, now)
        if wait:
            return Retry(wait, "this person has had many messages just now")
        wait = gate.shut_for(now, job.key)
        if wait:
            return Retry(wait, gate.why)
        wait = gate.queue(job.key, now)
        if wait:
            self.tally.paced += 1
            if wait > NAP_S:
                return Retry(wait, "our number sends as fast as it may")
            await self._scheduler.sleep(wait)
            now = self._clock.monotonic()
        wait = gate.enter(now, job.key)
        if wait:
            return Retry(wait, gate.why)
        if gate.is_paced:
            self._persons.take(job.person, now)
        return None

    async def _send(
        self, job: Job, line: Line, message: Outgoing, media: str, known: bool = False
    ) -> Result:
        try:
            body = request(message, recipient_of(job.aliases), job.key, media)
        except LimitError as trouble:
            line.gate.let_go()
            return Dead(f"our bug: {trouble}")
        fault_point("whatsapp.before_send")
        answer = await line.client.send(body)
        fault_point("whatsapp.after_send")
        if job.unsure and not isinstance(answer, Unsent):
            self.tally.maybe_doubled += 1
        if isinstance(answer, Accepted):
            line.gate.works()
            self._persons.works(job.person)
            bill = _bill(job, self._clock.now(), 1)
            return Done((), (bill,), answer.id, aliases=_learnt(job, answer.user_id))
        if known and isinstance(answer, Refused) and answer.code in STALE_FILE:
            line.gate.works()
            stale = self._uploads.forget(line, message.media)  # type: ignore[union-attr]
            return Retry(1.0, "the platform no longer has the file", (stale,))
        return self._judging.trouble(job, line, answer)


def _bill(job: Job, now: datetime, number: int) -> Write:
    """Return the write that counts a billable message. Replies are billed since 1 October 2026, at the rate of utility templates."""
    category = "utility" if isinstance(job.effect.message, TemplateOut) else "service"
    day = local_date(now).isoformat()
    return Write("costs.count", (day, job.session, job.person, category, number))


def recipient_of(aliases: Sequence[Alias]) -> Recipient:
    """Return whom to write to: the newest phone number and the newest user id among a person's names."""
    phone = next((alias.value for alias in aliases if alias.kind == "phone"), "")
    user = next((alias.value for alias in aliases if alias.kind == "user_id"), "")
    return Recipient(phone, user)


def _learnt(job: Job, user_id: str) -> tuple[Alias, ...]:
    alias = Alias("user_id", user_id)
    return (alias,) if user_id and alias not in job.aliases else ()
