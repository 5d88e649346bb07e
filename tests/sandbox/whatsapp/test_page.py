"""The phone page is served whole, strictly, and stays up to date."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse

from engine.sandbox.whatsapp.page import STATIC
from tests.sandbox.whatsapp.stage import CITIZEN, Stage
from tests.sandbox.whatsapp.test_emulator import HI, TEXT, play

FILES = sorted(path for path in STATIC.iterdir())


async def news(stream: ClientResponse) -> dict[str, Any]:
    """Return the next event of the stream."""
    async with asyncio.timeout(60):
        async for line in stream.content:
            if line.startswith(b"data: "):
                return json.loads(line[6:])
    raise AssertionError("the stream ended")


def test_it_serves_every_file_under_a_strict_policy() -> None:
    async def scene(here: Stage) -> None:
        for path in FILES:
            name = "/phone" if path.suffix == ".html" else f"/phone/static/{path.name}"
            answer = await here.client.get(name)
            policy = answer.headers["Content-Security-Policy"]
            assert answer.status == 200
            assert policy.startswith("default-src 'none'")
            assert "unsafe" not in policy
        assert (await here.client.get("/phone/static/page.py")).status == 404

    play(scene)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_needs_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    addresses = re.findall(r"(?:https?:)?//[a-z0-9.]+\.[a-z]{2,}[^\s'\"]*", text)
    assert {address for address in addresses if "www.w3.org" not in address} == set()
    assert re.search(r"\son[a-z]+=\"|style=\"|innerHTML|javascript:", text) is None


def test_it_streams_what_changes() -> None:
    async def scene(here: Stage) -> None:
        async with here.client.get(f"/phone/events/{CITIZEN}") as stream:
            assert (await news(stream))["whole"] is True
            await here.act(HI)
            told: list[dict[str, Any]] = []
            while not told or told[-1]["by"] != "business":
                if told and told[-1]["status"] == "delivered":
                    await here.send(TEXT)
                told += (await news(stream))["messages"]
            assert told[0]["content"] == {"body": "Hi"}

    play(scene)


def test_it_resumes_where_the_browser_left_off() -> None:
    async def scene(here: Stage) -> None:
        await here.act(HI)
        await here.business.until(lambda: bool(here.business.all("messages")))
        listed = await (await here.client.get("/phone/api/phones")).json()
        seen = {"Last-Event-ID": f"{listed['epoch']}.1"}
        async with here.client.get(f"/phone/events/{CITIZEN}", headers=seen) as stream:
            assert (await news(stream))["whole"] is False
        other = {"Last-Event-ID": "anotherlife.1"}
        async with here.client.get(f"/phone/events/{CITIZEN}", headers=other) as stream:
            assert (await news(stream))["whole"] is True

    play(scene)


def test_it_adds_phones_with_free_numbers() -> None:
    async def scene(here: Stage) -> None:
        for _ in range(2):
            answer = await here.client.post("/phone/api/phones", json={})
            assert answer.status == 201
        listed = await (await here.client.get("/phone/api/phones")).json()
        numbers = [phone["number"] for phone in listed["phones"]]
        assert len(set(numbers)) == 5
        assert all(phone["name"].startswith("Sample") for phone in listed["phones"])

    play(scene)


def test_it_refuses_other_sites() -> None:
    async def scene(here: Stage) -> None:
        headers = {"Sec-Fetch-Site": "cross-site"}
        path = f"/phone/api/phones/{CITIZEN}/messages"
        answer = await here.client.post(path, json=HI, headers=headers)
        assert answer.status == 403

    play(scene)


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"type": "dance"},
        {"type": "text"},
        {"type": "option", "option": "never-offered"},
        {"type": "media", "media": "1"},
        {"type": "sample", "sample": "nothing"},
        {"type": "location", "latitude": 100, "longitude": 0},
    ],
)
def test_it_explains_a_wrong_action(action: dict[str, Any]) -> None:
    async def scene(here: Stage) -> None:
        answer = await here.client.post(f"/control/phones/{CITIZEN}/messages", json=action)
        assert answer.status == 400
        assert (await answer.json())["error"]

    play(scene)
