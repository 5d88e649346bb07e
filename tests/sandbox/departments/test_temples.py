"""The temples' counters: tickets and nights are given out once, and whoever has booked finds it under number and phone."""

from __future__ import annotations

import asyncio
import base64
from datetime import date
from pathlib import Path

import pytest

from engine.language import nodes
from engine.sandbox.departments import booking_register
from engine.sandbox.departments.people import read
from engine.sandbox.departments.temple import Temple
from tests.sandbox.departments.stage import Clock, play

CATALOG = Path(__file__).resolve().parents[3] / "catalog"
SEVAS = "/departments/sevas"
ROOMS = "/departments/rooms"
TEMPLE = "/departments/temple"
BOOKINGS = "/departments/bookings/bookings"
SEVA = {
    "seva": "abhishekam",
    "who": "couple",
    "date": "2026-12-01",
    "slot": "at_0930",
    "devotee": "రాము (నమూనా)",
    "phone": "+919000000001",
    "hold_for_s": 900,
}
DARSHAN = {
    "date": "2026-12-01",
    "slot": "quick_0630",
    "persons": 2,
    "phone": "+919000000003",
    "hold_for_s": 900,
}
STAY = {
    "room": "ac",
    "check_in": "2026-12-07",
    "nights": 2,
    "rooms": 2,
    "persons": 4,
    "guest": "సీత (నమూనా)",
    "phone": "+919000000002",
    "hold_for_s": 900,
}


async def hold(stage, system, wish):
    return await stage.post(f"{system}/temples/srisailam/holds", wish)


async def tickets_left(stage):
    path = f"{SEVAS}/temples/srisailam/sevas/abhishekam/slots?date=2026-12-01&who=couple"
    slots = (await stage.get(path))[1]["slots"]
    return next((slot["left"] for slot in slots if slot["code"] == "at_0930"), 0)


async def rooms_left(stage, night, nights=1):
    path = f"{ROOMS}/temples/srisailam/rooms?check_in={night}&nights={nights}"
    rooms = (await stage.get(path))[1]["rooms"]
    return next((room["left"] for room in rooms if room["code"] == "ac"), 0)


def test_it_sells_no_ticket_of_a_seva_twice():
    async def scene(stage):
        before = await tickets_left(stage)
        asked = (hold(stage, SEVAS, SEVA) for _ in range(before + 2))
        answers = await asyncio.gather(*asked)
        names = {answer["hold"] for status, answer in answers if status == 201}
        return before, [status for status, _ in answers].count(409), names, await tickets_left(stage)  # fmt: skip

    before, refused, names, rest = play(scene)

    assert (len(names), refused, rest) == (before, 2, 0)


def test_a_stay_takes_each_of_its_nights_and_no_other():
    nights = [f"2026-12-{day:02d}" for day in (6, 7, 8, 9)]

    async def scene(stage):
        before = [await rooms_left(stage, night) for night in nights]
        status, _ = await hold(stage, ROOMS, STAY)
        return status, before, [await rooms_left(stage, night) for night in nights]

    status, before, after = play(scene)

    assert status == 201
    assert [was - left for was, left in zip(before, after, strict=True)] == [0, 2, 2, 0]


def test_a_stay_has_as_many_rooms_as_its_fullest_night():
    async def scene(stage):
        single = [await rooms_left(stage, f"2026-12-{day:02d}") for day in (7, 8)]
        return single, await rooms_left(stage, "2026-12-07", nights=2)

    single, both = play(scene)

    assert both == min(single)


@pytest.mark.parametrize(("system", "wish"), [(TEMPLE, DARSHAN), (SEVAS, SEVA), (ROOMS, STAY)])
@pytest.mark.parametrize(
    ("does", "stands"),
    [
        ((), "unpaid"),
        (("settle",), "confirmed"),
        (("settle", "release"), "cancelled"),
        (("release",), "cancelled"),
    ],
)
def test_what_is_booked_is_found_under_its_number_and_phone(system, wish, does, stands):
    async def scene(stage):
        name = (await hold(stage, system, wish))[1]["hold"]
        for each in does:
            await stage.post(f"{system}/holds/{name}/{each}")
        asked = {"number": name, "phone": wish["phone"][-4:]}
        other = {"number": name, "phone": "4321"}
        found = await stage.post(f"{BOOKINGS}/search", asked)
        bare = await stage.post(f"{BOOKINGS}/search", asked | {"number": name.replace("-", "")})
        paper = await stage.post(f"{BOOKINGS}/ticket", asked)
        return found, bare, paper, (await stage.post(f"{BOOKINGS}/search", other))[0]

    found, bare, paper, stranger = play(scene)

    assert found[0] == bare[0] == 200
    assert found[1]["booking"]["state"] == stands
    assert paper[0] == (200 if stands == "confirmed" else 409)
    assert stranger == 404
    if paper[0] == 200:
        assert base64.b64decode(paper[1]["ticket"]["content"]).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("system", "wish", "passes_s", "stands"),
    [(SEVAS, SEVA, 901, None), (ROOMS, STAY, 901, None), (SEVAS, SEVA, 10 * 86_400, "over")],
)
def test_a_booking_lapses_unpaid_and_is_over_after_its_day(system, wish, passes_s, stands):
    async def scene(stage):
        name = (await hold(stage, system, wish))[1]["hold"]
        if stands:
            await stage.post(f"{system}/holds/{name}/settle")
        stage.clock.pass_s(passes_s)
        asked = {"number": name, "phone": wish["phone"][-4:]}
        return await stage.post(f"{BOOKINGS}/search", asked)

    status, answer = play(scene)

    assert (status, answer.get("booking", {}).get("state")) == (200 if stands else 404, stands)


@pytest.mark.parametrize(
    ("system", "wish", "status"),
    [
        (SEVAS, SEVA | {"seva": "tea"}, 400),
        (SEVAS, SEVA | {"who": "either"}, 400),
        (SEVAS, SEVA | {"seva": "kalyanam", "who": "single"}, 400),
        (SEVAS, SEVA | {"date": "tomorrow"}, 400),
        (SEVAS, SEVA | {"slot": "at_0000"}, 409),
        (SEVAS, SEVA | {"date": "2026-12-04"}, 409),
        (SEVAS, SEVA | {"seva": "ekanta", "slot": "at_2130"}, 409),
        (ROOMS, STAY | {"room": "tent"}, 400),
        (ROOMS, STAY | {"persons": 9}, 400),
        (ROOMS, STAY | {"nights": 0}, 400),
        (ROOMS, STAY | {"nights": 4}, 400),
        (ROOMS, STAY | {"rooms": True}, 400),
        (ROOMS, STAY | {"hold_for_s": 5}, 400),
        (ROOMS, STAY | {"check_in": "2026-12-03"}, 409),
        (ROOMS, STAY | {"check_in": "2026-12-02"}, 409),
    ],
)
def test_it_refuses_what_cannot_be_booked(system, wish, status):
    assert play(lambda stage: hold(stage, system, wish))[0] == status


def test_a_lapsed_hold_gives_its_nights_to_others():
    async def scene(stage):
        await hold(stage, ROOMS, STAY)
        held = await rooms_left(stage, "2026-12-08")
        stage.clock.pass_s(901)
        return held, await rooms_left(stage, "2026-12-08")

    held, free = play(scene)

    assert free - held == 2


def test_the_counters_have_thousands_of_bookings_that_stay_the_same():
    register, again = booking_register.Register(Clock()), booking_register.Register(Clock())
    names = sorted(register._counter)[::10]
    bookings = [register._elsewhere(name) for name in names]
    states = [booking.state for booking in bookings]

    assert len(register._counter) > 6_000
    assert bookings == [again._elsewhere(name) for name in names]
    assert all("నమూనా" in booking.name for booking in bookings)
    assert all(states.count(state) > 20 for state in ("confirmed", "over", "cancelled"))


@pytest.mark.parametrize(
    ("day", "given"), [("2026-10-10", True), ("2026-10-11", False), ("2026-10-20", False)]
)
def test_there_is_no_inner_darshan_in_dasara(day, given):
    office = Temple(Clock(), booking_register.Register(Clock()))
    slots = office.day("vijayawada", date.fromisoformat(day))

    assert slots
    assert any(slot.ticket == "inner" for slot in slots) is given


def test_special_days_come_in_order_and_never_lie_in_the_past():
    async def scene(stage):
        return (await stage.get("/departments/hours/temples/vijayawada/today"))[1]["day"]

    days = [date.fromisoformat(row["on"]) for row in play(scene)["special"]]

    assert days == sorted(days)
    assert days[0] >= date(2026, 11, 23)


@pytest.mark.parametrize(("day", "many"), [(23, 0), (24, 4)])
def test_a_temple_takes_nothing_online_on_the_day_it_counts(day, many):
    async def scene(stage):
        stage.clock.pass_s((day - 23) * 86_400)
        path = "/departments/gifts/temples/dwaraka_tirumala/causes"
        return (await stage.get(path))[1]["causes"]

    assert len(play(scene)) == many


@pytest.mark.parametrize(
    ("family", "table", "charged"),
    [
        ("seva", "prices", {temple: rows for temple, rows in read("sevas.json")["prices"].items() if rows}),
        (
            "room",
            "rents",
            {
                temple: {row["code"]: row["rent"] for row in rows}
                for temple, rows in read("temple_rooms.json")["rooms"].items()
            },
        ),
    ],
)  # fmt: skip
def test_the_counters_ask_what_the_services_charge(family, table, charged):
    found = {}
    for path in sorted(CATALOG.glob("endowments/[a-z]*.yaml")):
        plain = nodes.to_plain(nodes.parse(path.read_bytes(), path.name).node)
        if plain.get("family") == family:
            newest = plain["with"][table][-1]
            words = ("from", "until", "order", "state")
            found[plain["with"]["temple"]] = {
                name: int(rupees) * 100 for name, rupees in newest.items() if name not in words
            }

    assert found == charged
