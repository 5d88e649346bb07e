"""The whole road over HTTP while the platform misbehaves in every way it can: nothing is lost, and what may double is counted."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.domain.effect import Send
from engine.domain.message import DocumentOut, Outgoing, TextOut
from engine.interpreter.phrases import phrase
from engine.runtime.blobs import Blob
from engine.runtime.rows import Entry
from engine.runtime.times import to_ms
from tests.channels.whatsapp.road import Road, keep_file, road

ROWS = yaml.load(Path(__file__).with_name("situations.yaml").read_text("utf-8"), yaml.CSafeLoader)
ANSWER = phrase("help", "en")


def phones_of(row: dict[str, Any]) -> list[str]:
    return [f"9190001{number:05d}" for number in range(row["people"])]


async def all_say(here: Road, phones: list[str], *texts: str) -> None:
    said = [{"from": phone, "type": "text", "text": text} for text in texts for phone in phones]
    await here.ask("POST", "/control/messages", said)


async def answers(here: Road, phone: str) -> int:
    said = await here.heard(phone)
    return sum(each["content"].get("body") == ANSWER for each in said)


async def trouble(here: Road, row: dict[str, Any], phones: list[str]) -> None:
    """Let the trouble last, then end it."""
    await here.switch(**row.get("switches", {}))
    await all_say(here, phones, *["help"] * row["messages"])
    if row.get("deaf"):
        await here.listen(False)
    if "hours" in row:
        until = here.clock.monotonic() + row["hours"] * 3600
        await here.until(lambda: here.clock.monotonic() >= until)
        if row.get("deaf"):
            await here.listen(True)
        await here.reset()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_nothing_is_lost_while(row, tmp_path, repository):
    phones = phones_of(row)

    async def play() -> None:
        speed, rate = row.get("speed", 100), row.get("rate", 0)
        patience = row.get("patience", 30.0)
        async with road(tmp_path, repository, speed, rate, patience) as here:
            await all_say(here, phones, "english")
            for phone in phones:
                await here.until_heard(1, phone)
            await trouble(here, row, phones)

            async def all_answered() -> bool:
                return all([await answers(here, phone) >= row["messages"] for phone in phones])

            await here.until(all_answered, "every message answered")
            await here.settled()
            got = Counter({phone: await answers(here, phone) for phone in phones})
            doubled = got.total() - len(phones) * row["messages"]
            figures = await here.ask("GET", "/control/figures")
            assert here.letters() == []
            assert 0 <= doubled <= row.get("doubled", 0)
            assert here.sender.tally.maybe_doubled >= doubled
            assert str(row.get("provokes", "none")) in {*figures["refused"], "none"}
            for code, often in figures["refused"].items():
                assert often <= row.get("refused", {}).get(int(code), 0)
            assert max(here.bodies) >= row.get("together", 1)

    asyncio.run(play())


def test_a_citizen_who_changes_the_number_goes_on_as_the_same_person(tmp_path, repository):
    async def play() -> None:
        async with road(tmp_path, repository) as here:
            await here.say("english")
            await here.until_heard(1)
            await here.act({"type": "change_number", "number": "919111111111"})
            await here.say("help", "919111111111")
            said = await here.until_heard(2, "919111111111")
            assert said[-1]["content"]["body"] == ANSWER
            assert here.rows("select count(*) from person") == [(1,)]

    asyncio.run(play())


@pytest.mark.parametrize("late", [False, True], ids=["at once", "afterwards"])
def test_a_decision_after_three_days_comes_behind_a_template_and_its_tap(
    late, tmp_path, repository
):
    """Text and document are refused at once, or accepted and reported as failed: the citizen gets one template, and the tap brings both."""

    async def play() -> None:
        async with road(tmp_path, repository) as here:
            await here.switch(late_refusals=late)
            for heard, words in enumerate(("english", "card", "stop"), 1):
                await here.say(words)
                await here.until_heard(heard)
            await here.settled()
            here.clock.forward(3 * 24 * 3600)
            decide(here)
            template = (await here.until_heard(4))[-1]
            await here.settled()
            assert len(await here.heard()) == 4
            assert template["type"] == "template"
            assert "Card status" in template["content"]["shown"]["body"]
            await here.act({"type": "option", "option": "Open"})
            words, paper = (await here.until_heard(6))[4:]
            await here.settled()
            assert "approved" in words["content"]["body"]
            assert paper["type"] == "document"
            assert paper["media"]["name"] == "certificate.pdf"
            assert here.letters() == []
            billed = here.rows(
                "select service, category, messages from whatsapp_cost order by 1, 2"
            )
            assert ("sample.card", "utility", 1) in billed

    asyncio.run(play())


def decide(here: Road) -> None:
    """Let the case say what an approval says: words, and the certificate."""
    tell(here, TextOut("Your application is approved."))
    paper(here)


def paper(here: Road) -> None:
    """Let the case send its certificate."""
    ((session,),) = here.rows("select id from session")
    blob = Blob("paper-1", f"case/{session}", "application/pdf", "c.pdf", b"%PDF-1.7 sample")
    keep_file(here, blob)
    tell(here, DocumentOut("paper-1", "certificate.pdf", "application/pdf", "Your certificate."))


def tell(here: Road, message: Outgoing) -> None:
    """Let the case say something."""
    ((session, person),) = here.rows("select id, person from session")
    now = to_ms(here.clock.now())
    with here.store.transaction():
        here.worker.outbox.put([Entry(Send(message), "", person, session, now)], now)


def test_a_file_the_platform_has_lost_is_given_to_it_again(tmp_path, repository):
    async def play() -> None:
        async with road(tmp_path, repository) as here:
            await here.say("english")
            await here.until_heard(1)
            await here.say("card")
            await here.until_heard(2)
            for sent in (1, 2):
                paper(here)
                said = await here.until_heard(2 + sent)
                if sent == 1:
                    bearer = {"Authorization": "Bearer sandbox-access-token"}
                    path = f"{here.root}/v25.0/{said[-1]['media']['id']}"
                    assert (await here.http.delete(path, headers=bearer)).status == 200
            await here.settled()
            ids = [each["media"]["id"] for each in said[2:]]
            assert len(set(ids)) == 2
            assert here.rows("select id from whatsapp_upload") == [(ids[1],)]
            assert here.letters() == []

    asyncio.run(play())


def test_what_no_template_may_announce_waits_for_the_citizens_next_word(tmp_path, repository):
    async def play() -> None:
        async with road(tmp_path, repository) as here:
            for heard, words in enumerate(("english", "card", "stop"), 1):
                await here.say(words)
                await here.until_heard(heard)
            await here.settled()
            here.clock.forward(3 * 24 * 3600)
            await here.switch(templates="paused")
            decide(here)
            await here.until(here.letters, "a dead letter about the template")
            assert "132015" in here.letters()[0]
            await here.say("help")
            said = await here.until_heard(5)
            assert {"document", "text"} == {each["type"] for each in said[3:]}

    asyncio.run(play())
