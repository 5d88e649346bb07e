"""The offices keep books of their own: seats, plates and taxes are given out once, papers need their case, and rows stay the same."""

from __future__ import annotations

import asyncio
import base64
from datetime import date

import pytest

from engine.sandbox.departments import births, canteens, gifts, land, relief, tax
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.timetable import Timetable
from tests.sandbox.departments.stage import Clock, play

BUSES = "/departments/rtc/buses?start=guntur&goal=ongole&date=2026-12-01"
HOLDS = "/departments/rtc/buses/guntur_ongole_0/holds"
SEATS = {"date": "2026-12-01", "seats": 6, "hold_for_s": 900}
MEALS = "/departments/canteens/canteens/tenali_bus_stand/meals"
MEAL = {"date": "2026-12-04", "meal": "lunch", "plates": 200, "amount": 700_000, "reference": "P"}
TAXES = "/departments/tax/towns/tenali"
COPIES = "/departments/births/towns/tenali/copies"
LAND = "/departments/land"
SEARCH = "/departments/relief/applications/search"


def left(answer):
    return next(bus["left"] for bus in answer[1]["buses"] if bus["code"] == "guntur_ongole_0")


def test_it_never_sells_a_seat_twice():
    async def scene(stage):
        answers = await asyncio.gather(*(stage.post(HOLDS, SEATS) for _ in range(8)))
        return answers, left(await stage.get(BUSES))

    answers, rest = play(scene)
    seats = [
        seat for status, each in answers if status == 201 for seat in each["seats"].split(", ")
    ]

    assert sorted(status for status, _ in answers) == [201] * 6 + [409] * 2
    assert len(set(seats)) == len(seats) == 36
    assert rest == 0


def test_it_gives_lapsed_seats_to_others():
    async def scene(stage):
        _, kept = await stage.post(HOLDS, SEATS)
        _, forgotten = await stage.post(HOLDS, SEATS)
        await stage.post(f"/departments/rtc/holds/{kept['hold']}/settle")
        stage.clock.pass_s(900)
        tickets = [
            (await stage.post(f"/departments/rtc/holds/{each['hold']}/ticket"))[0]
            for each in (kept, forgotten)
        ]
        return tickets, left(await stage.get(BUSES))

    assert play(scene) == ([200, 410], 30)


def test_a_seat_has_one_holder_when_an_earlier_hold_has_lapsed():
    async def scene(stage):
        _, forgotten = await stage.post(HOLDS, SEATS | {"hold_for_s": 60})
        _, kept = await stage.post(HOLDS, SEATS)
        stage.clock.pass_s(61)
        _, later = await stage.post(HOLDS, SEATS)
        return forgotten["seats"], kept["seats"], later["seats"]

    forgotten, kept, later = play(scene)

    assert forgotten == later
    assert not set(kept.split(", ")) & set(later.split(", "))


@pytest.mark.parametrize(
    "wrong", [{"date": "tomorrow"}, {"seats": 0}, {"seats": 7}, {"seats": True}, {"hold_for_s": 5}]
)
def test_it_refuses_a_hold_of_seats_that_makes_no_sense(wrong):
    assert play(lambda stage: stage.post(HOLDS, SEATS | wrong))[0] == 400


@pytest.mark.parametrize("bus", ["guntur_ongole_9", "guntur_nowhere_0", "x", "guntur_guntur_0"])
def test_it_has_no_seat_in_a_bus_that_does_not_run(bus):
    assert play(lambda stage: stage.post(f"/departments/rtc/buses/{bus}/holds", SEATS))[0] == 409


def test_every_two_stations_have_the_same_buses_every_time():
    office = Timetable()
    names = tuple(office.stations)
    pairs = [(start, goal) for start in names for goal in names if start != goal]
    for start, goal in pairs:
        buses = office.between(start, goal)
        assert buses == office.between(start, goal)
        assert len(buses) in (0, 2, 3, 4, 5)
        assert all(office.bus(bus.code) == bus for bus in buses)
        assert all(40_00 <= bus.fare <= 3_000_00 for bus in buses)
    assert sum(bool(office.between(*pair)) for pair in pairs) > 0.9 * len(pairs)
    assert office.between("guntur", "guntur") == ()


def test_a_bus_that_has_left_is_not_offered():
    async def scene(stage):
        path = "/departments/rtc/buses?start=guntur&goal=ongole&date=2026-11-"
        before = await stage.get(f"{path}24")
        stage.clock.pass_s(86_400 + 6 * 3_600)
        return before, await stage.get(f"{path}24"), await stage.get(f"{path}23")

    (_, all_day), (_, evening), (_, over) = play(scene)

    assert [bus["leaves"] for bus in all_day["buses"]] == ["10:30", "11:15", "18:15"]
    assert [bus["leaves"] for bus in evening["buses"]] == ["18:15"]
    assert over == {"state": "running", "buses": []}


@pytest.mark.parametrize(
    ("town", "day", "status", "meals"),
    [
        ("tenali", "2026-11-23", 200, ["lunch", "dinner"]),
        ("tenali", "2026-11-24", 200, ["breakfast", "lunch", "dinner"]),
        ("tenali", "2026-11-21", 200, []),
        ("tenali", "2026-11-29", 200, None),
        ("guntur", "2026-11-24", 404, None),
        ("tenali", "tomorrow", 400, None),
    ],
)
def test_meals_are_told_until_they_are_over(town, day, status, meals):
    answer = play(lambda stage: stage.get(f"/departments/canteens/towns/{town}/menu?date={day}"))
    told = answer[1].get("meals")

    assert answer[0] == status
    assert (None if told is None else [each["code"] for each in told]) == meals


def test_it_gives_no_plate_twice():
    async def scene(stage):
        answers = await asyncio.gather(*(stage.post(MEALS, MEAL) for _ in range(3)))
        again = await stage.get(f"{MEALS}?date=2026-12-04&meal=lunch")
        return sorted(status for status, _ in answers), again

    assert play(scene) == ([201, 409, 409], (200, {"state": "open", "left": 100}))


@pytest.mark.parametrize(
    ("wish", "status"),
    [({"plates": 0}, 400), ({"meal": "tea"}, 400), ({"date": "x"}, 400), ({"plates": 111}, 409)],
)
def test_it_refuses_plates_that_cannot_be_given(wish, status):
    assert play(lambda stage: stage.post(MEALS, MEAL | wish))[0] == status


def test_the_nearest_canteen_comes_first_and_none_that_is_far():
    async def scene(stage):
        places = [(16.5088, 80.6175), (15.0, 78.0)]
        return [
            (await stage.post("/departments/canteens/nearest", {"place": place}))[1]["canteens"]
            for place in ({"latitude": lat, "longitude": lon} for lat, lon in places)
        ]

    near, far = play(scene)
    away = [float(each["km"]) for each in near]

    assert near[0]["code"] == "vijayawada_pnbs"
    assert away == sorted(away)
    assert max(away) <= canteens.NEAR_KM
    assert far == []


def test_it_takes_the_whole_tax_or_the_arrears_and_nothing_else():
    async def scene(stage):
        wish = {"number": "1012345679", "reference": "P"}
        some = await stage.post(f"{TAXES}/payments", {**wish, "amount": 100_000})
        arrears = await stage.post(f"{TAXES}/payments", {**wish, "amount": 566_400})
        between = await stage.get(f"{TAXES}/assessments/1012345679")
        rest = await stage.post(f"{TAXES}/payments", {**wish, "amount": 240_000})
        again = await stage.post(f"{TAXES}/payments", {**wish, "amount": 240_000})
        clear = await stage.get(f"{TAXES}/assessments/1012345679")
        return some[0], arrears, between[1]["demand"], rest[0], again[0], clear[1]

    some, arrears, between, rest, again, clear = play(scene)

    assert (some, arrears[0], rest, again) == (409, 201, 201, 409)
    assert arrears[1]["posted"]["still_due_paise"] == between["total_paise"] == 240_000
    assert (between["arrears_paise"], between["interest_paise"]) == (0, 0)
    assert clear == {"state": "clear"}


def test_taxes_are_drawn_as_declared():
    office = tax.Tax(Clock(), Printer())
    demands = [office._demand("tenali", f"10{place:08d}") for place in range(600)]
    due = [each for each in demands if each.total]

    assert demands == [office._demand("tenali", f"10{place:08d}") for place in range(600)]
    assert 60 < 600 - len(due) < 200
    assert all(bool(each.arrears) == bool(each.interest) for each in due)
    assert all("నమూనా" in each.owner for each in due)


def test_an_old_book_gives_no_certificate_without_its_case():
    async def scene(stage):
        wish = {"number": "B-1998-0601", "copies": 1, "found_in": ""}
        return [(await stage.post(COPIES, wish | {"found_in": case}))[0] for case in ("", "CASE-1")]

    assert play(scene) == [409, 200]


@pytest.mark.parametrize("mother", ["లక్ష్మి", "lakshmi ", "LAKSHMI"])
def test_a_mother_is_found_in_either_script(mother):
    assert len(births.found_on("tenali", "2011-08-15", mother) or ()) >= 2


def test_every_day_has_a_birth_that_can_be_found_and_printed():
    entry = births.made_on("guntur", date(2015, 3, 3))

    assert entry in (births.found_on("guntur", "2015-03-03", entry.mother.te) or ())
    assert entry in births.numbered("guntur", entry.number)
    assert entry != births.made_on("tenali", date(2015, 3, 3))


def test_an_unsigned_record_gives_no_copy_without_its_case():
    async def scene(stage):
        wish = {"ref": "guntur_tenali_nandivelugu:102", "year": "last_year"}
        return [
            await stage.post(f"{LAND}/copies", wish | {"signed_in": case})
            for case in ("", "CASE-1")
        ]

    (refused, _), (printed, paper) = play(scene)

    assert (refused, printed) == (409, 200)
    assert base64.b64decode(paper["copy"]["content"]).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("survey", "there"),
    [("1", True), ("400", True), ("101-2/a", True), ("401", False), ("0", False), ("x", False)],
)
def test_a_village_has_four_hundred_survey_numbers(survey, there):
    assert (land.holding("guntur_tenali_nandivelugu", survey) is not None) is there


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 6, 30), 1435), (date(2026, 7, 1), 1436), (date(2027, 1, 1), 1436)]
)
def test_the_revenue_year_begins_in_july(day, year):
    assert land.fasli(day) == year


@pytest.mark.parametrize(
    ("number", "phone", "status"),
    [("26110001", "1234", 200), ("26110001", "4321", 404), ("99110001", "1234", 404)],
)
def test_an_application_is_told_only_with_its_telephone_number(number, phone, status):
    assert play(lambda stage: stage.post(SEARCH, {"number": number, "phone": phone}))[0] == status


def test_every_number_of_an_application_goes_with_one_telephone_number():
    office = relief.Relief(Clock(), Printer())
    fitting = [phone for phone in range(10_000) if office._found("26119999", f"{phone:04d}")]

    assert len(fitting) == 1


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"amount": 100_000}, 201),
        ({"amount": relief.REFUSED}, 409),
        ({"amount": relief.MOST + 1}, 400),
        ({"amount": 0}, 400),
        ({"amount": "100"}, 400),
        ({"cause": "party"}, 400),
    ],
)
def test_the_relief_fund_takes_what_it_is_for(wish, status):
    gift = {"cause": "general", "amount": 100, "donor": "సీత", "reference": "P"}

    assert play(lambda stage: stage.post("/departments/relief/gifts", gift | wish))[0] == status


def test_the_relief_fund_gives_a_share_once_for_a_bill():
    fresh = next(
        f"F-{each}"
        for each in range(100)
        if not relief.Relief(Clock(), Printer())._taken("guntur_one", f"F-{each}")
    )
    wish = {"hospital": "guntur_one", "bill": fresh, "amount": 6_050_000, "account": "1", "ifsc": "S"}  # fmt: skip

    async def scene(stage):
        given = [
            await stage.post("/departments/relief/sanctions", {**wish, "application": each})
            for each in ("MED-1", "MED-2")
        ]
        return given, await stage.post("/departments/relief/bills/check", wish)

    given, seen = play(scene)

    assert [status for status, _ in given] == [201, 409]
    assert given[0][1]["sanction"]["amount"] == 3_600_000
    assert seen[1] == {"state": "taken"}


@pytest.mark.parametrize(
    ("temple", "cause", "amount", "status"),
    [
        ("kanipakam", "annadanam", 10_000, 201),
        ("kanipakam", "annadanam", 9_900, 409),
        ("kanipakam", "building", 50_000, 409),
        ("srisailam", "building", 50_000, 409),
        ("dwaraka_tirumala", "annadanam", 10_000, 409),
        ("kanipakam", "annadanam", "100", 409),
        ("kanipakam", "annadanam", gifts.MOST + 1, 409),
    ],
)
def test_a_temple_takes_what_it_collects_for(temple, cause, amount, status):
    path = f"/departments/gifts/temples/{temple}/gifts"
    wish = {"cause": cause, "amount": amount, "donor": "సీత", "reference": "P"}

    assert play(lambda stage: stage.post(path, wish))[0] == status


def test_receipts_are_numbered_and_a_repetition_has_the_same_number():
    async def scene(stage):
        wish = {"cause": "hundi", "amount": 100, "donor": "సీత", "reference": "P"}
        path = "/departments/gifts/temples/srisailam/gifts"
        answers = [await stage.post(path, wish, key) for key in ("a", "b", "a")]
        return [answer["gift"]["receipt_number"] for _, answer in answers]

    assert play(scene) == ["D-20261123-0001", "D-20261123-0002", "D-20261123-0001"]
