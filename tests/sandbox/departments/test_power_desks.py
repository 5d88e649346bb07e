"""The electricity companies' desks: crews are few, a meter is ordered once, payments are found, works are paid for before they are done."""

from __future__ import annotations

import base64

import pytest

from engine.sandbox.departments.power_faults import CREW_OUT, CREWS
from engine.sandbox.departments.power_meters import DAYS
from tests.sandbox.departments.stage import play

FAULTS = "/departments/faults/cpdcl"
METERS = "/departments/meters/cpdcl"
ACCOUNTS = "/departments/accounts/cpdcl"
WORKS = "/departments/works/cpdcl"
NUMBER = "1234567890123"
DAY_S = 86_400
NOBODYS = "9999999999999"


def test_a_mandal_has_so_many_crews_and_a_complaint_keeps_its_own():
    async def send(stage, name, mandal="guntur_tenali"):
        wish = {"request": name, "mandal": mandal, "fault": "supply"}
        return (await stage.post(f"{FAULTS}/crews", wish))[1]["state"]

    async def scene(stage):
        sent = [await send(stage, f"NOS-{place}") for place in range(CREWS + 1)]
        again = await send(stage, "NOS-0")
        elsewhere = await send(stage, "NOS-X", "guntur_duggirala")
        stage.clock.pass_s(CREW_OUT.total_seconds())
        return sent, again, elsewhere, await send(stage, "NOS-LATER")

    sent, again, elsewhere, later = play(scene)

    assert sent == ["sent"] * CREWS + ["busy"]
    assert (again, elsewhere, later) == ("sent", "sent", "sent")


def test_an_outage_is_over_after_its_hours():
    async def scene(stage):
        states = []
        for _ in range(24):
            told = await stage.get(f"{FAULTS}/mandals/ntr_vijayawada_rural/outages/line")
            states.append(told[1]["state"])
            stage.clock.pass_s(DAY_S / 24)
        return states

    states = play(scene)

    assert "none" in states
    assert states.count("known") <= 8


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("mandals/guntur_tenali/outages/supply", 200),
        ("mandals/guntur_tenali/outages/weather", 404),
        ("mandals/nowhere/outages/supply", 404),
    ],
)
def test_outages_are_of_known_places_and_kinds(path, status):
    assert play(lambda stage: stage.get(f"{FAULTS}/{path}"))[0] == status


@pytest.mark.parametrize("fault", ["burnt", "slow"])
def test_a_meter_has_one_order_at_a_time(fault):
    wish = {"number": NUMBER, "fault": fault}

    async def scene(stage):
        first = await stage.post(f"{METERS}/orders", {**wish, "request": "M-1"})
        second = await stage.post(f"{METERS}/orders", {**wish, "request": "M-2"})
        state = (await stage.get(f"{METERS}/meters/{NUMBER}"))[1]["state"]
        stage.clock.pass_s(DAYS[fault] * DAY_S)
        over = (await stage.get(f"{METERS}/meters/{NUMBER}"))[1]["state"]
        third = await stage.post(f"{METERS}/orders", {**wish, "request": "M-3"})
        return first[0], second[0], state, over, third[0]

    assert play(scene) == (201, 409, "ordered", "fixed", 201)


@pytest.mark.parametrize(
    ("reference", "on", "fate"),
    [
        ("UPI-SAMPLE-1", "2026-11-10", "posted"),
        ("UPI-SAMPLE-2", "2026-11-10", "on_way"),
        ("UPI-SAMPLE-3", "2026-11-10", None),
        ("UTR123456789", "2026-11-22", "on_way"),
        ("UTR123456789", "tomorrow", None),
    ],
)
def test_it_tells_what_became_of_a_payment(reference, on, fate):
    wish = {"number": NUMBER, "reference": reference, "on": on, "amount": 124_000}
    status, told = play(lambda stage: stage.post(f"{ACCOUNTS}/payments/search", wish))

    assert (status, told.get("state")) == (200 if fate else 404, fate)


def test_a_payment_made_here_is_in_the_account():
    async def scene(stage):
        bill = {"number": NUMBER, "amount": 124_000, "reference": "PAY-HERE"}
        await stage.post("/departments/power/cpdcl/payments", bill)
        wish = {"number": NUMBER, "reference": "PAY-HERE", "on": "2026-11-23", "amount": 124_000}
        return await stage.post(f"{ACCOUNTS}/payments/search", wish)

    status, told = play(scene)

    assert (status, told["state"]) == (200, "posted")
    assert base64.b64decode(told["payment"]["file"]["content"]).startswith(b"%PDF-")


def test_a_complaint_has_one_note():
    async def scene(stage):
        wish = {"number": NUMBER, "subject": "bill"}
        return [
            (await stage.post(f"{ACCOUNTS}/notes", {**wish, "request": name}))[1]["note"]["number"]
            for name in ("BIL-1", "BIL-1", "BIL-2")
        ]

    one, same, other = play(scene)

    assert one == same != other


@pytest.mark.parametrize(
    ("work", "count", "total"),
    [
        ("load_more", 5, 340_000),
        ("load_more", 3, 0),
        ("load_less", 2, 0),
        ("pole_shift", 2, 1_850_000),
        ("line_shift", 1, 640_000),
        ("service_shift", 10, 85_000),
        ("net_meter", 3, 425_000),
        ("dismantle", 7, 64_000),
    ],
)
def test_works_cost_what_is_declared(work, count, total):
    wish = {"request": "W-1", "number": NUMBER, "work": work, "count": count}
    told = play(lambda stage: stage.post(f"{WORKS}/demands", wish))[1]

    assert told == {"state": "nothing"} if not total else told["demand"]["total_paise"] == total


@pytest.mark.parametrize(
    "wish",
    [
        {"number": NOBODYS, "work": "pole_shift", "count": 1},
        {"number": NUMBER, "work": "painting", "count": 1},
        {"number": NUMBER, "work": "pole_shift", "count": 0},
    ],
)
def test_nothing_is_estimated_that_is_not_done(wish):
    assert play(lambda stage: stage.post(f"{WORKS}/demands", {**wish, "request": "W-1"}))[0] == 404


def test_works_are_paid_for_once_and_before_they_are_ordered():
    pole = {"request": "W-1", "number": NUMBER, "work": "pole_shift"}

    async def scene(stage):
        await stage.post(f"{WORKS}/demands", {**pole, "count": 2})
        early = await stage.post(f"{WORKS}/orders", pole)
        pay = {"request": "W-1", "reference": "PAY-1"}
        wrong = await stage.post(f"{WORKS}/payments", {**pay, "amount": 100})
        paid = await stage.post(f"{WORKS}/payments", {**pay, "amount": 1_850_000})
        twice = await stage.post(f"{WORKS}/payments", {**pay, "amount": 1_850_000})
        orders = [await stage.post(f"{WORKS}/orders", pole) for _ in range(2)]
        return [each[0] for each in (early, wrong, paid, twice)], orders

    statuses, (one, other) = play(scene)

    assert statuses == [409, 409, 201, 409]
    assert one == other
    assert one[0] == 201
    assert one[1]["order"]["on"] == "2026-12-13"


@pytest.mark.parametrize("path", [f"{METERS}/meters/{NOBODYS}", f"{ACCOUNTS}/ledgers/{NOBODYS}"])
def test_nothing_is_known_of_a_number_nobody_has(path):
    assert play(lambda stage: stage.get(path))[0] == 404
