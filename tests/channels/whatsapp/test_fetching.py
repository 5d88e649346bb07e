"""It keeps a citizen's file, or tells the case that it is lost, and never makes the platform lose its patience."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.channels.whatsapp.download import Fetched, Missed, Outcome, TooLarge
from engine.channels.whatsapp.fetching import FAILURES_AN_HOUR, FetchMediaHandler
from engine.domain.event import FileLost
from engine.domain.message import MediaIn, TapIn
from engine.interpreter.dialogue import take_turn
from engine.interpreter.directory import open_directory
from engine.runtime import blobs
from engine.runtime.blobs import Blob
from engine.runtime.codec import encode
from engine.runtime.ports import (
    Alias,
    Arrival,
    Dead,
    Done,
    FetchMedia,
    Job,
    MessageBody,
    Result,
    Retry,
    Write,
)
from tests.interpreter.test_edges import asks, program_of
from tests.runtime.pretend import Town

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
PHOTO = b"\xff\xd8\xff\xe0 sample"
SUM = hashlib.sha256(PHOTO).hexdigest()
WANTED = FetchMedia("7", "image/jpeg", "card.jpg", SUM)
JOB = Job("media/7", WANTED, "p1", "", (), "n1", 1, False, NOW)
ARRIVED = Fetched(PHOTO, "image/jpeg", SUM)
DAMAGED = Fetched(PHOTO[:-1], "image/jpeg", hashlib.sha256(PHOTO[:-1]).hexdigest())
STALE = Missed("HTTP 404", 404, stale=True)
GONE = Missed("HTTP 400", 400, final=True)
DOWN = Missed("HTTP 503", 503)
UNREACHED = Missed("no route")
LOST, REFUSED = (FileLost("7"),), (FileLost("7", refused=True),)


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds - 1000)

    def monotonic(self) -> float:
        return self.seconds


class Shelf:
    """Gives out what it was told to, in order, the last again and again."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.asked: list[tuple[str, int]] = []
        self.open = asyncio.Event()
        self.open.set()

    async def fetch(self, media: str, most: int) -> Outcome:
        self.asked.append((media, most))
        await self.open.wait()
        return self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]


def keep(blob: Blob) -> Write:
    return Write("blobs.keep", (blob.media, blob.owner, blob.mime, blob.name, blob.content))


def handler(shelf: Shelf, clock: Clock | None = None) -> FetchMediaHandler:
    return FetchMediaHandler({"n1": shelf}, keep, clock or Clock())


def deliver(shelf: Shelf, job: Job = JOB) -> Result:
    return asyncio.run(handler(shelf).deliver(job))


KEPT = (Write("blobs.keep", ("7", "person/p1", "image/jpeg", "card.jpg", PHOTO)),)


@pytest.mark.parametrize(
    ("shelf", "tries"),
    [((ARRIVED,), 1), ((STALE, ARRIVED), 2), ((DAMAGED, ARRIVED), 2)],
    ids=["at once", "after a stale address", "after it came damaged"],
)
def test_it_brings_a_file_home(shelf, tries):
    there = Shelf(*shelf)
    assert deliver(there) == Done(writes=KEPT)
    assert there.asked == [("7", 5 * 1024 * 1024)] * tries


@pytest.mark.parametrize(
    ("found", "replies"),
    [
        (GONE, LOST),
        (STALE, LOST),
        (DAMAGED, LOST),
        (TooLarge(5), REFUSED),
        (replace(ARRIVED, content=b"MZ", sha256=SUM), REFUSED),
        (replace(ARRIVED, content=b"<svg>", sha256=SUM), REFUSED),
        (replace(ARRIVED, content=b"%PDF-1.7", sha256=SUM), REFUSED),
    ],
)
def test_it_says_that_a_file_is_lost(found, replies):
    result = deliver(Shelf(found))
    assert isinstance(result, Dead)
    assert result.replies == replies


@pytest.mark.parametrize("found", [DOWN, UNREACHED])
@pytest.mark.parametrize(
    ("age", "wait"), [(0, 5), (60, 60), (1800, 1800), (7200, 3600), (6 * 86_400 - 1, 3600)]
)
def test_it_tries_again_for_as_long_as_the_platform_keeps_it(found, age, wait):
    result = deliver(Shelf(found), replace(JOB, made=NOW - timedelta(seconds=age), attempt=99))
    assert isinstance(result, Retry)
    assert result.after_s == wait


@pytest.mark.parametrize("found", [DOWN, UNREACHED])
def test_it_gives_up_before_the_platform_forgets(found):
    result = deliver(Shelf(found), replace(JOB, made=NOW - timedelta(days=6)))
    assert isinstance(result, Dead)
    assert result.replies == LOST


def test_it_believes_the_platforms_sum_where_the_message_told_none():
    untold = replace(JOB, effect=replace(WANTED, sha256=""))
    assert isinstance(deliver(Shelf(ARRIVED), untold), Done)
    assert isinstance(deliver(Shelf(replace(ARRIVED, told=SUM)), untold), Done)
    assert isinstance(deliver(Shelf(replace(ARRIVED, told="ab" * 32)), untold), Dead)


@pytest.mark.parametrize("mime", ["video/mp4", "image/webp", "application/zip"])
def test_it_fetches_nothing_that_no_question_takes(mime):
    shelf = Shelf(ARRIVED)
    assert deliver(shelf, replace(JOB, effect=replace(WANTED, mime=mime))) == Done()
    assert not shelf.asked


def test_it_keeps_what_says_nothing_as_what_it_is():
    untold = replace(JOB, effect=replace(WANTED, mime=""))
    assert deliver(Shelf(ARRIVED), untold) == Done(writes=KEPT)


def test_it_asks_the_first_number_for_files_of_one_that_is_gone():
    shelf = Shelf(ARRIVED)
    assert isinstance(deliver(shelf, replace(JOB, line="retired")), Done)
    assert shelf.asked


def play(use: Callable[[Shelf, Clock, FetchMediaHandler], object], *outcomes: Outcome) -> None:
    async def run() -> None:
        shelf, clock = Shelf(*outcomes), Clock()
        await use(shelf, clock, handler(shelf, clock))

    asyncio.run(run())


def test_it_never_fails_more_often_within_the_hour_than_the_platform_bears():
    async def use(shelf, clock, fetches):
        results = []
        for number in range(20):
            results.append(await fetches.deliver(replace(JOB, key=f"media/{number}")))
            clock.seconds += 60
        assert len(shelf.asked) == FAILURES_AN_HOUR
        assert all(isinstance(result, Retry) for result in results)
        assert results[-1].after_s == 3600 - 19 * 60
        clock.seconds += results[-1].after_s
        shelf.outcomes = [ARRIVED]
        assert isinstance(await fetches.deliver(JOB), Done)

    play(use, DOWN)


def test_it_counts_a_stale_address_as_a_failure_too():
    async def use(shelf, _clock, fetches):
        for number in range(20):
            await fetches.deliver(replace(JOB, key=f"media/{number}"))
        assert len(shelf.asked) == FAILURES_AN_HOUR

    play(use, STALE)


@pytest.mark.parametrize("found", [STALE, GONE])
def test_it_holds_nobody_else_up_for_files_that_one_person_deleted(found):
    async def use(shelf, clock, fetches):
        for number in range(20):
            await fetches.deliver(replace(JOB, key=f"media/{number}"))
        assert len(shelf.asked) == FAILURES_AN_HOUR
        shelf.outcomes = [ARRIVED]
        held = await fetches.deliver(JOB)
        assert isinstance(held, Retry)
        assert held.after_s == 3600.0
        assert isinstance(await fetches.deliver(replace(JOB, person="p2")), Done)
        clock.seconds += 3600
        assert isinstance(await fetches.deliver(JOB), Done)

    play(use, found)


@pytest.mark.parametrize("found", [DOWN, Missed("HTTP 429", 429), Missed("HTTP 401", 401)])
def test_it_holds_everybody_up_while_the_platform_is_in_trouble(found):
    async def use(shelf, _clock, fetches):
        for number in range(20):
            await fetches.deliver(replace(JOB, person=f"p{number}"))
        assert len(shelf.asked) == FAILURES_AN_HOUR

    play(use, found)


def test_it_does_not_count_where_the_platform_heard_nothing():
    async def use(shelf, _clock, fetches):
        for _ in range(20):
            await fetches.deliver(JOB)
        assert len(shelf.asked) == 20

    play(use, UNREACHED)


def test_it_has_no_more_under_way_than_may_fail():
    async def use(shelf, _clock, fetches):
        shelf.open.clear()
        first = [asyncio.create_task(fetches.deliver(JOB)) for _ in range(FAILURES_AN_HOUR)]
        await asyncio.sleep(0)
        crowded = await asyncio.wait_for(fetches.deliver(JOB), 60)
        assert isinstance(crowded, Retry)
        assert crowded.after_s == 1.0
        shelf.open.set()
        await asyncio.gather(*first)
        await fetches.deliver(JOB)
        assert len(shelf.asked) == FAILURES_AN_HOUR

    play(use, DOWN)


PROGRAM = program_of(asks("picture", "photo"), asks("last"))
DIRECTORY = open_directory({"en": ""}, ("en",), (), {PROGRAM.service: PROGRAM}, lambda _: PROGRAM)


def talk(_directory, *rest):
    """Take a turn with the one service there is."""
    return take_turn(DIRECTORY, *rest)


@pytest.mark.parametrize(
    ("found", "said", "content"),
    [(ARRIVED, "last?", PHOTO), (GONE, "picture?", None), (DAMAGED, "picture?", None)],
    ids=["kept", "gone", "damaged"],
)
def test_it_asks_the_citizen_again_through_the_whole_worker(tmp_path, found, said, content):
    town = Town(tmp_path, take_turn=talk)
    town.handlers[FetchMedia] = FetchMediaHandler(
        {"n1": Shelf(found)},
        lambda blob: blobs.keep(blob, town.keys, town.store, town.clock.now()),
        Clock(),
    )
    sent = [
        TapIn("m.lang:en", ""),
        TapIn(f"m.svc:{PROGRAM.service}", ""),
        MediaIn("7", "image/jpeg", "card.jpg", 0, sha256=SUM),
    ]
    for number, message in enumerate(sent):
        now = town.clock.now()
        body = encode(MessageBody(message, now, to="n1"))
        names = (Alias("phone", "911"),)
        town.inbox.append([Arrival("message", f"wa:{number}", names, body, now)])
        town.work()
        town.clock.forward(5)
    assert town.phone.heard_by("911")[-1].endswith(said)
    kept = blobs.find("7", town.keys, town.store)
    assert (kept.content if kept else None) == content
    town.close()
