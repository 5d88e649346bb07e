"""They keep books of their own: never a place too many, never a payment twice, the same rows at every start."""

from __future__ import annotations

import asyncio
import base64

import pytest

from engine.sandbox.departments.booking_register import Register
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.power import COMPANIES, CONNECTIONS, Power
from engine.sandbox.departments.ssc import SCHOOLS, SEATS, Ssc, candidate
from engine.sandbox.departments.temple import Temple
from tests.sandbox.departments.stage import Clock, play

SLOT = {"date": "2026-12-01", "slot": "sparsha_1230", "persons": 2, "hold_for_s": 900}
HOLDS = "/departments/temple/temples/srisailam/holds"
SLOTS = "/departments/temple/temples/srisailam/slots?date=2026-12-01"
PAYMENTS = "/departments/power/spdcl/payments"
BILL = "/departments/power/spdcl/bills/1234567890123"


def left(answer, code="sparsha_1230"):
    return next((slot["left"] for slot in answer[1]["slots"] if slot["code"] == code), 0)


def test_it_never_gives_out_a_place_twice():
    async def scene(stage):
        answers = await asyncio.gather(*(stage.post(HOLDS, SLOT) for _ in range(5)))
        return [status for status, _ in answers], left(await stage.get(SLOTS))

    statuses, rest = play(scene)

    assert sorted(statuses) == [201, 201, 409, 409, 409]
    assert rest == 1


def test_it_gives_lapsed_places_to_others_and_settled_ones_to_nobody():
    async def scene(stage):
        _, kept = await stage.post(HOLDS, SLOT)
        _, forgotten = await stage.post(HOLDS, SLOT)
        settled = await stage.post(f"/departments/temple/holds/{kept['hold']}/settle")
        stage.clock.pass_s(900)
        late = await stage.post(f"/departments/temple/holds/{forgotten['hold']}/settle")
        again = await stage.post(f"/departments/temple/holds/{kept['hold']}/settle")
        return settled, late, again, left(await stage.get(SLOTS))

    settled, late, again, rest = play(scene)

    assert settled == again == (200, {"state": "settled"})
    assert late == (410, {"error": "lapsed"})
    assert rest == 3


def test_it_takes_places_back_before_and_after_settling():
    async def scene(stage):
        _, kept = await stage.post(HOLDS, SLOT)
        hold = f"/departments/temple/holds/{kept['hold']}"
        await stage.post(hold + "/settle")
        answers = [await stage.post(hold + "/release") for _ in range(2)]
        unknown = await stage.post("/departments/temple/holds/NOBODY/release")
        return answers, unknown, await stage.post(hold + "/settle"), left(await stage.get(SLOTS))

    answers, unknown, settled, rest = play(scene)

    assert answers == [(200, {"state": "released"})] * 2
    assert unknown == (200, {"state": "released"})
    assert settled[0] == 410
    assert rest == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "tomorrow"},
        {"persons": 0},
        {"persons": "2"},
        {"persons": True},
        {"hold_for_s": 5},
        {"hold_for_s": 10**9},
    ],
)
def test_it_refuses_a_hold_that_makes_no_sense(wrong):
    assert play(lambda stage: stage.post(HOLDS, SLOT | wrong))[0] == 400


def test_it_does_nothing_twice_under_one_key():
    wish = {"number": "1234567890123", "amount": 60_000, "reference": "PAY-1"}

    async def scene(stage):
        same = await asyncio.gather(*(stage.post(PAYMENTS, wish, "k") for _ in range(3)))
        other = await stage.post(PAYMENTS, wish | {"amount": 50_000}, "k")
        return same, other, await stage.get(BILL)

    same, other, (_, bill) = play(scene)

    assert [status for status, _ in same] == [201] * 3
    assert len({answer["posted"]["receipt_number"] for _, answer in same}) == 1
    assert other[0] == 422
    assert bill["bill"]["amount_paise"] == 64_000


def test_it_wants_a_key_for_every_write():
    async def scene(stage):
        async with stage.client.post(PAYMENTS, data=b"{}") as response:
            return response.status

    assert play(scene) == 400


@pytest.mark.parametrize(
    ("amount", "status"), [(49_900, 409), (124_100, 409), (-1, 409), ("x", 409), (50_000, 201)]
)
def test_it_takes_a_part_between_the_least_and_the_whole(amount, status):
    wish = {"number": "1234567890123", "amount": amount, "reference": "PAY-1"}

    assert play(lambda stage: stage.post(PAYMENTS, wish))[0] == status


def test_it_has_a_new_bill_next_month():
    async def scene(stage):
        wish = {"number": "1234567890123", "amount": 124_000, "reference": "PAY-1"}
        await stage.post(PAYMENTS, wish)
        paid = await stage.get(BILL)
        stage.clock.pass_s(30 * 86_400)
        return paid, await stage.get(BILL)

    paid, later = play(scene)

    assert paid == (200, {"state": "clear"})
    assert later[1]["bill"]["last_date"] >= "2026-12-23"


def test_its_papers_are_the_same_every_time():
    async def scene(stage):
        return await stage.get("/departments/ssc/photographs/C-SAMPLE")

    first, second = play(scene), play(scene)

    assert first == second
    assert base64.b64decode(first[1]["photograph"]["content"]).startswith(b"\xff\xd8")


def test_it_has_candidates_without_a_photograph():
    async def scene(stage):
        return await stage.get("/departments/ssc/photographs/C-FACELESS")

    assert play(scene) == (404, {"error": "none"})
    assert sum(not candidate(0, seat).photographed for seat in range(1, 1_000)) in range(5, 50)


def test_it_has_thousands_of_rows_that_stay_the_same():
    now, printer = Clock(), Printer()
    power, again = Power(now, printer), Power(now, printer)
    for name, company in COMPANIES.items():
        numbers = power._numbers[name]
        assert len(numbers) == CONNECTIONS
        assert {len(number) for number in numbers} == {company.digits}
        some = sorted(numbers)[:200]
        bills = [power._bill(name, number) for number in some]
        assert bills == [again._bill(name, number) for number in some]
        assert 5 < sum(bill.amount == 0 for bill in bills) < 80
        assert all("నమూనా" in bill.consumer and len(bill.consumer) <= 60 for bill in bills)
    assert len(Ssc()._places) == SCHOOLS * SEATS


def test_its_days_stay_the_same_and_differ_from_each_other():
    async def scene(stage):
        path = "/departments/temple/temples/kanipakam/slots?date=2026-12-"
        return [await stage.get(f"{path}{day:02d}") for day in range(5, 29)]

    days = play(scene)

    assert days == play(scene)
    assert len({str(day) for day in days}) > 15
    assert Temple(Clock(), Register(Clock())).samples()
