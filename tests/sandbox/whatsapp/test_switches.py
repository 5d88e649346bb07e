"""Each switch does what its sentence on the control page says, and one button ends them all."""

from __future__ import annotations

import asyncio
import re
from dataclasses import fields

import pytest
from aiohttp import ClientError, ClientTimeout

from engine.sandbox.whatsapp.switches import GROUPS, SHOWN, Switches
from tests.sandbox.whatsapp.stage import BEARER, CITIZEN, CONFIG, Stage, stage

HI = {"type": "text", "text": "hi"}
TEXT = {"type": "text", "text": {"body": "hello"}}
NEWS = {
    "type": "template",
    "template": {
        "name": "service_update",
        "language": {"code": "en"},
        "components": [
            {"type": "body", "parameters": [{"type": "text", "text": "x"}] * 2},
            {
                "type": "button",
                "sub_type": "quick_reply",
                "index": "0",
                "parameters": [{"type": "payload", "payload": "m.open"}],
            },
        ],
    },
}
NAMES = [field.name for field in fields(Switches)]


def play(scene, **wanted) -> None:
    async def whole() -> None:
        async with stage(**wanted) as here:
            await here.act(HI)
            await here.business.until(lambda: here.business.all("messages"))
            await scene(here)

    asyncio.run(whole())


async def switch(here: Stage, **wanted) -> None:
    answer = await here.client.patch("/control/switches", json=wanted)
    assert answer.status == 200, await answer.text()


async def raw(here: Stage, patience: float = 60):
    path = f"/v23.0/{CONFIG.phone_number_id}/messages"
    whole = {"messaging_product": "whatsapp", "to": f"+{CITIZEN}", **TEXT}
    timeout = ClientTimeout(total=patience)
    return await here.client.post(path, json=whole, headers=BEARER, timeout=timeout)


def states(here: Stage) -> list[str]:
    return [status["status"] for status in here.business.all("statuses")]


def test_every_switch_is_on_the_page_once_with_a_sentence():
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(NAMES)
    assert SHOWN.keys() == set(NAMES)
    assert all(shown.does.endswith(".") and shown.te for shown in SHOWN.values())


@pytest.mark.parametrize(("outage", "status"), [("errors", 503), ("gateway", 502)])
def test_an_outage_answers_without_the_platforms_words(outage, status):
    async def scene(here: Stage) -> None:
        await switch(here, outage=outage)
        answer = await raw(here)
        assert answer.status == status
        assert "error" not in await answer.text()
        assert len(await here.conversation()) == 1

    play(scene)


@pytest.mark.parametrize("outage", ["silence", "cut"])
def test_an_outage_gives_no_answer_until_it_ends(outage):
    async def scene(here: Stage) -> None:
        await switch(here, outage=outage)
        with pytest.raises((ClientError, TimeoutError)):
            await raw(here, 0.2)
        assert len(await here.conversation()) == 1
        await here.client.delete("/control/switches")
        assert await here.code(TEXT) == "ok"

    play(scene)


def test_a_slow_platform_answers_late():
    async def scene(here: Stage) -> None:
        await switch(here, slow_seconds=0.3)
        with pytest.raises(TimeoutError):
            await raw(here, 0.2)
        assert (await raw(here)).status == 200

    play(scene)


def test_a_refusal_can_say_when_to_come_back():
    async def scene(here: Stage) -> None:
        await switch(here, refuse_next=1, refuse_code=130429, retry_after_seconds=7)
        assert (await raw(here)).headers["Retry-After"] == "7"

    play(scene)


def test_a_limit_can_be_set_while_it_runs():
    async def scene(here: Stage) -> None:
        await switch(here, number_limit=2)
        assert [await here.code(TEXT) for _ in range(3)] == ["ok", "ok", 130429]
        await switch(here, number_limit=0, pair_limit="on")
        codes = [await here.code(TEXT) for _ in range(46)]
        assert codes[-1] == 131056
        await switch(here, pair_limit="off")
        assert await here.code(TEXT) == "ok"

    play(scene)


@pytest.mark.parametrize(
    ("templates", "code"),
    [("approved", "ok"), ("pending", 132001), ("paused", 132015), ("disabled", 132016)],
)
def test_a_template_goes_only_while_it_is_approved(templates, code):
    async def scene(here: Stage) -> None:
        await switch(here, templates=templates)
        assert await here.code(NEWS) == code

    play(scene)


def test_one_template_can_wait_for_its_approval():
    async def scene(here: Stage) -> None:
        draft = {"name": "later", "language": "en", "body": "Hello.", "status": "pending"}
        send = {"type": "template", "template": {"name": "later", "language": {"code": "en"}}}
        told = []
        for status in ("pending", "approved"):
            entered = await here.client.post("/control/templates", json={**draft, "status": status})
            told.append((await entered.json())["status"])
            told.append(await here.code(send))
        assert told == ["PENDING", 132001, "APPROVED", "ok"]

    play(scene)


def test_the_tap_on_a_template_brings_back_what_its_sender_gave_the_button():
    async def scene(here: Stage) -> None:
        await here.send(NEWS)
        await here.act({"type": "option", "option": "Open"})
        await here.business.until(lambda: len(here.business.all("messages")) == 2)
        assert here.business.all("messages")[1]["button"] == {"payload": "m.open", "text": "Open"}

    play(scene)


def test_an_accepted_message_can_fail_afterwards():
    async def scene(here: Stage) -> None:
        await switch(here, fail_next=1, fail_code=131026)
        await here.send(TEXT)
        await here.business.until(lambda: states(here) == ["failed"])
        assert here.business.all("statuses")[0]["errors"][0]["code"] == 131026
        await here.send(TEXT)
        await here.business.until(lambda: states(here)[1:] == ["sent", "delivered", "read"])

    play(scene)


def test_a_phone_that_is_off_gets_its_messages_when_it_is_on_again():
    async def scene(here: Stage) -> None:
        await switch(here, phones_off=True)
        await here.send(TEXT)
        await here.business.until(lambda: states(here) == ["sent"])
        await switch(here, phones_off=False)
        await here.business.until(lambda: states(here) == ["sent", "delivered", "read"])

    play(scene)


def test_numbers_can_be_hidden_and_shown_again():
    async def scene(here: Stage) -> None:
        for hidden in (True, False):
            await switch(here, hide_numbers=hidden)
            await here.act(HI)
        await here.business.until(lambda: len(here.business.all("messages")) == 3)
        assert ["from" in each for each in here.business.all("messages")] == [True, False, True]
        assert ["wa_id" in each for each in here.business.all("contacts")][:3] == [
            True,
            False,
            True,
        ]

    play(scene)


def test_updates_come_together_up_to_a_thousand():
    async def scene(here: Stage) -> None:
        await switch(here, batch=1000, delay_seconds=0.1)
        many = [{"from": f"9190002{n:05d}", **HI} for n in range(500)]
        await here.client.post("/control/messages", json=many)
        await here.business.until(lambda: len(here.business.all("messages")) == 501)
        sizes = [
            len(body["entry"][0]["changes"][0]["value"]["messages"])
            for body in here.business.bodies
        ]
        assert max(sizes) > 400

    play(scene, webhook_lanes=1)


def test_a_citizen_can_change_the_number():
    async def scene(here: Stage) -> None:
        wamid = await here.send(TEXT)
        await here.act({"type": "change_number", "number": "919111111111"})
        await here.act(HI, "919111111111")
        await here.business.until(lambda: len(here.business.all("messages")) == 3)
        _, moved, after = here.business.all("messages")
        assert moved["from"] == CITIZEN
        assert moved["system"]["wa_id"] == after["from"] == "919111111111"
        assert moved["system"]["user_id"] == after["from_user_id"] != moved["from_user_id"]
        said = await here.conversation(phone="919111111111")
        assert wamid in [each["id"] for each in said]

    play(scene)


@pytest.mark.parametrize(
    "wish",
    [
        {"outage": "flood"},
        {"batch": 1001},
        {"number_limit": -2},
        {"pair_limit": True},
        {"batch": "x"},
    ],
)
def test_it_takes_no_odd_value(wish):
    async def scene(here: Stage) -> None:
        answer = await here.client.patch("/control/switches", json=wish)
        assert answer.status == 400

    play(scene)


# -- the page ----------------------------------------------------------------------------------------------------------

PAGE = "/control/whatsapp"
OWN = {"Sec-Fetch-Site": "same-origin"}


def test_the_page_needs_no_script_and_each_switch_has_a_label_and_a_sentence():
    async def scene(here: Stage) -> None:
        answer = await here.client.get(PAGE)
        page = await answer.text()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "<script" not in page
        assert "style=" not in page
        for name in NAMES:
            assert f'id="{name}-is"' in page
            assert f'for="{name}-is"' in page
            assert f'aria-describedby="{name}-does"' in page
        assert (await here.client.get(f"{PAGE}.css")).status == 200

    play(scene)


def test_its_forms_set_one_switch_each_and_reset_ends_all():
    async def scene(here: Stage) -> None:
        forms = [
            {"duplicates": "on"},
            {"outage": "errors"},
            {"refuse_next": "3"},
            {"slow_seconds": "0.5"},
        ]
        for form in forms:
            answer = await here.client.post(PAGE, data=form, headers=OWN)
            assert answer.status == 200
        assert "4 switches are on" in await answer.text()
        told = await (await here.client.get("/control/switches")).json()
        assert (told["duplicates"], told["outage"], told["refuse_next"]) == (True, "errors", 3)
        await here.client.post(PAGE, data={"reset": "all"}, headers=OWN)
        told = await (await here.client.get("/control/switches")).json()
        assert told == Switches().plain()

    play(scene)


@pytest.mark.parametrize("form", [{"refuse_next": "many"}, {"batch": "5000"}, {"nothing": "1"}])
def test_it_says_what_is_wrong_with_a_form(form):
    async def scene(here: Stage) -> None:
        answer = await here.client.post(PAGE, data=form, headers=OWN)
        assert answer.status == 400
        assert re.search(r'role="alert">[^<]+<', await answer.text())

    play(scene)


def test_another_site_cannot_press_its_buttons():
    async def scene(here: Stage) -> None:
        other = {"Sec-Fetch-Site": "cross-site"}
        answer = await here.client.post(PAGE, data={"duplicates": "on"}, headers=other)
        assert answer.status == 403

    play(scene)
