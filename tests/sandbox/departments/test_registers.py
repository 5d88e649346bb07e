"""Police, traffic police and health trust: fines are paid once, cameras run out, cards need their code, rows stay the same."""

from __future__ import annotations

import base64

import pytest

from engine.sandbox.departments import challans, health, police
from engine.sandbox.departments.papers import Printer
from tests.sandbox.departments.stage import Clock, play

CHALLANS = "/departments/challans"
POLICE = "/departments/police"
HEALTH = "/departments/health"
VEHICLE = {"vehicle": "AP39AB1234"}


def test_a_fine_is_paid_once_and_one_can_be_paid_before_the_other():
    async def scene(stage):
        one = {**VEHICLE, "challan": "AP7261101001", "reference": "P"}
        wrong = await stage.post(f"{CHALLANS}/payments", {**one, "amount": 100})
        paid = await stage.post(f"{CHALLANS}/payments", {**one, "amount": 13_500})
        again = await stage.post(f"{CHALLANS}/payments", {**one, "amount": 13_500})
        left = await stage.post(f"{CHALLANS}/challans/search", VEHICLE)
        rest = {**one, "challan": "", "amount": 100_000}
        done = await stage.post(f"{CHALLANS}/payments", rest)
        clear = await stage.post(f"{CHALLANS}/challans/search", VEHICLE)
        return wrong[0], paid, again[0], left[1], done[1], clear[1]

    wrong, paid, again, left, done, clear = play(scene)

    assert (wrong, paid[0], again) == (409, 201, 409)
    assert paid[1]["posted"]["still_due_paise"] == left["total_paise"] == 100_000
    assert left["count"] == len(left["challans"]) == 1
    assert base64.b64decode(done["posted"]["receipt"]["content"]).startswith(b"%PDF-")
    assert clear == {"state": "clear"}


def test_challans_are_drawn_as_declared():
    office = challans.Challans(Clock(), Printer())
    vehicles = [f"AP16CD{number:04d}" for number in range(600)]
    counts = [len(office._of(each)) for each in vehicles]

    assert counts == [len(challans.Challans(Clock(), Printer())._of(each)) for each in vehicles]
    assert 200 < counts.count(0) < 340
    assert set(counts) == set(challans.PENDING)


def test_a_station_gives_each_camera_to_one_house():
    async def begin(stage, number):
        wish = {"request": number, "mandal": "guntur_tenali", "returning": "2026-12-05"}
        return (await stage.post(f"{POLICE}/watches", wish))[1]["state"]

    async def scene(stage):
        given = [await begin(stage, f"LHW-{place}") for place in range(police.CAMERAS + 1)]
        ended = [(await stage.post(f"{POLICE}/watches/LHW-0/end"))[0] for _ in range(2)]
        return given, ended, await begin(stage, "LHW-NEXT")

    given, ended, following = play(scene)

    assert given == ["camera"] * police.CAMERAS + ["beat"]
    assert ended == [200, 404]
    assert following == "camera"


def test_a_camera_is_free_again_when_the_family_is_back():
    async def scene(stage):
        wish = {"mandal": "guntur_tenali", "returning": "2026-11-24"}
        for place in range(police.CAMERAS):
            await stage.post(f"{POLICE}/watches", {**wish, "request": f"LHW-{place}"})
        stage.clock.pass_s(2 * 86_400)
        later = {**wish, "returning": "2026-12-05", "request": "LHW-LATER"}
        return (await stage.post(f"{POLICE}/watches", later))[1]["state"]

    assert play(scene) == "camera"


@pytest.mark.parametrize(
    ("number", "year", "status"),
    [
        ("1", 2010, 200),
        ("00101", 2026, 200),
        ("400", 2026, 200),
        ("0", 2026, 404),
        ("401", 2026, 404),
        ("1", 2009, 404),
        ("1", 2027, 404),
        ("x", 2026, 404),
    ],
)
def test_a_station_has_four_hundred_cases_a_year(number, year, status):
    wish = {"station": "ntr_ibrahimpatnam", "number": number, "year": year}

    assert play(lambda stage: stage.post(f"{POLICE}/firs/status", wish))[0] == status


@pytest.mark.parametrize(
    ("path", "wish", "status"),
    [
        ("police/complaints", {"number": "26110001", "phone": "1234"}, 200),
        ("police/complaints", {"number": "26110001", "phone": "4321"}, 404),
        ("police/passports", {"file": "VJ1067812345601", "born": "1990-08-16"}, 404),
        ("health/cards", {"card": "2812345678", "born": "1990-08-16"}, 404),
        ("health/treatments", {"number": "2611000001", "phone": "4321"}, 404),
    ],
)
def test_nothing_about_a_person_is_told_for_a_number_alone(path, wish, status):
    assert play(lambda stage: stage.post(f"/departments/{path}/search", wish))[0] == status


@pytest.mark.parametrize(
    ("sends", "code", "status"),
    [(False, "123456", 403), (True, "000000", 403), (True, "123456", 200)],
)
def test_a_card_comes_only_with_the_code_that_was_sent(sends, code, status):
    card = next(
        each for each in (f"28000000{place:02d}" for place in range(100)) if health._covered(each)
    )

    async def scene(stage):
        if sends:
            await stage.post(f"{HEALTH}/codes", {"card": card})
        return await stage.post(f"{HEALTH}/cards/paper", {"card": card, "code": code})

    assert play(scene)[0] == status


def test_every_district_has_hospitals_of_its_own():
    async def scene(stage):
        found = {}
        for district in ("guntur", "ntr", "visakhapatnam", "tirupati"):
            for speciality in health.TREATMENTS:
                path = f"{HEALTH}/hospitals?district={district}&speciality={speciality}"
                rows = (await stage.get(path))[1]["hospitals"]
                found[district, speciality] = {each["name"]["en"] for each in rows}
        return found

    found = play(scene)
    each = {
        district: set().union(*(names for (of, _), names in found.items() if of == district))
        for district, _ in found
    }

    assert [key for key, names in found.items() if not names] == [("guntur", "burns"), ("tirupati", "burns")]  # fmt: skip
    assert (
        len(set().union(*each.values())) == sum(map(len, each.values())) == 4 * health.OF_DISTRICT
    )
