"""It performs sends and fetches, and says of each failure whether and when to try again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.channels.whatsapp.client import Accepted, Lost, Refused, Unsent
from engine.channels.whatsapp.errors import rule_for
from engine.channels.whatsapp.handlers import Office, SendHandler, recipient_of
from engine.channels.whatsapp.lines import Lines
from engine.channels.whatsapp.marks import MOST_AT_ONCE, ReadMarks
from engine.domain import limits
from engine.domain.calendar import format_moment
from engine.domain.effect import Send
from engine.domain.event import Unsaid
from engine.domain.message import DocumentOut, ImageOut, TemplateOut, TextOut
from engine.runtime.blobs import Blob
from engine.runtime.ports import Alias, Dead, Done, Job, Retry, StatusBody, Unknown, Write

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

    async def mark_read(self, message_id, typing):
        self.marked.append(message_id)
        await asyncio.sleep(0)
        return False


def refused(code: int | None, status: int = 400, retry_after: float = 0.0) -> Refused:
    return Refused(rule_for(code, status), code, status, "details", retry_after)


class Naps:
    """Waiting only moves the clock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.slept: list[float] = []

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.clock.seconds += seconds

    def spawn(self, work):
        raise AssertionError(work)


class Shelf:
    """Where uploads were written down: the statements of `uploads.sql`, by hand."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], tuple[str, int]] = {}

    def rows(self, statement, params=()):
        assert statement == "uploads.find"
        found = self.kept.get(tuple(params[:2]))
        return [found] if found and found[1] > params[2] else []

    def rows_in(self, statement, values, params=()):
        raise AssertionError(statement)

    def write(self, result) -> None:
        for statement, params in result.writes:
            if statement == "uploads.keep":
                self.kept[params[0], params[1]] = (params[2], params[3])
            if statement == "uploads.drop":
                self.kept.pop((params[0], params[1]), None)


FILES = {
    "blob1": Blob("blob1", "case/s1", "application/pdf", "a.pdf", b"%PDF"),
    "empty": Blob("empty", "case/s1", "application/pdf", "a.pdf", b""),
    "large": Blob("large", "case/s1", "image/png", "a.png", b"x" * (limits.IMAGE_BYTES + 1)),
    "page": Blob("page", "case/s1", "text/html", "a.html", b"<html>"),
}


def handler(
    platform: Platform, clock: Clock | None = None, rate: float = 0, shelf: Shelf | None = None
) -> SendHandler:
    clock = clock or Clock()
    office = Office(FILES.get, shelf or Shelf(), clock, Naps(clock))
    return SendHandler(Lines({"n1": platform}, rate), office)


def deliver(platform: Platform, job: Job = JOB, clock: Clock | None = None):
    return asyncio.run(handler(platform, clock).deliver(job))


def bill(category: str = "service", number: int = 1) -> Write:
    return Write("costs.count", ("2026-01-05", "s1", "p1", category, number))


def test_it_sends_under_its_key_and_learns_the_user_id():
    platform = Platform(Accepted("wamid.1", "IN.99"))
    done = deliver(platform)
    learnt = (Alias("user_id", "IN.99"),)
    assert done == Done(provider_id="wamid.1", aliases=learnt, writes=(bill(),))
    assert platform.sent[0]["biz_opaque_callback_data"] == "s1/1"
    assert platform.sent[0]["to"] == "+919000000001"


def test_it_learns_nothing_it_knows():
    assert not deliver(Platform(Accepted("wamid.1", "IN.44"))).aliases


def test_it_bills_a_template_as_what_it_is_and_nothing_that_failed():
    template = replace(JOB, effect=Send(TemplateOut("news", "te", ("x",), "m.open")))
    assert deliver(Platform(TAKEN), template).writes == (bill("utility"),)
    failed = handler(Platform()).failed(JOB, StatusBody("w", "failed", NOW, "s1/1", 131026))
    assert isinstance(failed, Dead)
    assert failed.writes == (bill(number=-1),)


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (Unsent("no route"), Retry),
        (Lost("no answer"), Unknown),
        (refused(131016, 503), Retry),
        (refused(130429), Retry),
        (refused(131056), Retry),
        (refused(131047), Done),
        (refused(131026), Dead),
        (refused(190, 401), Retry),
        (refused(100), Dead),
        (refused(424242), Dead),
    ],
)
def test_it_says_what_comes_next(answer, result):
    assert isinstance(deliver(Platform(answer)), result)


@pytest.mark.parametrize("answer", [Unsent("no route"), Lost("no answer"), refused(130429)])
def test_it_hands_a_message_on_after_a_day(answer):
    old = replace(JOB, made=NOW - timedelta(hours=25), attempt=90)
    assert isinstance(deliver(Platform(answer), old), Dead)


def test_it_gives_words_outside_the_window_back_to_the_conversation():
    done = deliver(Platform(refused(131047)))
    assert done.replies == (Unsaid("s1", TextOut("hi"), "window", format_moment(NOW)),)
    assert not done.writes
    template = replace(JOB, effect=Send(TemplateOut("news", "te", ("x",), "m.open")))
    assert isinstance(deliver(Platform(refused(131047)), template), Dead)


@pytest.mark.parametrize("aliases", [(), (Alias("terminal", "tty"),)])
def test_it_writes_to_nobody_it_cannot_reach(aliases):
    platform = Platform(TAKEN)
    assert isinstance(deliver(platform, replace(JOB, aliases=aliases)), Dead)
    assert not platform.sent


def test_it_reports_our_own_bug_instead_of_sending_it():
    platform = Platform(TAKEN)
    assert isinstance(deliver(platform, replace(JOB, effect=Send(TextOut("")))), Dead)
    assert not platform.sent


def test_it_counts_what_may_have_been_heard_twice():
    sends = handler(Platform(TAKEN, Unsent("no route"), TAKEN))
    for job in (replace(JOB, unsure=True), replace(JOB, unsure=True), JOB):
        asyncio.run(sends.deliver(job))
    assert sends.tally.maybe_doubled == 1


def test_it_spares_a_number_that_is_too_fast_and_sends_one_probe_at_the_platforms_time():
    clock, platform = Clock(), Platform(refused(130429, retry_after=7.0), Unsent("-"), TAKEN, TAKEN)
    sends = handler(platform, clock)
    others = [replace(JOB, key=f"s{number}/1", person=f"p{number}") for number in range(2, 5)]

    async def talk():
        yield await sends.deliver(JOB)
        yield await sends.deliver(others[0])
        clock.seconds += 10
        for job in (JOB, *others[:2]):
            yield await sends.deliver(job)
        clock.seconds += 20
        for job in (JOB, *others[:1]):
            yield await sends.deliver(job)

    async def all_of_it():
        return [each async for each in talk()]

    first, second, probe, *waiting, third, fourth = asyncio.run(all_of_it())
    assert first.after_s >= 7
    assert second.after_s != first.after_s
    assert isinstance(probe, Retry)
    assert all(isinstance(each, Retry) for each in waiting)
    assert [each.provider_id for each in (third, fourth)] == ["wamid.1"] * 2
    assert len(platform.sent) == 4


def test_it_holds_one_person_without_holding_the_others():
    clock = Clock()
    platform = Platform(refused(131056), TAKEN, refused(131056), TAKEN)
    sends = handler(platform, clock)

    async def talk(job):
        return await sends.deliver(job)

    assert asyncio.run(talk(JOB)).after_s == 1.0
    assert isinstance(asyncio.run(talk(replace(JOB, person="p2"))), Done)
    assert isinstance(asyncio.run(talk(JOB)), Retry)
    assert len(platform.sent) == 2
    clock.seconds += 1
    assert asyncio.run(talk(JOB)).after_s == 4.0


def test_it_keeps_its_pace_waiting_in_hand_for_a_moment_only():
    clock = Clock()
    sends = handler(Platform(*[TAKEN] * 40), clock, rate=10)
    began = clock.seconds
    for number in range(30):
        job = replace(JOB, key=f"k{number}", person=f"p{number}")
        assert isinstance(asyncio.run(sends.deliver(job)), Done)
    assert 2.7 <= clock.seconds - began <= 3.0  # 30 messages at 10 a second, less the first burst
    for _ in range(30):
        sends.heard("n1")
    wait = asyncio.run(sends.deliver(replace(JOB, key="late")))
    assert isinstance(wait, Retry)
    clock.seconds += wait.after_s
    assert isinstance(asyncio.run(sends.deliver(replace(JOB, key="late"))), Done)


def test_it_uploads_a_file_once_a_month_even_across_a_restart():
    clock, platform, shelf = Clock(), Platform(TAKEN, TAKEN, TAKEN, TAKEN), Shelf()
    letter = replace(JOB, effect=Send(LETTER))
    for days in (0, 0, 28, 29):
        clock.seconds = 1000.0 + days * 24 * 3600
        sends = handler(platform, clock, shelf=shelf)
        shelf.write(asyncio.run(sends.deliver(replace(letter, made=clock.now()))))
    assert platform.uploaded == [b"%PDF"] * 2
    sent = [body["document"]["id"] for body in platform.sent]
    assert sent == ["media-1", "media-1", "media-1", "media-2"]


def test_it_uploads_again_what_the_platform_has_lost():
    platform, shelf = Platform(TAKEN, refused(100), TAKEN), Shelf()
    letter = replace(JOB, effect=Send(LETTER))
    ends = []
    for attempt in (1, 1, 2):
        sends = handler(platform, shelf=shelf)
        ends.append(asyncio.run(sends.deliver(replace(letter, attempt=attempt))))
        shelf.write(ends[-1])
    assert [type(end) for end in ends] == [Done, Retry, Done]
    assert len(platform.uploaded) == 2


@pytest.mark.parametrize(
    "message",
    [
        DocumentOut("gone", "a.pdf", "application/pdf", ""),
        DocumentOut("empty", "a.pdf", "application/pdf", ""),
        DocumentOut("page", "a.html", "text/html", ""),
        ImageOut("large", "image/png", ""),
    ],
)
def test_it_tells_the_conversation_of_a_file_that_cannot_come(message):
    platform = Platform(TAKEN)
    end = deliver(platform, replace(JOB, effect=Send(message)))
    assert isinstance(end, Dead)
    assert end.replies == (Unsaid("s1", message, "file", format_moment(NOW)),)
    assert not platform.sent
    assert not platform.uploaded


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
