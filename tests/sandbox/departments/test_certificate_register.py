"""Revenue register and registrars: applications go on day by day, papers need their code, an entry is made once."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from engine.sandbox.departments import revenue_applications
from tests.sandbox.departments.stage import play

REGISTER = "/departments/certificates"
REGISTRAR = "/departments/registrar"
TODAY = date(2026, 11, 23)
NUMBERS = [f"RV26{month:02d}{place:04d}" for month in (1, 5, 10) for place in range(300)]
ENTRY = {
    "event": "birth",
    "order": "LBR-1",
    "absence": "NA-2026-00101",
    "person": "సాయి",
    "sex": "male",
    "on": "2004-08-15",
    "mother": "లక్ష్మి",
    "father": "రాము",
    "village": {"te": "నందివెలుగు", "en": "Nandivelugu"},
}


def test_applications_are_drawn_as_declared():
    numbers = [*NUMBERS, *(f"RV2611{place:04d}" for place in range(300))]
    drawn = [revenue_applications.stand_of(number, TODAY) for number in numbers]
    stands = [each for each in drawn if each]
    states = Counter(each.state for each in stands)

    assert drawn == [revenue_applications.stand_of(number, TODAY) for number in numbers]
    assert set(states) == {"with_officer", "asked_back", "approved", "refused"}
    assert 0.5 < states["approved"] / len(stands) < 0.75
    assert any(each.state == "with_officer" and each.due < TODAY for each in stands)


@pytest.mark.parametrize("number", NUMBERS[:40])
def test_an_application_never_goes_back(number):
    ranks = {"with_officer": 0, "asked_back": 1, "approved": 2, "refused": 2}
    days = [TODAY + timedelta(days=each) for each in range(-320, 200)]
    stands = [each for day in days if (each := revenue_applications.stand_of(number, day))]
    on = [each.on for each in stands]
    ranked = [ranks[each.state] for each in stands]

    assert on == sorted(on)
    assert ranked == sorted(ranked)
    assert ranked[-1] == 2


@pytest.mark.parametrize("number", ["RV27010001", "RV26130001", "RV14010001", "RX26010001", ""])
def test_there_is_no_application_of_a_number_nobody_gave(number):
    assert revenue_applications.stand_of(number, TODAY) is None


@pytest.mark.parametrize(
    ("path", "wish", "status"),
    [
        ("applications/search", {"number": "RV26110001", "phone": "1234"}, 200),
        ("applications/search", {"number": "RV26110001", "phone": "4321"}, 404),
        ("certificates/standing", {"number": "CR26110003", "issued": "2026-11-01"}, 200),
        ("certificates/standing", {"number": "CR26110003", "issued": "2026-11-02"}, 404),
        ("certificates/standing", {"number": "CR26110001", "issued": "2026-11-21"}, 404),
    ],
)
def test_nothing_is_told_for_a_number_alone(path, wish, status):
    assert play(lambda stage: stage.post(f"{REGISTER}/{path}", wish))[0] == status


def test_every_approved_application_has_a_certificate_that_can_be_checked():
    number, stand = next(
        (each, stand)
        for each in NUMBERS
        if (stand := revenue_applications.stand_of(each, TODAY)) and stand.decided
    )
    wish = {"number": number.replace("RV", "CR"), "issued": stand.decided.isoformat()}

    status, told = play(lambda stage: stage.post(f"{REGISTER}/certificates/standing", wish))

    assert status == 200
    assert told["certificate"]["paper"] == stand.paper.plain()
    assert "నమూనా" in told["certificate"]["name"]


@pytest.mark.parametrize(
    ("sends", "code", "status"),
    [(False, "123456", 403), (True, "000000", 403), (True, "123456", 200)],
)
def test_a_certificate_comes_only_with_the_code_that_was_sent(sends, code, status):
    number = next(
        each
        for each in NUMBERS
        if (stand := revenue_applications.stand_of(each, TODAY)) and stand.state == "approved"
    )

    async def scene(stage):
        if sends:
            await stage.post(f"{REGISTER}/codes", {"number": number})
        return await stage.post(f"{REGISTER}/papers", {"number": number, "code": code})

    assert play(scene)[0] == status


def test_few_people_hold_a_certificate_already():
    async def scene(stage):
        wishes = [
            {"paper": "ews", "card": f"27{place:08d}", "born": "2004-08-15"} for place in range(300)
        ]
        answers = [await stage.post(f"{REGISTER}/certificates/search", each) for each in wishes]
        return [told["state"] for _, told in answers]

    states = play(scene)

    assert 3 < states.count("valid") < 35
    assert set(states) == {"valid", "none"}


def test_a_birth_is_entered_once_and_stands_in_the_register_then():
    async def scene(stage):
        first = await stage.post(f"{REGISTRAR}/entries", ENTRY, "a")
        again = await stage.post(f"{REGISTRAR}/entries", ENTRY, "a")
        other = await stage.post(f"{REGISTRAR}/entries", ENTRY | {"order": "LBR-2"}, "b")
        found = await stage.post(f"{REGISTRAR}/searches", ENTRY)
        death = await stage.post(f"{REGISTRAR}/searches", ENTRY | {"event": "death"})
        return first, again, other[0], found[1], death[1]

    first, again, other, found, death = play(scene)

    assert first == again
    assert (first[0], other) == (201, 409)
    assert (found, death) == ({"state": "registered"}, {"state": "confirmed"})


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"order": ""}, 400),
        ({"sex": "x"}, 400),
        ({"on": "2004-08-16"}, 409),
        ({"absence": "NA-2026-00102"}, 409),
        ({"absence": "MUN-NAC-2026-000123-T", "on": "1999-01-01"}, 201),
    ],
)
def test_it_enters_only_what_was_searched_for_and_ordered(wrong, status):
    assert play(lambda stage: stage.post(f"{REGISTRAR}/entries", ENTRY | wrong))[0] == status


@pytest.mark.parametrize(
    ("entry", "died", "status"),
    [
        ("D-2024-0310", "2024-03-10", 200),
        ("D-2024-0312", "2024-03-10", 200),
        ("D-2024-0313", "2024-03-10", 404),
        ("D-2024-0310", "2023-03-10", 404),
        ("D-2026-1124", "2026-11-24", 404),
        ("D-2024-0310", "yesterday", 404),
    ],
)
def test_a_death_is_told_only_with_its_day(entry, died, status):
    wish = {"entry": entry, "died": died}

    assert play(lambda stage: stage.post(f"{REGISTRAR}/deaths/search", wish))[0] == status
