"""Tickets that were bought: nobody hears of one for its number alone, seats are taken back once, money follows, and rows stay the same."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

import pytest

from engine.language import nodes
from engine.sandbox.departments import tickets
from tests.sandbox.departments.stage import Clock, play

CATALOG = Path(__file__).resolve().parents[3] / "catalog"
OFFICE = "/departments/tickets"
OURS = {"number": "9901000001", "phone": "1234"}
ALL = ["p1", "p2", "p3"]
FAR = {"number": "2001270123", "phone": tickets.end_of_phone("2001270123")}


def cancelling(stage, who, back, **other):
    wish = {**OURS, "who": who, "code": "123456", "back": back, **other}
    return stage.post(f"{OFFICE}/cancellations", wish)


@pytest.mark.parametrize("path", ["search", "paper", "refund", "quote", "reminders", "boarding"])
@pytest.mark.parametrize(
    "wrong",
    [{"phone": "9999"}, {"number": "9999000001"}, {"number": "3113260001"}, {"number": "x"}],
)
def test_nothing_is_told_for_a_number_alone(path, wrong):
    wish = {**OURS, "who": ALL, **wrong}

    assert play(lambda stage: stage.post(f"{OFFICE}/tickets/{path}", wish))[0] == 404


def test_a_seat_is_taken_back_once_and_its_money_comes_once():
    async def scene(stage):
        first = await cancelling(stage, ["p1"], 17_500)
        again = await cancelling(stage, ["p1"], 17_500)
        _, left = await stage.post(f"{OFFICE}/tickets/search", OURS)
        rest = await cancelling(stage, ["p2", "p3"], 26_300)
        _, over = await stage.post(f"{OFFICE}/tickets/search", OURS)
        _, money = await stage.post(f"{OFFICE}/tickets/refund", OURS)
        return first, again[0], left["ticket"], rest[0], over["ticket"], money["refund"]

    first, again, left, rest, over, money = play(scene)

    assert (first[0], again, rest) == (201, 410, 201)
    assert base64.b64decode(first[1]["cancelled"]["slip"]["content"]).startswith(b"%PDF-")
    assert (left["state"], left["standing"]) == ("booked", ["p2", "p3"])
    assert (over["state"], over["standing"]) == ("cancelled", [])
    assert (money["state"], money["amount"]) == ("asked", 17_500 + 26_300)


def test_the_same_key_cancels_once():
    wish = {**OURS, "who": ["p1"], "code": "123456", "back": 17_500}

    async def scene(stage):
        answers = [await stage.post(f"{OFFICE}/cancellations", wish, "k") for _ in range(2)]
        return answers, await stage.post(f"{OFFICE}/tickets/refund", OURS)

    (first, second), (_, money) = play(scene)

    assert first == second
    assert first[0] == 201
    assert money["refund"]["amount"] == 17_500


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"code": "000000"}, 403),
        ({"phone": "9999"}, 403),
        ({"back": 48_800}, 409),
        ({"who": []}, 410),
        ({"who": ["p7"]}, 410),
        ({"number": "9911000001", "back": 24_400}, 410),
    ],
)
def test_nothing_is_cancelled_that_is_not_right(wrong, status):
    async def scene(stage):
        answer = await cancelling(stage, **{"who": ALL, "back": 43_900, **wrong})
        return answer[0], (await stage.post(f"{OFFICE}/tickets/search", OURS))[1]["ticket"]["state"]

    assert play(scene) == (status, "booked")


def test_a_ticket_is_cancelled_only_with_a_code_that_was_sent():
    async def scene(stage):
        _, told = await stage.post(f"{OFFICE}/tickets/search", FAR)
        who = told["ticket"]["standing"]
        _, quote = await stage.post(f"{OFFICE}/tickets/quote", {**FAR, "who": who})
        wish = {**FAR, "who": who, "code": "123456", "back": quote["quote"]["back"]}
        before = await stage.post(f"{OFFICE}/cancellations", wish)
        await stage.post(f"{OFFICE}/codes", FAR)
        after = await stage.post(f"{OFFICE}/cancellations", wish)
        return told["ticket"]["state"], before[0], after[0]

    assert play(scene) == ("booked", 403, 201)


@pytest.mark.parametrize(
    ("hours", "percent"), [(49, 90), (48, 90), (47, 75), (24, 75), (23, 50), (4, 50), (3, 0)]
)
def test_what_comes_back_depends_on_the_hours_that_are_left(hours, percent):
    clock = Clock()
    book = tickets.Tickets(clock)
    ticket = book.known(**OURS)
    clock.moment = ticket.leaves_at - timedelta(hours=hours)

    assert book.share(ticket) == percent


def test_it_gives_back_what_the_services_of_the_catalogue_give_back():
    booking = nodes.parse((CATALOG / "apsrtc/ticket_booking.yaml").read_bytes(), "booking")
    bands = nodes.to_plain(booking.node)["refunds"]["cancelled"]["bands"]
    told = {(each["at_least"], int(each["percent"])) for each in bands if int(each["percent"])}

    assert told == {
        (f"{round(least / timedelta(hours=1))} hours", percent) for least, percent in tickets.BANDS
    }


def test_money_is_sent_after_some_days():
    async def scene(stage):
        await cancelling(stage, ALL, 43_900)
        _, asked = await stage.post(f"{OFFICE}/tickets/refund", OURS)
        stage.clock.pass_s(tickets.REFUND_DAYS * 86_400)
        _, sent = await stage.post(f"{OFFICE}/tickets/refund", OURS)
        return [each["refund"]["state"] for each in (asked, sent)]

    assert play(scene) == ["asked", "sent"]


def test_reminders_are_by_day_and_before_the_bus_leaves():
    async def scene(stage):
        offered = []
        for serial in range(10, 60):
            number = f"011226{serial:04d}"
            wish = {"number": number, "phone": tickets.end_of_phone(number)}
            _, told = await stage.post(f"{OFFICE}/tickets/search", wish)
            _, times = await stage.post(f"{OFFICE}/tickets/reminders", wish)
            offered += [(each, told["ticket"]["leaves_at"]) for each in times["times"]]
        return offered

    offered = play(scene)

    assert {each["code"] for each, _ in offered} == {"eve", "morning", "three_hours", "one_hour"}
    assert all(each["at"] < leaves for each, leaves in offered)
    assert all("08:00" <= each["when"][-5:] < "21:00" for each, _ in offered)


def test_each_day_has_thousands_of_tickets_that_stay_the_same():
    book, again = tickets.Tickets(Clock()), tickets.Tickets(Clock())
    numbers = [f"011226{serial:04d}" for serial in range(10, 410)]
    found = [book.found(number) for number in numbers]
    states = [book.state(each) for each in found]

    assert found == [again.found(number) for number in numbers]
    assert states.count("booked") > 300
    assert 0 < states.count("called_off") < 40
    assert all(len({each.seat for each in one.people}) == len(one.people) for one in found)
    assert all(max(each.seat for each in one.people) <= one.bus.seats for one in found)
    assert book.found(f"011226{tickets.A_DAY:04d}")
    assert book.found(f"011226{tickets.A_DAY + 1:04d}") is None


@pytest.mark.parametrize(
    ("wish", "depot"),
    [
        ({"ticket": "9901000001"}, "guntur"),
        ({"ticket": "9999000001"}, None),
        ({"vehicle": "AP39Z1234"}, "tenali"),
        ({"vehicle": "AP39ZZ9999"}, None),
        ({"station": "ongole"}, "ongole"),
        ({"station": "nowhere"}, None),
        ({}, None),
    ],
)
def test_a_bus_belongs_to_one_depot(wish, depot):
    status, told = play(lambda stage: stage.post("/departments/depots/depots/search", wish))

    assert (status, told.get("depot", {}).get("code")) == (200 if depot else 404, depot)


def test_there_is_one_opinion_for_each_ticket():
    wish = {"number": "9910000001", "stars": "five"}

    async def scene(stage):
        path = "/departments/depots/opinions"
        none = await stage.post(path, {**wish, "stars": "six"})
        return [none[0], *[(await stage.post(path, wish))[0] for _ in range(2)]]

    assert play(scene) == [400, 201, 409]
