"""Performs what the engine wants from WhatsApp: say something to a citizen, and bring a citizen's file home."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

from engine.channels.whatsapp.client import (
    Accepted,
    File,
    GraphClient,
    Lost,
    Refused,
    Trouble,
    Unsent,
)
from engine.channels.whatsapp.errors import Verdict
from engine.channels.whatsapp.lines import Line, Lines
from engine.channels.whatsapp.outbound import LimitError, Recipient, request
from engine.domain.effect import Send
from engine.domain.limits import UPLOADED_MEDIA_DAYS
from engine.domain.message import DocumentOut, ImageOut, Outgoing
from engine.runtime.blobs import Blob
from engine.runtime.doors import Clock, fault_point
from engine.runtime.keys import person_owner
from engine.runtime.ports import Alias, Dead, Done, FetchMedia, Job, Result, Retry, Unknown, Write

CHECK_AFTER_S = 45.0
"""How long a status may take to tell that a message whose answer was lost has arrived after all."""
LONGEST_PAUSE_S = 60.0
TOO_OLD_S = 24 * 3600.0
"""After a day the window is closed and an answer has lost its question."""
FILE_BYTES = 25 * 1024 * 1024
UPLOADS_KEPT = 5_000
UPLOAD_LIVES_S = (UPLOADED_MEDIA_DAYS - 1) * 24 * 3600.0

OpenFile = Callable[[str], Blob | None]
"""The stored file of this handle, or None where there is none (any more)."""
KeepFile = Callable[[Blob], Write]
"""What to write so that a fetched file is kept."""


class SendHandler:
    """Delivers `Send`: one message to one person, told apart from a message that merely may have gone."""

    def __init__(self, lines: Lines, open_file: OpenFile, clock: Clock) -> None:
        self._lines = lines
        self._open_file = open_file
        self._clock = clock
        self._uploads: OrderedDict[tuple[int, str], tuple[str, float]] = OrderedDict()

    async def deliver(self, job: Job) -> Result:
        """Send the message. What the platform's answer means is in `errors`."""
        effect = job.effect
        if not isinstance(effect, Send):
            return Dead(f"a message was expected, not {type(effect).__name__}")
        line = self._lines.of(job.line)
        shut = line.shut_for(self._clock.monotonic(), job.key)
        if shut:
            return self._unless_old(job, Retry(shut, line.why))
        media = await self._media(job, line, effect.message)
        if not isinstance(media, str):
            return media
        try:
            body = request(effect.message, recipient_of(job.aliases), job.key, media)
        except LimitError as trouble:
            return Dead(f"our bug: {trouble}")
        fault_point("whatsapp.before_send")
        answer = await line.client.send(body)
        fault_point("whatsapp.after_send")
        if isinstance(answer, Accepted):
            line.works()
            return Done(provider_id=answer.id, aliases=_learnt(job, answer.user_id))
        if isinstance(answer, Refused) and answer.code in (100, 131053):
            self._forget(line, effect.message)
        return self._judge(job, line, answer)

    async def _media(self, job: Job, line: Line, message: Outgoing) -> str | Result:
        """Return the platform's id of the message's file, uploading it at most once a month; empty for messages without one."""
        if not isinstance(message, DocumentOut | ImageOut):
            return ""
        place, now = (id(line), message.media), self._clock.monotonic()
        known = self._uploads.get(place)
        if known is not None and now < known[1]:
            return known[0]
        blob = self._open_file(message.media)
        if blob is None:
            return Dead("the file is not in our store")
        name = message.name if isinstance(message, DocumentOut) else "picture"
        answer = await line.client.upload(blob.content, message.mime, name)
        if isinstance(answer, Lost):
            return Retry(None, answer.why)  # an upload nobody knows of does no harm
        if not isinstance(answer, Accepted):
            return self._judge(job, line, answer)
        self._uploads[place] = (answer.id, now + UPLOAD_LIVES_S)
        while len(self._uploads) > UPLOADS_KEPT:
            self._uploads.popitem(last=False)
        return answer.id

    def _forget(self, line: Line, message: Outgoing) -> None:
        if isinstance(message, DocumentOut | ImageOut):
            self._uploads.pop((id(line), message.media), None)

    def _judge(self, job: Job, line: Line, trouble: Trouble) -> Result:
        """Return what to do about a message that was not accepted."""
        if isinstance(trouble, Lost):
            return Unknown(CHECK_AFTER_S, trouble.why)
        if isinstance(trouble, Unsent):
            pause = min(LONGEST_PAUSE_S, 2.0 ** min(job.attempt - 1, 6))
            return self._unless_old(job, Retry(pause, trouble.why))
        rule = trouble.rule
        if rule.verdict in (Verdict.THROTTLE, Verdict.STOP):
            line.shut(rule, self._clock.monotonic(), trouble.retry_after_s)
            wait: float | None = line.shut_for(self._clock.monotonic(), job.key)
        else:
            wait = rule.wait_s(job.attempt)
        if wait is None:
            return Dead(trouble.why)
        return self._unless_old(job, Retry(max(wait, trouble.retry_after_s), trouble.why))

    def _unless_old(self, job: Job, retry: Retry) -> Result:
        age = (self._clock.now() - job.made).total_seconds()
        return Dead(f"tried for a day: {retry.why}") if age > TOO_OLD_S else retry


class FetchMediaHandler:
    """Delivers `FetchMedia`: the file is kept under the same handle before the platform forgets it (after seven days)."""

    def __init__(self, lines: Lines, keep_file: KeepFile, most: int = FILE_BYTES) -> None:
        self._lines = lines
        self._keep_file = keep_file
        self._most = most

    async def deliver(self, job: Job) -> Result:
        """Fetch and keep the file; doing it twice does no harm."""
        effect = job.effect
        if not isinstance(effect, FetchMedia):
            return Dead(f"a file was expected, not {type(effect).__name__}")
        client: GraphClient = self._lines.of(job.line).client
        found = await client.download(effect.media, self._most)
        if isinstance(found, File):
            owner = person_owner(job.person)
            mime = effect.mime or found.mime
            blob = Blob(effect.media, owner, mime, effect.name, found.content)
            return Done(writes=(self._keep_file(blob),))
        if isinstance(found, Refused) and found.rule.verdict is Verdict.DEAD:
            return Dead(found.why)
        return Retry(None, found.why)


def recipient_of(aliases: Sequence[Alias]) -> Recipient:
    """Return whom to write to: the newest phone number and the newest user id among a person's names."""
    phone = next((alias.value for alias in aliases if alias.kind == "phone"), "")
    user = next((alias.value for alias in aliases if alias.kind == "user_id"), "")
    return Recipient(phone, user)


def _learnt(job: Job, user_id: str) -> tuple[Alias, ...]:
    alias = Alias("user_id", user_id)
    return (alias,) if user_id and alias not in job.aliases else ()
