"""Land, rights and water tax: papers need their case, a change is made once, objections take their days, taxes are paid once."""

from __future__ import annotations

import base64

import pytest

from engine.sandbox.departments import irrigation, plots
from engine.sandbox.departments.papers import Printer
from tests.sandbox.departments.stage import Clock, play

LAND = "/departments/land"
RIGHTS = "/departments/rights"
WATER = "/departments/irrigation/villages/guntur_tenali_nandivelugu"
VILLAGE = "guntur_tenali_nandivelugu"
DAY_S = 86_400


@pytest.mark.parametrize(
    ("paper", "ref", "at_hand"),
    [
        ("ror_1b", f"{VILLAGE}:101", True),
        ("ror_1b", f"{VILLAGE}:102", False),
        ("fmb", f"{VILLAGE}:101", True),
        ("fmb", f"{VILLAGE}:102", False),
        ("village_map", "guntur_tenali_kolakaluru", False),
    ],
)
def test_what_is_not_at_hand_is_printed_only_with_its_case(paper, ref, at_hand):
    async def scene(stage):
        _, told = await stage.get(f"{LAND}/papers/{paper}?ref={ref}")
        wish = {"ref": ref, "paper": paper, "part": "alone", "year": 0}
        without = (await stage.post(f"{LAND}/extracts", {**wish, "signed_in": ""}))[0]
        return told, without, await stage.post(f"{LAND}/extracts", {**wish, "signed_in": "C-1"})

    told, without, (printed, paper_sent) = play(scene)

    assert told == {"at_hand": at_hand}
    assert (without, printed) == (200 if at_hand else 409, 200)
    assert base64.b64decode(paper_sent["copy"]["content"]).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"papers/ror_1b?ref={VILLAGE}:401", 404),
        (f"papers/passport?ref={VILLAGE}:101", 404),
        ("papers/village_map?ref=guntur_tenali_ward_1", 404),
        (f"villages/{VILLAGE}/khatas/9999", 404),
        (f"villages/{VILLAGE}/khatas/978", 200),
        (f"villages/{VILLAGE}/surveys/place?survey=401", 404),
        (f"villages/{VILLAGE}/surveys/value?survey=401&cents=1", 404),
    ],
)
def test_it_knows_what_it_keeps(path, status):
    assert play(lambda stage: stage.get(f"{LAND}/{path}"))[0] == status


def test_every_plot_belongs_to_a_khata_that_is_found():
    lands = [plots.holding(VILLAGE, str(number)) for number in range(1, plots.SURVEYS + 1)]
    khatas = {each.khata: plots.khata(VILLAGE, each.khata) for each in lands}

    assert sum(khata.lands for khata in khatas.values()) == plots.SURVEYS
    assert sum(khata.cents for khata in khatas.values()) == sum(each.cents for each in lands)


def test_land_is_drawn_as_declared():
    lands = [plots.holding(VILLAGE, f"{number}-1") for number in range(1, plots.SURVEYS + 1)]

    assert 270 < sum(each.state == "signed" for each in lands) < 370
    assert 240 < sum(each.scanned for each in lands) < 320
    assert 4 < sum(each.dotted for each in lands) < 36
    assert all("నమూనా" in each.holder and len(each.holder) <= 60 for each in lands)


def test_the_sides_of_a_plot_make_its_extent():
    for number in range(1, plots.SURVEYS + 1):
        land = plots.holding(VILLAGE, str(number))
        width, height = plots.sides(land)
        area = land.cents * plots.SQUARE_METRES

        assert 0.9 * area <= width * height <= area
        assert 0.5 < width / height < 2


def test_half_the_land_is_worth_half_as_much():
    async def scene(stage):
        path = f"{LAND}/villages/{VILLAGE}/surveys/value?survey=101&cents="
        return [(await stage.get(f"{path}{cents}"))[1]["value"] for cents in (200, 100, 999)]

    whole, half, too_much = play(scene)

    assert whole["total_paise"] == 2 * half["total_paise"] == 200 * half["acre_paise"] // 100
    assert half["hundreds"] * 100 * 100 == half["total_paise"]
    assert too_much["total_paise"] == 245 * half["acre_paise"] // 100


def test_who_objects_does_so_some_days_after_the_notice():
    async def scene(stage):
        for number, survey in (("M-1", plots.OBJECTED), ("M-2", "101")):
            await stage.post(f"{RIGHTS}/notices", {"request": number, "ref": f"{VILLAGE}:{survey}"})
        early = [(await stage.get(f"{RIGHTS}/notices/{each}"))[1] for each in ("M-1", "M-2")]
        stage.clock.pass_s(5 * DAY_S)
        late = [(await stage.get(f"{RIGHTS}/notices/{each}"))[1] for each in ("M-1", "M-2")]
        return early, late

    early, late = play(scene)

    assert early == [{"state": "none"}] * 2
    assert late == [{"state": "raised"}, {"state": "none"}]


def test_a_notice_hung_again_keeps_its_day():
    async def scene(stage):
        wish = {"request": "M-1", "ref": f"{VILLAGE}:101"}
        first = await stage.post(f"{RIGHTS}/notices", wish)
        stage.clock.pass_s(3 * DAY_S)
        return first, await stage.post(f"{RIGHTS}/notices", wish)

    first, again = play(scene)

    assert first == again == (201, {"until": "2026-12-08"})


CHANGE = {"ref": f"{VILLAGE}:101", "kind": "sale", "holder": "సీత", "holders": 1}
ENTRY = {"ref": f"{VILLAGE}:101", "entry": "correction", "told": "2.50"}


@pytest.mark.parametrize(("path", "wish"), [("changes", CHANGE), ("entries", ENTRY)])
def test_the_first_application_changes_the_land_and_no_other(path, wish):
    async def scene(stage):
        numbers = ("A-1", "A-1", "A-2")
        return [
            (await stage.post(f"{RIGHTS}/{path}", {**wish, "request": number}))[0]
            for number in numbers
        ]

    assert play(scene) == [201, 201, 409]


@pytest.mark.parametrize(
    ("path", "wish"),
    [
        ("changes", {**CHANGE, "holder": ""}),
        ("changes", {**CHANGE, "ref": f"{VILLAGE}:401"}),
        ("entries", {**ENTRY, "entry": "sale"}),
        ("entries", {**ENTRY, "ref": ""}),
        ("passbooks", {"village_code": VILLAGE, "khata": "9999", "why": "lost"}),
    ],
)
def test_it_enters_nothing_that_makes_no_sense(path, wish):
    assert play(lambda stage: stage.post(f"{RIGHTS}/{path}", {**wish, "request": "A"}))[0] == 409


def test_a_khata_has_one_passbook_a_month():
    async def scene(stage):
        wish = {"village_code": VILLAGE, "khata": "2001", "why": "lost"}
        found = [
            (await stage.post(f"{RIGHTS}/passbooks", {**wish, "request": number}))[0]
            for number in ("P-1", "P-2")
        ]
        stage.clock.pass_s(30 * DAY_S)
        return found, (await stage.post(f"{RIGHTS}/passbooks", {**wish, "request": "P-3"}))[0]

    assert play(scene) == ([201, 409], 201)


@pytest.mark.parametrize(
    ("number", "year", "status"),
    [
        ("1201", 2026, 200),
        ("1201", 2027, 404),
        ("1201", 1989, 404),
        ("0", 2026, 404),
        ("x", 2026, 404),
    ],
)
def test_a_deed_has_a_number_and_a_year_that_has_come(number, year, status):
    wish = {"mandal": "guntur_tenali", "number": number, "year": year, "kind": "sale"}

    assert play(lambda stage: stage.post(f"{RIGHTS}/deeds/search", wish))[0] == status


def test_it_takes_all_the_water_tax_or_the_arrears_and_nothing_twice():
    async def scene(stage):
        wish = {"khata": "2002", "reference": "P"}
        some = await stage.post(f"{WATER}/payments", {**wish, "amount": 60_000})
        arrears = await stage.post(f"{WATER}/payments", {**wish, "amount": 130_800})
        rest = await stage.get(f"{WATER}/khatas/2002")
        last = await stage.post(f"{WATER}/payments", {**wish, "amount": 60_000})
        again = await stage.post(f"{WATER}/payments", {**wish, "amount": 60_000})
        return some[0], arrears, rest[1]["demand"], last[0], again[0], await stage.get(f"{WATER}/khatas/2002")  # fmt: skip

    some, arrears, rest, last, again, clear = play(scene)

    assert (some, arrears[0], last, again) == (409, 201, 201, 409)
    assert arrears[1]["posted"]["still_due_paise"] == rest["total_paise"] == 60_000
    assert clear == (200, {"state": "clear"})


def test_water_tax_is_drawn_as_declared():
    office = irrigation.Irrigation(Clock(), Printer())
    khatas = sorted({plots.holding(VILLAGE, str(each)).khata for each in range(1, 401)})
    demands = [office._left(VILLAGE, khata) for khata in khatas]
    watered = [each for each in demands if each]

    assert 0.5 < len(watered) / len(demands) < 0.8
    assert all(each.year >= 100 and bool(each.arrears) == bool(each.interest) for each in watered)
    assert office._left(VILLAGE, "9999") is None
