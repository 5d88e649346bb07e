"""Its switches make a system slow, silent or mad, and its page says what to type."""

from __future__ import annotations

import asyncio

import pytest

from tests.sandbox.departments.stage import play

BILL = "/departments/power/spdcl/bills/1234567890123"
SYSTEMS = (
    *("power", "consumers", "connections", "callcentre", "network", "faults"),
    *("meters", "accounts", "works"),
    *("temple", "sevas", "rooms", "bookings", "hours", "gifts", "rtc"),
    *("tickets", "depots"),
    *("households", "certificates", "registrar", "land", "rights", "irrigation"),
    *(
        "canteens",
        "relief",
        "tax",
        "property",
        "taps",
        "births",
        "registers",
        "trades",
        "complaints",
        "files",
        "pgrs",
        "health",
        "police",
        "challans",
        "ssc",
        "locker",
    ),
)


@pytest.mark.parametrize(
    ("mode", "status", "kind"),
    [
        ("ok", 200, "application/json"),
        ("down", 503, "application/json"),
        ("garbage", 200, "text/html"),
    ],
)
def test_it_switches_one_system_and_no_other(mode, status, kind):
    async def scene(stage):
        switched = await stage.post("/control/power", {"mode": mode})
        async with stage.client.get(BILL) as response:
            seen = response.status, response.content_type
        return (
            switched,
            seen,
            await stage.get("/departments/temple/temples/kanipakam/slots?date=2026-12-05"),
        )

    switched, seen, other = play(scene)

    assert switched == (200, {"mode": mode})
    assert seen == (status, kind)
    assert other[0] == 200


def test_a_slow_system_does_its_work_before_it_is_late():
    async def scene(stage):
        await stage.post("/control/power", {"mode": "slow"})
        wish = {"number": "1234567890123", "amount": 124_000, "reference": "PAY-1"}
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(stage.post("/departments/power/spdcl/payments", wish, "k"), 3)
        await stage.post("/control/power", {"mode": "ok"})
        return await stage.get(BILL), await stage.post(
            "/departments/power/spdcl/payments", wish, "k"
        )

    bill, again = play(scene, slow_s=60)

    assert bill == (200, {"state": "clear"})
    assert again[0] == 201


@pytest.mark.parametrize("wish", [{"mode": "sleepy"}, [], {"mode": 1}])
def test_it_refuses_other_wishes(wish):
    assert play(lambda stage: stage.post("/control/power", wish or [1]))[0] == 400


def test_it_starts_afresh():
    async def scene(stage):
        wish = {"number": "1234567890123", "amount": 124_000, "reference": "PAY-1"}
        await stage.post("/departments/power/spdcl/payments", wish)
        await stage.post("/control/power", {"reset": True})
        return await stage.get(BILL)

    assert play(scene)[1]["state"] == "due"


def test_its_page_needs_no_script_and_names_what_to_type():
    async def scene(stage):
        async with stage.client.get("/control") as response:
            page, policy = await response.text(), response.headers["Content-Security-Policy"]
        async with stage.client.get("/control/control.css") as response:
            style = response.status
        return page, policy, style, [await stage.get(f"/control/{name}") for name in SYSTEMS]

    page, policy, style, told = play(scene)

    assert "default-src 'none'" in policy
    assert "<script" not in page
    assert "style=" not in page
    assert all(f'<a href="#{name}">' in page for name in SYSTEMS)
    assert style == 200
    for status, answer in told:
        assert status == 200
        assert answer["samples"]
        assert all(value in page for sample in answer["samples"] for value in sample["values"])


def test_its_buttons_work_as_forms_from_its_own_page_only():
    async def scene(stage):
        own = {"Sec-Fetch-Site": "same-origin"}
        statuses = []
        for headers in (own, {"Sec-Fetch-Site": "cross-site"}):
            async with stage.client.post(
                "/control/ssc", data={"mode": "down"}, headers=headers, allow_redirects=False
            ) as response:
                statuses.append(response.status)
        return statuses, await stage.get("/control/ssc")

    statuses, told = play(scene)

    assert statuses == [303, 403]
    assert told[1]["mode"] == "down"


def test_it_tells_a_program_of_every_system_and_its_switch_at_once():
    async def scene(stage):
        await stage.post("/control/rtc", {"mode": "slow"})
        return await stage.get("/control/systems")

    status, told = play(scene)

    assert status == 200
    assert [mode["name"] for mode in told["modes"]] == ["ok", "slow", "down", "garbage"]
    assert tuple(system["name"] for system in told["systems"]) == SYSTEMS
    modes = {system["name"]: system["mode"] for system in told["systems"]}
    assert modes.pop("rtc") == "slow"
    assert set(modes.values()) == {"ok"}
    assert all(system["title"]["te"] and system["samples"] for system in told["systems"])
