"""People to speak with: the help desk sees who they are and where they stopped, speaks with them, and says what came of it."""

from __future__ import annotations

import pytest

from engine.domain.effect import HandOver, Shown
from tests.web.desk.conftest import Browser
from tests.web.desk.office import Office, later

PHOTO = {"media": "wa-1001", "mime": "image/png", "name": "", "bytes": 1}
GIVEN_UP = HandOver(
    "s1/4", "revenue.income_certificate", "income", "revenue_helpdesk",
    {"te": "ఆదాయ ధ్రువీకరణ పత్రం", "en": "Income certificate"}, {"te": "కుటుంబ ఆదాయం", "en": "Family income"},
    "ఒక అధికారి మీతో మాట్లాడతారు.", 4500, (Shown("card", {"en": "Ration card"}, "document", PHOTO, ""),), "", "te",
)  # fmt: skip


@pytest.fixture
def desk(office: Office, browser: Browser) -> Browser:
    """The browser of an officer of the help desk before whom one person stands."""
    office.ask_for_help(GIVEN_UP)
    browser.become("revenue_helpdesk")
    browser.post("/desk/language", language="en")
    browser.get("/desk")
    return browser


def number(office: Office) -> str:
    return office.applications.register.of_session("s1")[0].number


def test_it_lists_who_is_to_be_called_and_where_they_stopped(desk: Browser, office: Office) -> None:
    assert desk.test_ids().count("person") == 1
    assert "case" not in desk.test_ids()
    for words in (number(office), "Income certificate", "Family income"):
        assert words in desk.words


def test_it_shows_how_to_reach_them_and_what_they_answered(desk: Browser, office: Office) -> None:
    desk.get(f"/desk/case/{number(office)}")

    for words in ("+919848022338", "తెలుగు", "Family income", "₹45", "ఒక అధికారి మీతో మాట్లాడతారు."):
        assert words in desk.words
    assert f"/desk/file/{PHOTO['media']}" in desk.page
    assert {"decide-spoken", "decide-unreached"} <= set(desk.test_ids())


def test_it_closes_when_they_were_spoken_with(desk: Browser, office: Office) -> None:
    desk.decide(number(office), did="spoken", reason="spoken/explained", note="Came to the office")

    case = office.case(number(office))
    assert (case.state, case.history[-1]["reason"]) == ("helped", "explained")
    assert case.history[-1]["note"] == "Came to the office"
    desk.get("/desk")
    assert "person" not in desk.test_ids()


def test_it_asks_what_came_of_it(desk: Browser, office: Office) -> None:
    answer = desk.decide(number(office), did="spoken")

    assert answer.status_code == 422
    assert office.case(number(office)).state == "deciding"


def test_it_shows_who_has_waited_too_long(desk: Browser, office: Office) -> None:
    later(office, days=5)
    desk.become("revenue_helpdesk")

    assert 'class="overdue"' in desk.page


def test_it_is_nobody_elses_business(desk: Browser, office: Office) -> None:
    desk.become("tahsildar")

    assert "person" not in desk.test_ids()
    assert desk.get(f"/desk/case/{number(office)}").status_code == 404


def test_it_is_found_by_the_number_they_write_from(desk: Browser, office: Office) -> None:
    answer = desk.post("/desk/find", sought="98480 22338")

    assert answer.headers["Location"].endswith(number(office))
