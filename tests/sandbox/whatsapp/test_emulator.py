"""The emulator behaves as the platform does towards a business."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientError

from tests.sandbox.whatsapp.stage import BEARER, CITIZEN, CONFIG, Business, Stage, stage

TEXT = {"type": "text", "text": {"body": "Hello"}}
HI = {"type": "text", "text": "Hi"}
BUTTONS = {
    "type": "interactive",
    "interactive": {
        "type": "button",
        "body": {"text": "Choose"},
        "action": {"buttons": [{"type": "reply", "reply": {"id": "yes", "title": "Yes"}}]},
    },
}
LIST = {
    "type": "interactive",
    "interactive": {
        "type": "list",
        "body": {"text": "Choose"},
        "action": {
            "button": "Open",
            "sections": [{"rows": [{"id": "one", "title": "One", "description": "First"}]}],
        },
    },
}


def play(scene: Callable[[Stage], Awaitable[None]], **wanted: Any) -> None:
    """Run a scene on a stage."""

    async def run() -> None:
        async with stage(**wanted) as here:
            await scene(here)

    asyncio.run(run())


def test_it_refuses_a_wrong_token() -> None:
    async def scene(here: Stage) -> None:
        path = f"/v23.0/{CONFIG.phone_number_id}/messages"
        answer = await here.client.post(path, json={}, headers={"Authorization": "Bearer no"})
        body = await answer.json()
        assert answer.status == 401
        assert body["error"]["code"] == 190
        assert set(body["error"]) >= {"message", "type", "code", "error_data", "fbtrace_id"}

    play(scene)


@pytest.mark.parametrize(
    ("path", "code"),
    [("/v23.0/999/messages", 100), ("/v99.1/100000000000001/nothing", 2500)],
)
def test_it_refuses_what_is_not_there(path: str, code: int) -> None:
    async def scene(here: Stage) -> None:
        answer = await here.client.post(path, json={}, headers=BEARER)
        assert (await answer.json())["error"]["code"] == code

    play(scene)


def test_it_reports_sent_delivered_and_read_with_the_callers_mark() -> None:
    async def scene(here: Stage) -> None:
        await here.act(HI)
        wamid = await here.send({**TEXT, "biz_opaque_callback_data": "mark-1"})
        await here.business.until(lambda: len(here.business.all("statuses")) == 3)
        statuses = here.business.all("statuses")
        assert [status["status"] for status in statuses] == ["sent", "delivered", "read"]
        assert {status["id"] for status in statuses} == {wamid}
        assert {status["biz_opaque_callback_data"] for status in statuses} == {"mark-1"}
        assert {status["recipient_id"] for status in statuses} == {CITIZEN}
        assert statuses[0]["pricing"]["category"] == "service"

    play(scene)


@pytest.mark.parametrize(
    ("offer", "action", "kind", "content"),
    [
        (None, HI, "text", {"body": "Hi"}),
        (
            BUTTONS,
            {"type": "option", "option": "yes"},
            "interactive",
            {"type": "button_reply", "button_reply": {"id": "yes", "title": "Yes"}},
        ),
        (
            LIST,
            {"type": "option", "option": "one"},
            "interactive",
            {
                "type": "list_reply",
                "list_reply": {"id": "one", "title": "One", "description": "First"},
            },
        ),
        (
            None,
            {"type": "location", "latitude": 16.5, "longitude": 80.6, "name": "Vijayawada"},
            "location",
            {"latitude": 16.5, "longitude": 80.6, "name": "Vijayawada"},
        ),
        (
            None,
            {"type": "raw", "message": {"type": "order", "order": {"catalog_id": "1"}}},
            "order",
            {"catalog_id": "1"},
        ),
    ],
)
def test_it_tells_the_business_what_the_citizen_did(
    offer: dict[str, Any] | None, action: dict[str, Any], kind: str, content: dict[str, Any]
) -> None:
    async def scene(here: Stage) -> None:
        wamid = ""
        if offer:
            await here.act(HI)
            wamid = await here.send(offer)
        await here.act(action)
        heard = here.business.all
        await here.business.until(lambda: any(m["type"] == kind for m in heard("messages")))
        message = here.business.all("messages")[-1]
        contact = here.business.all("contacts")[0]
        assert message[kind] == content
        assert message.get("context", {}).get("id", "") == wamid
        assert message["from"] == contact["wa_id"] == CITIZEN
        assert message["from_user_id"] == contact["user_id"]
        assert contact["user_id"].startswith("IN.")

    play(scene, citizens=CONFIG.citizens[:1])


def test_it_carries_reactions_both_ways() -> None:
    async def scene(here: Stage) -> None:
        entry = await here.act(HI)
        wamid = await here.send(TEXT)
        await here.act({"type": "reaction", "emoji": "👍", "message": wamid})
        reaction = {"message_id": entry["id"], "emoji": "🙏"}
        await here.send({"type": "reaction", "reaction": reaction})
        await here.business.until(lambda: len(here.business.all("messages")) == 2)
        assert here.business.all("messages")[-1]["reaction"]["message_id"] == wamid

    play(scene)


def test_it_offers_a_templates_button_as_a_quick_reply() -> None:
    async def scene(here: Stage) -> None:
        values = [{"type": "text", "text": "income"}, {"type": "text", "text": "IC-1"}]
        template = {
            "name": "service_update",
            "language": {"code": "en"},
            "components": [{"type": "body", "parameters": values}],
        }
        await here.send({"type": "template", "template": template})
        await here.act({"type": "option", "option": "Open"})
        await here.business.until(lambda: len(here.business.all("messages")) == 1)
        assert here.business.all("messages")[0]["button"] == {"payload": "Open", "text": "Open"}
        shown = (await here.conversation())[0]["content"]["shown"]["body"]
        assert "income" in shown
        assert "IC-1" in shown

    play(scene)


def test_it_learns_a_new_template() -> None:
    async def scene(here: Stage) -> None:
        template = {"name": "reminder", "language": "te", "body": "గుర్తు చేస్తున్నాం"}
        await here.client.post("/control/templates", json=template)
        content = {"name": "reminder", "language": {"code": "te"}}
        assert await here.code({"type": "template", "template": content}) == "ok"

    play(scene)


def test_it_closes_the_window_after_24_hours() -> None:
    async def scene(here: Stage) -> None:
        assert await here.code(TEXT) == 131047
        await here.act(HI)
        assert await here.code(TEXT) == "ok"
        await here.client.post("/control/clock", json={"advance_seconds": 86_401})
        assert await here.code(TEXT) == 131047

    play(scene)


def test_it_can_refuse_late() -> None:
    async def scene(here: Stage) -> None:
        await here.client.patch("/control/switches", json={"late_refusals": True})
        wamid = await here.send({**TEXT, "biz_opaque_callback_data": "late"})
        await here.business.until(lambda: bool(here.business.all("statuses")))
        status = here.business.all("statuses")[0]
        assert (status["id"], status["status"]) == (wamid, "failed")
        assert status["errors"][0]["code"] == 131047
        assert status["biz_opaque_callback_data"] == "late"

    play(scene)


def test_it_limits_one_pair_to_a_burst_and_then_one_in_six_seconds() -> None:
    async def scene(here: Stage) -> None:
        await here.act(HI)
        codes = [await here.code(TEXT) for _ in range(46)]
        assert codes == ["ok"] * 45 + [131056]
        await here.client.post("/control/clock", json={"advance_seconds": 6})
        assert await here.code(TEXT) == "ok"

    play(scene, pair_limit=True)


def test_it_limits_the_number() -> None:
    async def scene(here: Stage) -> None:
        await here.act(HI)
        codes = [await here.code(TEXT) for _ in range(5)]
        assert 130429 in codes
        assert codes[0] == "ok"

    play(scene, number_limit=3)


def test_it_reaches_a_person_by_business_scoped_id() -> None:
    async def scene(here: Stage) -> None:
        wish = {"number": "919000000077", "hides_number": True}
        phone = await (await here.client.post("/control/phones", json=wish)).json()
        await here.act(HI, "919000000077")
        await here.business.until(lambda: bool(here.business.all("messages")))
        message = here.business.all("messages")[0]
        assert "from" not in message
        assert message["from_user_id"] == phone["user_id"]
        status, body = await here.post({**TEXT, "to": "", "recipient": phone["user_id"]})
        assert status == 200
        assert body["contacts"] == [{"input": phone["user_id"], "user_id": phone["user_id"]}]

    play(scene)


def test_it_turns_ticks_blue_and_shows_typing() -> None:
    async def scene(here: Stage) -> None:
        first = await here.act(HI)
        second = await here.act(HI)
        await here.business.until(lambda: len(here.business.all("messages")) == 2)
        assert first["status"] == "sent"
        receipt = {
            "status": "read",
            "message_id": second["id"],
            "typing_indicator": {"type": "text"},
        }
        assert (await here.post(receipt))[1] == {"success": True}
        answer = await here.client.get(f"/control/phones/{CITIZEN}/messages")
        told = await answer.json()
        assert told["typing"] is True
        assert [entry["status"] for entry in told["messages"]] == ["read", "read"]
        await here.send(TEXT)
        answer = await here.client.get(f"/control/phones/{CITIZEN}/messages")
        assert (await answer.json())["typing"] is False

    play(scene)


def test_it_asks_for_the_handshake_until_it_is_answered() -> None:
    async def scene(here: Stage) -> None:
        await here.act(HI)
        await here.business.until(lambda: bool(here.business.all("messages")))
        assert len(here.business.handshakes) == 3
        assert here.business.handshakes[0]["hub.verify_token"] == CONFIG.verify_token

    play(scene, business=Business(refused_handshakes=2))


def test_it_repeats_a_webhook_until_it_is_taken_and_keeps_the_order() -> None:
    async def scene(here: Stage) -> None:
        for number in range(6):
            await here.act({"type": "text", "text": str(number)})
        await here.business.until(lambda: len(here.business.all("messages")) == 6)
        said = [message["text"]["body"] for message in here.business.all("messages")]
        assert said == [str(number) for number in range(6)]

    play(scene, business=Business(answers=[500, 503, 200, 404]), webhook_batch=1)


def test_it_joins_updates_of_several_phones_in_one_post() -> None:
    async def scene(here: Stage) -> None:
        actions = [{"from": f"9190000010{n:02d}", **HI} for n in range(30)]
        answer = await here.client.post("/control/messages", json=actions)
        assert len((await answer.json())["ids"]) == 30
        await here.business.until(lambda: len(here.business.all("messages")) == 30)
        assert len(here.business.bodies) < 30

    play(scene, webhook_batch=100, webhook_lanes=1)


def test_it_can_post_everything_twice() -> None:
    async def scene(here: Stage) -> None:
        await here.client.patch("/control/switches", json={"duplicates": True})
        await here.act(HI)
        await here.business.until(lambda: len(here.business.bodies) == 2)
        assert here.business.bodies[0] == here.business.bodies[1]

    play(scene)


def test_it_can_report_read_before_delivered() -> None:
    async def scene(here: Stage) -> None:
        await here.client.patch("/control/switches", json={"disorder": True})
        await here.act(HI)
        await here.send(TEXT)
        await here.business.until(lambda: len(here.business.all("statuses")) == 3)
        told = [status["status"] for status in here.business.all("statuses")]
        assert told == ["read", "delivered", "sent"]

    play(scene)


def test_it_can_cut_the_line_after_accepting() -> None:
    async def scene(here: Stage) -> None:
        await here.act(HI)
        await here.client.patch("/control/switches", json={"drop_after_acceptance": 1})
        with pytest.raises(ClientError):
            await here.post({**TEXT, "biz_opaque_callback_data": "lost"})
        await here.business.until(lambda: len(here.business.all("statuses")) == 3)
        marks = {s["biz_opaque_callback_data"] for s in here.business.all("statuses")}
        assert marks == {"lost"}
        assert await here.code(TEXT) == "ok"

    play(scene)


def test_it_can_refuse_on_demand() -> None:
    async def scene(here: Stage) -> None:
        await here.act(HI)
        wish = {"refuse_next": 1, "refuse_code": 131016}
        await here.client.patch("/control/switches", json=wish)
        assert [await here.code(TEXT) for _ in range(2)] == [131016, "ok"]

    play(scene)


@pytest.mark.parametrize("wish", [{"nothing": True}, {"duplicates": 1}, {"delay_seconds": -1}])
def test_it_refuses_an_odd_switch(wish: dict[str, Any]) -> None:
    async def scene(here: Stage) -> None:
        answer = await here.client.patch("/control/switches", json=wish)
        assert answer.status == 400

    play(scene)


def test_it_waits_for_the_next_message() -> None:
    async def scene(here: Stage) -> None:
        await here.act(HI)
        waiting = asyncio.create_task(here.conversation("?after=1&wait=5"))
        await here.send(TEXT)
        assert [entry["by"] for entry in await waiting] == ["business"]
        assert await here.conversation("?after=2") == []

    play(scene)


def test_it_measures_the_wait_for_a_reply() -> None:
    async def scene(here: Stage) -> None:
        await here.act(HI)
        await here.send(TEXT)
        figures = await (await here.client.get("/control/figures")).json()
        assert figures["messages_accepted"] == 1
        assert figures["turnaround_ms"]["count"] == 1

    play(scene)
