"""It performs sends and fetches, and says of each failure whether and when to try again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.channels.whatsapp.client import Accepted, File, Lost, Refused, Unsent
from engine.channels.whatsapp.errors import rule_for
from engine.channels.whatsapp.handlers import FetchMediaHandler, SendHandler, recipient_of
from engine.channels.whatsapp.lines import Lines
from engine.channels.whatsapp.marks import MOST_AT_ONCE, ReadMarks
from engine.domain.effect import Send
from engine.domain.message import DocumentOut, TextOut
from engine.runtime.blobs import Blob
from engine.runtime.ports import Alias, Dead, Done, FetchMedia, Job, Retry, Unknown, Write

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
PHONE, USER = Alias("phone", "919000000001"), Alias("user_id", "IN.44")
JOB = Job("s1/1", Send(TextOut("hi")), "p1", "s1", (PHONE, USER), "n1", 1, False, NOW)
LETTER = DocumentOut("blob1", "a.pdf", "application/pdf", "")
TAKEN = Accepted("wamid.1")


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds - 1000)

    def monotonic(self) -> float:
        return self.seconds


class Platform:
    """Answers what it was told to, and remembers what it was asked."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers)
        self.sent: list[dict] = []
        self.uploaded: list[bytes] = []
        self.marked: list[str] = []

    async def send(self, body):
        self.sent.append(body)
        return self.answers.pop(0)

    async def upload(self, content, mime, name):
        self.uploaded.append(content)
        return Accepted(f"media-{len(self.uploaded)}")

    async def download(self, media, most):
        return self.answers.pop(0)

    async def mark_read(self, message_id, typing):
        self.marked.append(message_id)
        await asyncio.sleep(0)
        return False


def refused(code: int | None, status: int = 400, retry_after: float = 0.0) -> Refused:
    return Refused(rule_for(code, status), code, status, "details", retry_after)


def handler(platform: Platform, clock: Clock | None = None) -> SendHandler:
    files = {"blob1": Blob("blob1", "case/s1", "application/pdf", "a.pdf", b"%PDF")}
    return SendHandler(Lines({"n1": platform}), files.get, clock or Clock())


def deliver(platform: Platform, job: Job = JOB, clock: Clock | None = None):
    return asyncio.run(handler(platform, clock).deliver(job))


def test_it_sends_under_its_key_and_learns_the_user_id():
    platform = Platform(Accepted("wamid.1", "IN.99"))
    done = deliver(platform)
    assert done == Done(provider_id="wamid.1", aliases=(Alias("user_id", "IN.99"),))
    assert platform.sent[0]["biz_opaque_callback_data"] == "s1/1"
    assert platform.sent[0]["to"] == "+919000000001"


def test_it_learns_nothing_it_knows():
    assert deliver(Platform(Accepted("wamid.1", "IN.44"))) == Done(provider_id="wamid.1")


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (Unsent("no route"), Retry),
        (Lost("no answer"), Unknown),
        (refused(131016, 503), Retry),
        (refused(130429), Retry),
        (refused(131056), Retry),
        (refused(131047), Dead),
        (refused(131026), Dead),
        (refused(190, 401), Retry),
        (refused(100), Dead),
        (refused(424242), Dead),
    ],
)
def test_it_says_what_comes_next(answer, result):
    assert isinstance(deliver(Platform(answer)), result)


def test_it_gives_up_after_a_day():
    old = replace(JOB, made=NOW - timedelta(hours=25), attempt=90)
    assert isinstance(deliver(Platform(Unsent("no route")), old), Dead)


@pytest.mark.parametrize("aliases", [(), (Alias("terminal", "tty"),)])
def test_it_writes_to_nobody_it_cannot_reach(aliases):
    platform = Platform(TAKEN)
    assert isinstance(deliver(platform, replace(JOB, aliases=aliases)), Dead)
    assert not platform.sent


def test_it_reports_our_own_bug_instead_of_sending_it():
    platform = Platform(TAKEN)
    assert isinstance(deliver(platform, replace(JOB, effect=Send(TextOut("")))), Dead)
    assert not platform.sent


def test_it_spares_a_number_that_is_too_fast_and_obeys_the_platforms_wish():
    clock, platform = Clock(), Platform(refused(130429, retry_after=7.0), TAKEN)
    sends = handler(platform, clock)

    async def talk():
        first = await sends.deliver(JOB)
        second = await sends.deliver(replace(JOB, key="s2/1"))
        clock.seconds += 10
        return first, second, await sends.deliver(JOB)

    first, second, third = asyncio.run(talk())
    assert isinstance(first, Retry)
    assert first.after_s >= 7
    assert isinstance(second, Retry)
    assert second.after_s != first.after_s
    assert third == Done(provider_id="wamid.1")
    assert len(platform.sent) == 2


def test_it_holds_one_person_without_holding_the_others():
    platform = Platform(refused(131056), TAKEN)
    sends = handler(platform)

    async def talk():
        return await sends.deliver(JOB), await sends.deliver(replace(JOB, key="s2/1"))

    first, second = asyncio.run(talk())
    assert first == Retry(1.0, first.why)
    assert second == Done(provider_id="wamid.1")


def test_it_uploads_a_file_once_a_month():
    clock, platform = Clock(), Platform(TAKEN, TAKEN, TAKEN)
    sends = handler(platform, clock)
    letter = replace(JOB, effect=Send(LETTER))

    async def talk():
        await sends.deliver(letter)
        await sends.deliver(letter)
        clock.seconds += 29 * 24 * 3600
        await sends.deliver(replace(letter, made=clock.now()))

    asyncio.run(talk())
    assert platform.uploaded == [b"%PDF"] * 2
    assert [body["document"]["id"] for body in platform.sent] == ["media-1", "media-1", "media-2"]


def test_it_uploads_again_what_the_platform_has_lost():
    platform = Platform(refused(131053), TAKEN)
    sends = handler(platform)
    letter = replace(JOB, effect=Send(LETTER))

    async def talk():
        return await sends.deliver(letter), await sends.deliver(replace(letter, attempt=2))

    first, second = asyncio.run(talk())
    assert isinstance(first, Retry)
    assert isinstance(second, Done)
    assert len(platform.uploaded) == 2


def test_it_cannot_send_a_file_we_do_not_have():
    assert isinstance(
        deliver(Platform(TAKEN), replace(JOB, effect=Send(replace(LETTER, media="x")))), Dead
    )


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (File(b"x", "image/jpeg"), Done),
        (refused(100), Dead),
        (refused(None, 404), Dead),
        (Unsent("no route"), Retry),
        (Lost("no answer"), Retry),
        (refused(131016, 503), Retry),
    ],
)
def test_it_brings_a_file_home(answer, result):
    def keep(blob: Blob) -> Write:
        return Write("blobs.keep", (blob.media, blob.owner, blob.content))

    fetches = FetchMediaHandler(Lines({"n1": Platform(answer)}), keep)
    told = asyncio.run(fetches.deliver(replace(JOB, effect=FetchMedia("7", "image/jpeg"))))
    assert isinstance(told, result)
    if isinstance(told, Done):
        assert told.writes == (Write("blobs.keep", ("7", "person/p1", b"x")),)


def test_it_names_the_newest_address():
    newer_phone = Alias("phone", "919000000002")
    assert recipient_of((newer_phone, PHONE, USER)).phone == "919000000002"
    assert recipient_of((USER,)).address() == {"recipient": "IN.44"}


class Tasks:
    def __init__(self) -> None:
        self.work = []

    async def sleep(self, seconds):
        await asyncio.sleep(seconds)

    def spawn(self, work):
        self.work.append(work)


def test_it_marks_as_read_beside_everything_else_and_leaves_marks_out_under_load():
    platform, tasks = Platform(), Tasks()
    marks = ReadMarks(Lines({"n1": platform}), tasks)
    for number in range(MOST_AT_ONCE + 3):
        marks.claimed("n1", f"wamid.{number}")
    marks.claimed("n1", "")

    async def run():
        await asyncio.gather(*tasks.work)

    asyncio.run(run())
    assert len(platform.marked) == MOST_AT_ONCE
    assert marks.dropped == 4
    marks.claimed("n1", "wamid.later")
    assert len(tasks.work) == MOST_AT_ONCE + 1
    tasks.work[-1].close()
