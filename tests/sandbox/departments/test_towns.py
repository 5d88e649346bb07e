"""Towns and the register of grievances: names are entered, licences run out, complaints close, nothing is opened three times."""

from __future__ import annotations

from datetime import date

import pytest

from engine.sandbox.departments import births, complaints, deaths, files, pgrs, trades
from engine.sandbox.departments.papers import Printer
from tests.sandbox.departments.stage import Clock, play

BIRTHS = "/departments/registers/towns/tenali/birth"
DEATHS = "/departments/registers/towns/tenali/death"
TRADES = "/departments/trades/towns/tenali"
WARD = "/departments/complaints/towns/tenali/wards/1/complaints/waste_heap"
PGRS = "/departments/pgrs/grievances"
NAMELESS = {"day": "2026-05-10", "name": "పద్మ"}
NAME = {"number": "B-2026-0510", "field": "child", "value": "ఆశ", "found_in": "CASE-1"}


def test_a_name_that_is_entered_is_in_the_register():
    async def scene(stage):
        before = (await stage.post(f"{BIRTHS}/search", NAMELESS))[1]["entries"][0]
        status, told = await stage.post(f"{BIRTHS}/corrections", NAME)
        after = (await stage.post(f"{BIRTHS}/search", NAMELESS))[1]["entries"][0]
        return before, status, told["copy"]["name"], after

    before, status, file, after = play(scene)

    assert (before["named"], after["named"]) == (False, True)
    assert (status, file) == (201, "birth_certificate.pdf")
    assert after["person"] == {"te": "ఆశ", "en": "ఆశ"}


@pytest.mark.parametrize(
    "wrong", [{"number": "B-0000"}, {"field": "deceased"}, {"value": " "}, {"found_in": ""}]
)
def test_a_name_is_not_entered(wrong):
    assert play(lambda stage: stage.post(f"{BIRTHS}/corrections", NAME | wrong))[0] == 409


def test_a_death_in_an_old_book_gives_no_paper_without_its_case():
    async def scene(stage):
        wish = {"number": "D-1996-0701", "copies": 1}
        return [
            (await stage.post(f"{DEATHS}/copies", wish | {"found_in": case}))[0]
            for case in ("", "CASE-1")
        ]

    assert play(scene) == [409, 200]


def test_every_day_has_a_death_that_can_be_found_in_either_script():
    entry = deaths.made_on("guntur", date(2015, 3, 3))

    for name in (entry.name.te, entry.name.en.upper()):
        assert entry in (deaths.found_on("guntur", "2015-03-03", name) or ())
    assert entry in deaths.numbered("guntur", entry.number)


def test_entries_are_drawn_as_declared():
    days = [date.fromordinal(date(2015, 1, 1).toordinal() + place) for place in range(1_000)]
    nameless = sum(not births.made_on("tenali", day).named for day in days)
    old = sum(deaths.made_on("tenali", day).age >= 60 for day in days)

    assert 80 < nameless < 170
    assert 630 < old < 770


def test_a_renewed_licence_runs_to_the_end_of_the_year_and_is_renewed_once_for_one_payment():
    async def scene(stage):
        path, wish = f"{TRADES}/licences/TL2600002/renewals", {"reference": "P"}
        answers = [await stage.post(path, wish, "one") for _ in range(2)]
        found = await stage.post(f"{TRADES}/licences/search", {"number": "TL2600002"})
        return [each[1]["licence"]["until"] for each in answers], found[1]["licence"]["expires"]

    assert play(scene) == (["2027-03-31", "2027-03-31"], "2027-03-31")


def test_a_new_licence_can_be_looked_up():
    async def scene(stage):
        wish = {"application": "TLN-1", "trader": "రవి", "shop": "సాయి", "size": "small"}
        numbers = [
            (await stage.post(f"{TRADES}/licences", wish, key))[1]["licence"]["number"]
            for key in ("a", "b", "a")
        ]
        found = await stage.post(f"{TRADES}/licences/search", {"number": numbers[0]})
        return numbers, found[1]["licence"]["trader"]

    numbers, trader = play(scene)

    assert numbers == ["TL2690001", "TL2690002", "TL2690001"]
    assert trader == "రవి"


def test_a_fee_is_paid_whole_and_once():
    async def scene(stage):
        wish = {"number": "TL2600001", "reference": "P"}
        wrong = await stage.post(f"{TRADES}/payments", {**wish, "amount": 60_000})
        paid = await stage.post(f"{TRADES}/payments", {**wish, "amount": 84_000})
        again = await stage.post(f"{TRADES}/payments", {**wish, "amount": 84_000})
        left = await stage.post(f"{TRADES}/demands/search", {"number": "TL2600001"})
        return wrong[0], paid[0], again[0], left[1]

    assert play(scene) == (409, 201, 409, {"state": "clear"})


def test_licences_are_drawn_as_declared():
    office = trades.Trades(Clock(), Printer())
    drawn = [office.licence("tenali", f"TL26{place:05d}") for place in range(1_000, 1_600)]
    late = [each for each in drawn if each.expires < date(2026, 11, 23)]

    assert drawn == [office.licence("tenali", f"TL26{place:05d}") for place in range(1_000, 1_600)]
    assert 120 < len(late) < 220
    assert {each.size for each in drawn} == set(trades.SIZES)
    assert all("నమూనా" in each.trader for each in drawn)
    assert office.licence("tenali", "TL9900001") is None


def test_a_complaint_is_open_until_it_is_closed():
    async def scene(stage):
        wish = {"number": "MNC-1", "town": "tenali", "ward": 1, "subject": "waste_heap"}
        states = []
        for path in ("", "/departments/complaints/complaints", "", "/close", ""):
            if path == "/close":
                await stage.post("/departments/complaints/complaints/MNC-1/close", {"answer": "-"})
            elif path:
                await stage.post(path, wish)
            else:
                states.append((await stage.get(WARD))[1].get("complaint", {}).get("number"))
        return states

    assert play(scene) == [None, "MNC-1", None]


def test_complaints_are_open_as_declared():
    office = complaints.Complaints(Clock())
    open_now = [office.open_on("tenali", ward, "drain_open") for ward in range(1_000)]

    assert 30 < sum(each is not None for each in open_now) < 100


@pytest.mark.parametrize(
    ("system", "path", "wish", "status"),
    [
        ("files", "files", {"number": "WC26110001", "phone": "1234"}, 200),
        ("files", "files", {"number": "WC26110001", "phone": "4321"}, 404),
        ("files", "files", {"number": "XX26110001", "phone": "1234"}, 404),
        ("pgrs", "grievances", {"number": "GNT26110001", "phone": "1234"}, 200),
        ("pgrs", "grievances", {"number": "GNT26110001", "phone": "4321"}, 404),
        ("pgrs", "grievances", {"number": "GNT26130001", "phone": "1234"}, 404),
    ],
)
def test_nothing_is_told_for_a_number_alone(system, path, wish, status):
    asked = f"/departments/{system}/{path}/search"

    assert play(lambda stage: stage.post(asked, wish))[0] == status


def test_a_file_and_a_grievance_go_on_as_days_pass():
    clock = Clock()
    room, register = files.Files(clock), pgrs.Pgrs(clock)
    seen: dict[str, list[str]] = {"WC26117777": [], "GNT26117777": []}
    for _ in range(60):
        for number, stands in (("WC26117777", room.stands), ("GNT26117777", register.stands)):
            found = stands(number)
            state = found["state"] if found else "none"
            if state not in seen[number][-1:]:
                seen[number].append(state)
        clock.pass_s(86_400)

    assert seen["GNT26117777"][-1] == "closed"
    assert seen["WC26117777"][-1] in files.ENDS
    assert all(len(states) == len(set(states)) >= 2 for states in seen.values())


def test_a_grievance_is_reopened_twice_and_rated_once_each_time():
    async def scene(stage):
        answer = {"answer": {"te": "-", "en": "-"}}
        acts = ("rating", "rating", "reopen", "reopen", "close", "close") * 3
        return [(await stage.post(f"{PGRS}/GNT26110003/{act}", answer))[0] for act in acts]

    rated, opened, closed = [201, 409], [201, 409], [200, 409]

    assert play(scene) == [*rated, *opened, *closed] * 2 + [*rated, 422, 422, 409, 409]
