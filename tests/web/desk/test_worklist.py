"""Which cases an officer finds: what waits for him, what is late, and what he may search by."""

from __future__ import annotations

import re

import pytest

from engine.services.applications import record
from tests.web.desk.conftest import NUMBER, OTHER, Browser
from tests.web.desk.office import PASSWORD, Office, later


def test_it_lists_what_waits_for_my_role(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER, stage=2)
    office.open_case(OTHER, stage=0)

    browser.become("tahsildar")

    assert browser.test_ids().count("case") == 1
    assert NUMBER in browser.words
    assert OTHER not in browser.words


def test_it_lists_the_most_urgent_first_and_marks_what_is_late(
    office: Office, browser: Browser
) -> None:
    office.open_case("INC-261123-LATE22")
    later(office, days=4)
    office.open_case("INC-261127-NEWS33")

    browser.become("vro")

    rows = re.findall(
        r'<tr data-testid="case"( class="overdue")?>\s*<th[^>]*><a[^>]*>([^<]+)', browser.page
    )
    assert rows == [(' class="overdue"', "INC-261123-LATE22"), ("", "INC-261127-NEWS33")]


def test_an_officer_sees_only_his_own_areas(live: Office, visitor: Browser) -> None:
    live.open_case(NUMBER)
    live.enter("vro.here", ("vro",), ("kolakaluru",))
    live.enter("vro.there", ("vro",), ("elsewhere",))

    for name, count, status in (("vro.here", 1, 200), ("vro.there", 0, 404)):
        visitor.get("/desk/sign-in")
        visitor.post("/desk/sign-in", name=name, password=PASSWORD)
        visitor.get("/desk")
        assert visitor.test_ids().count("case") == count
        assert visitor.get(f"/desk/case/{NUMBER}").status_code == status
        visitor.get("/desk")
        visitor.post("/desk/sign-out")


@pytest.mark.parametrize(
    "sought",
    [f" {NUMBER.lower()} ", "నమూనా <b>పౌరుడు</b>", "15-08-1990", "౧౫/౦౮/౧౯౯౦", "1990-08-15"],
)
def test_it_finds_a_case_by_number_or_by_a_searchable_answer(
    office: Office, browser: Browser, sought: str
) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    answer = browser.post("/desk/find", sought=sought)

    assert answer.location == f"/desk/case/{NUMBER}"


@pytest.mark.parametrize("sought", ["INC-261123-NOBODY", "నమూనా", "96,000", "", "<b>"])
def test_it_says_politely_when_nothing_is_found(
    office: Office, browser: Browser, sought: str
) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    assert browser.post("/desk/find", sought=sought).status_code == 404
    assert browser.test_ids().count("case") == 0


def test_it_lists_several_cases_of_one_citizen_the_newest_first(
    office: Office, browser: Browser
) -> None:
    office.open_case(NUMBER)
    later(office, days=1)
    office.open_case(OTHER)
    browser.become("vro")

    browser.post("/desk/find", sought="15-08-1990")

    assert re.findall(r'/desk/case/([A-Z0-9-]+)"', browser.page) == [OTHER, NUMBER]


def test_nobody_finds_what_he_may_not_see(live: Office, visitor: Browser) -> None:
    live.open_case(NUMBER)
    live.enter("vro.there", ("vro",), ("elsewhere",))
    visitor.get("/desk/sign-in")
    visitor.post("/desk/sign-in", name="vro.there", password=PASSWORD)
    visitor.get("/desk")

    assert visitor.post("/desk/find", sought="15-08-1990").status_code == 404


def test_a_search_is_no_part_of_an_address(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    assert browser.get("/desk?sought=15-08-1990").status_code == 200
    assert 'method="post" action="/desk/find"' in browser.page


def test_a_case_whose_key_is_erased_is_found_no_more(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    with office.store.transaction():
        office.store.execute("keys.drop", (f"case/s-{NUMBER}",))
    browser.become("tahsildar")

    assert browser.post("/desk/find", sought="15-08-1990").status_code == 404
    assert office.store.rows("applications.found", (office.keys.blind("case", "15081990"), 9)) == []


def escalate(office: Office) -> None:
    case = office.open_case(NUMBER)
    later(office, days=8)
    higher = record.escalated(case, office.clock.now(), office.offices)
    assert higher is not None
    office.write(office.applications.register.update(higher))


@pytest.mark.parametrize(
    ("area", "sees"),
    [
        ("guntur", True), ("tenali", True), ("kolakaluru", True), ("*", True),
        ("krishna", False), ("nandivelugu", False),
    ],
)  # fmt: skip
def test_an_overdue_case_is_seen_by_the_higher_office_of_its_own_area(
    live: Office, visitor: Browser, area: str, sees: bool
) -> None:
    escalate(live)
    live.enter("the.rdo", ("rdo",), (area,))
    visitor.get("/desk/sign-in")
    visitor.post("/desk/sign-in", name="the.rdo", password=PASSWORD)

    visitor.get("/desk")

    assert visitor.test_ids().count("case") == sees
    assert visitor.get(f"/desk/case/{NUMBER}").status_code == (200 if sees else 404)
    assert ("submit-decision" in visitor.test_ids()) is sees


def test_an_officer_sees_no_cases_of_areas_inside_his_own_but_late_ones(
    live: Office, visitor: Browser
) -> None:
    live.open_case(NUMBER)
    live.enter("vro.above", ("vro",), ("tenali",))
    visitor.get("/desk/sign-in")
    visitor.post("/desk/sign-in", name="vro.above", password=PASSWORD)

    visitor.get("/desk")

    assert "case" not in visitor.test_ids()


def test_it_lists_for_what_an_officer_waits_for_the_citizen(
    office: Office, browser: Browser
) -> None:
    office.open_case(NUMBER)
    browser.become("vro")
    asked = {"did": "ask_back", "reason": "ask_back/unclear", "answer": "applicant"}
    assert browser.decide(NUMBER, **asked).location == f"/desk/case/{NUMBER}?said=recorded"

    browser.get("/desk")

    assert (browser.test_ids().count("case"), browser.test_ids().count("asked-back")) == (0, 1)
    assert "23-11-2026, ఉదయం 11:00" in browser.words
    assert "పౌరుల సమాధానం కోసం వేచి ఉన్నవి" in browser.words


def test_a_case_whose_key_is_erased_hides_no_other(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    office.open_case(OTHER)
    with office.store.transaction():
        office.store.execute("keys.drop", (f"case/s-{NUMBER}",))
    browser.become("vro")

    browser.get("/desk")

    assert browser.test_ids().count("case") == 1
    assert OTHER in browser.words
    assert browser.get(f"/desk/case/{NUMBER}").status_code == 404


def test_an_overdue_case_reaches_the_higher_office(office: Office, browser: Browser) -> None:
    escalate(office)

    browser.become("rdo")
    assert browser.decide(NUMBER, did="forward").location == f"/desk/case/{NUMBER}?said=recorded"
    browser.get("/desk")
    browser.post("/desk/sign-out")
    browser.become("vro")
    assert browser.get(f"/desk/case/{NUMBER}").status_code == 200
