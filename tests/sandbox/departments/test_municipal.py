"""The towns' books: what is paid shows among the receipts, hearings and connections are given once, houses keep their owners and doors."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from engine.sandbox.departments import houses, taps
from engine.sandbox.departments.property import HEARING_DAY
from tests.sandbox.departments.stage import play

TAX = "/departments/tax/towns/tenali"
REGISTER = "/departments/property/towns/tenali"
TAPS = "/departments/taps/towns/tenali"
SLOT = {"hearing": "20261202_1030"}
NEW = {"kind": "new", "number": "1012345678", "use": "home", "area": 100, "allowed": True}
TAP = {"kind": "water", "house": "1012345680", "use": "home", "size": "half"}


@pytest.mark.parametrize("kind", houses.KINDS)
def test_a_door_leads_to_its_number_and_back(kind):
    start = houses.KINDS[kind].start
    numbers = [f"{start}{place:08d}" for place in (0, 39, 40, 3_599, 3_600, 12_345_678, 99_999_999)]

    assert [houses.number_at(kind, houses.door_of(number)) for number in numbers] == numbers


@pytest.mark.parametrize("door", ["", "12", "0-3-45", "41-3-45", "12-91-45", "12-3-x", "1-1-99999"])
def test_no_house_stands_at_a_door_that_cannot_be(door):
    assert houses.number_at("property", door) is None


@pytest.mark.parametrize(
    ("kind", "number", "status"),
    [
        ("property", "1012345678", 200),
        ("water", "1012345678", 404),
        ("water", "3012345678", 200),
        ("sewerage", "4012345678", 200),
        ("vacant_land", "2012345678", 200),
        ("vacant_land", "201234567", 404),
        ("gas", "1012345678", 404),
    ],
)
def test_each_kind_of_charge_has_a_book_of_its_own(kind, number, status):
    path = f"{TAX}/assessments/{number}?kind={kind}"

    assert play(lambda stage: stage.get(path))[0] == status


def test_what_is_paid_stands_among_the_receipts_and_can_be_had_again():
    async def scene(stage):
        before = await stage.get(f"{TAX}/assessments/1012345678/receipts")
        wish = {"kind": "property", "number": "1012345678", "amount": 240_000, "reference": "P"}
        paid = await stage.post(f"{TAX}/payments", wish)
        after = await stage.get(f"{TAX}/assessments/1012345678/receipts")
        number = paid[1]["posted"]["receipt_number"]
        again = await stage.get(f"{TAX}/assessments/1012345678/receipts/{number}")
        other = await stage.get(f"{TAX}/assessments/1012345679/receipts/{number}")
        return before[1], paid[1], after[1], again, other[0]

    before, paid, after, again, other = play(scene)

    assert len(after["receipts"]) == len(before["receipts"]) + 1
    assert after["receipts"][0]["number"] == paid["posted"]["receipt_number"]
    assert again[1]["receipt"] == paid["posted"]["receipt"]
    assert other == 404


def test_no_time_of_hearing_is_given_out_more_often_than_it_has_places():
    async def scene(stage):
        left = (await stage.get(f"{REGISTER}/hearings"))[1]["hearings"][0]["left"]
        wishes = [{**SLOT, "case": f"PRV-{place}"} for place in range(left + 2)]
        statuses = [(await stage.post(f"{REGISTER}/hearings", wish))[0] for wish in wishes]
        await stage.post(f"{REGISTER}/hearings/PRV-0/release")
        later = await stage.post(f"{REGISTER}/hearings", {**SLOT, "case": "PRV-LATER"})
        return left, statuses, later[0]

    left, statuses, later = play(scene)

    assert statuses == [201] * left + [409] * 2
    assert later == 201


def test_a_petition_keeps_one_time_of_hearing():
    async def scene(stage):
        first, second = (await stage.get(f"{REGISTER}/hearings"))[1]["hearings"][:2]
        for each in (first, first, second):
            await stage.post(f"{REGISTER}/hearings", {"case": "PRV-1", "hearing": each["code"]})
        return first, (await stage.get(f"{REGISTER}/hearings"))[1]["hearings"][0]

    before, after = play(scene)

    assert before == after


def test_hearings_are_on_wednesdays_more_than_a_week_ahead():
    async def scene(stage):
        seen = []
        for _ in range(8):
            seen.append(((stage.clock().date()), (await stage.get(f"{REGISTER}/hearings"))[1]))
            stage.clock.pass_s(86_400)
        return seen

    for today, told in play(scene):
        days = [date.fromisoformat(each["on"]) for each in told["hearings"]]
        assert days
        assert all(day.weekday() == HEARING_DAY for day in days)
        assert all((day - today).days > 7 for day in days)


def test_a_deed_is_assessed_once_and_what_has_no_permission_costs_more():
    async def scene(stage):
        wishes = [
            {**NEW, "case": "PRN-1", "deed": "1/2026"},
            {**NEW, "case": "PRN-1", "deed": "1/2026"},
            {**NEW, "case": "PRN-2", "deed": "1/2026"},
            {**NEW, "case": "PRN-3", "deed": "2/2026", "allowed": False},
            {**NEW, "case": "PRN-4", "deed": "3/2026", "kind": "land", "use": "plot"},
        ]
        return [await stage.post(f"{REGISTER}/assessments", wish) for wish in wishes]

    first, same, other, dearer, land = play(scene)

    assert same[1]["assessment"] == first[1]["assessment"]
    assert other[0] == 409
    assert dearer[1]["assessment"]["half_paise"] * 4 == first[1]["assessment"]["half_paise"] * 5
    assert land[1]["assessment"]["number"].startswith(houses.KINDS["vacant_land"].start)


def test_a_house_has_its_new_owner_from_the_transfer_on():
    async def scene(stage):
        wish = {"case": "PRT-1", "deed": "1/2026", "owner": "Ravi", "second": "Sita"}
        await stage.post(f"{REGISTER}/houses/1012345680/transfers", wish)
        return (await stage.get(f"{REGISTER}/houses/1012345680"))[1]["house"]["owner"]

    assert play(scene) == "Ravi, Sita"


def test_a_house_gets_one_connection_of_each_kind():
    async def scene(stage):
        wishes = [{**TAP, "case": f"WTN-{place}"} for place in range(4)]
        given = await asyncio.gather(*(stage.post(f"{TAPS}/connections", wish) for wish in wishes))
        drain = await stage.post(
            f"{TAPS}/connections", {**TAP, "case": "SWN-1", "kind": "sewerage", "size": "four"}
        )
        return sorted(status for status, _ in given), drain[0]

    assert play(scene) == ([201, 409, 409, 409], 201)


def test_a_new_connection_can_be_looked_up_changed_and_closed_once():
    async def scene(stage):
        given = await stage.post(f"{TAPS}/connections", {**TAP, "case": "WTN-1"})
        one = f"{TAPS}/connections/{given[1]['connection']['number']}"
        await stage.post(f"{one}/change", {"case": "WTC-1", "use": "shop", "size": "one"})
        seen = await stage.get(one)
        ends = [(await stage.post(f"{one}/close", {"case": "WTX-1"}))[0] for _ in range(2)]
        return seen[1]["connection"], ends, (await stage.get(one))[1]["state"]

    seen, ends, state = play(scene)

    assert (seen["use"], seen["size"]) == ("shop", "one")
    assert ends == [201, 409]
    assert state == "closed"


def test_mains_lie_as_declared():
    async def scene(stage):
        told = [await stage.get(f"{TAPS}/mains/10{place:08d}") for place in range(400)]
        return [answer["state"] for _, answer in told]

    states = play(scene)

    assert set(states) == {"served", "none", "connected"}
    assert abs(states.count("connected") - 4 * taps.CONNECTED[True]) < 40


def test_a_crew_is_at_one_leak_until_its_hours_are_over():
    async def sent(stage, case):
        wish = {"case": case, "leak": "main_burst", "street": "Gandhi Chowk"}
        status, told = await stage.post(f"{TAPS}/leaks", wish)
        return status, told.get("crew", {}).get("phone")

    async def scene(stage):
        first = [await sent(stage, f"WLK-{place}") for place in range(taps.CREWS + 1)]
        same = await sent(stage, "WLK-0")
        stage.clock.pass_s(taps.HOURS_AT_WORK * 3_600)
        return first, same, await sent(stage, "WLK-LATER")

    first, same, later = play(scene)

    assert [status for status, _ in first] == [201] * taps.CREWS + [202]
    assert len({phone for _, phone in first[: taps.CREWS]}) == taps.CREWS
    assert same == first[0]
    assert later[0] == 201
