"""One installation serves several numbers: each message keeps its line, and news of strangers' numbers is no conversation."""

from __future__ import annotations

import asyncio

import orjson
import pytest
from aiohttp import ClientSession

from engine import settings as environment
from engine.channels.whatsapp.signature import sign
from engine.runtime.codec import decode
from engine.web.app import create_app
from engine.wiring.worker import accounts, downloads
from tests.web.conftest import PRODUCTION, World, site_of

SEVERAL = {**PRODUCTION, "WHATSAPP_PHONE_NUMBER_ID": "100000000000007, 100000000000008"}


def message(number: str, wamid: str) -> dict[str, object]:
    text = {"from": "919000000001", "id": wamid, "type": "text", "text": {"body": "hi"}}
    value = {"metadata": {"phone_number_id": number}, "messages": [text]}
    return {"field": "messages", "value": value}


def test_it_keeps_the_line_of_each_message_and_refuses_strangers():
    changes = [
        message("100000000000008", "w1"),
        message("100000000000009", "w2"),
        message("100000000000007", "w3"),
    ]
    body = {"object": "whatsapp_business_account", "entry": [{"changes": changes}]}
    raw = orjson.dumps(body)
    world = World()
    door = create_app(site_of(world, **SEVERAL)).test_client()
    headers = {"X-Hub-Signature-256": sign(raw, "new")}
    answer = door.post(
        "/webhook/whatsapp", data=raw, headers=headers, base_url="https://mitra.example"
    )
    assert answer.status_code == 200
    found = [(arrival.kind, decode(arrival.body)) for arrival in world.stored]
    assert [kind for kind, _ in found] == ["message", "quarantine", "message"]
    assert [found[0][1].to, found[2][1].to] == ["100000000000008", "100000000000007"]
    assert found[1][1].reason == "another number"


def test_it_fetches_files_for_each_number():
    told = environment.read(SEVERAL)
    numbers = accounts(told)
    assert [number.phone_number_id for number in numbers] == ["100000000000007", "100000000000008"]

    async def use() -> None:
        async with ClientSession() as http:
            assert set(downloads(numbers, http)) == {"100000000000007", "100000000000008"}

    asyncio.run(use())


@pytest.mark.parametrize("written", ["", " , ", ","])
def test_it_does_not_start_without_a_number(written):
    with pytest.raises(environment.SettingsError, match="WHATSAPP_PHONE_NUMBER_ID is not set"):
        environment.read({**PRODUCTION, "WHATSAPP_PHONE_NUMBER_ID": written})
