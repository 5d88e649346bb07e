"""What an officer decides reaches the case once, with its reasons and notes."""

from __future__ import annotations

import re

import pytest

from engine.runtime import codec
from engine.services.applications.handlers import DecisionBody
from tests.web.desk.conftest import NUMBER, Browser
from tests.web.desk.office import Office


@pytest.mark.parametrize(
    ("role", "stage", "fields", "state"),
    [
        ("vro", 0, {"did": "forward"}, "deciding"),
        ("ri", 1, {"did": "send_down", "note": "please visit"}, "deciding"),
        ("tahsildar", 2, {"did": "approve"}, "approved"),
        ("tahsildar", 2, {"did": "reject", "reason": "reject/not_resident"}, "rejected"),
        (
            "ri",
            1,
            {"did": "ask_back", "reason": "ask_back/unclear", "answer": ["papers"]},
            "asked_back",
        ),
    ],
    ids=lambda value: value["did"] if isinstance(value, dict) else None,
)
def test_a_decision_reaches_the_case(
    office: Office, browser: Browser, role: str, stage: int, fields: dict[str, object], state: str
) -> None:
    office.open_case(NUMBER, stage=stage)
    browser.become(role)

    answer = browser.decide(NUMBER, **fields)

    assert (answer.status_code, answer.location) == (303, f"/desk/case/{NUMBER}?said=recorded")
    case = office.case(NUMBER)
    assert (case.state, case.history[-1]["officer"], case.history[-1]["did"]) == (
        state,
        f"sample.{role}",
        fields["did"],
    )


def test_a_decision_travels_as_one_arrival(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER, stage=2)
    browser.become("tahsildar")

    browser.decide(NUMBER, did="reject", reason="reject/papers_insufficient", note="గమనిక")

    arrival = office.arrived[0]
    body = codec.decode(arrival.body)
    assert (arrival.kind, arrival.aliases) == ("decision", ())
    assert re.fullmatch(rf"decision:{NUMBER}:3:[0-9a-f]{{16}}", arrival.dedupe)
    assert isinstance(body, DecisionBody)
    assert (body.decision.did, body.decision.reason, body.decision.note) == (
        "reject",
        "papers_insufficient",
        "గమనిక",
    )


def test_the_note_stays_in_the_history_of_the_office(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    browser.decide(NUMBER, did="forward", note="visited <today>")
    browser.get(f"/desk/case/{NUMBER}?said=recorded")

    assert "visited <today>" in browser.words
    assert "said-recorded" in browser.test_ids()


@pytest.mark.parametrize(
    ("fields", "trouble"),
    [
        ({}, "ఒక నిర్ణయం ఎంచుకోండి"),
        ({"did": "close"}, "ఈ దశలో"),
        ({"did": "forward"}, "ఈ దశలో"),
        ({"did": "reject"}, "కారణాన్ని"),
        ({"did": "reject", "reason": "reject/nothing"}, "కారణాన్ని"),
        ({"did": "reject", "reason": "ask_back/unclear"}, "కారణాన్ని"),
        ({"did": "ask_back", "reason": "ask_back/unclear"}, "మళ్లీ అడగాల్సిన"),
        ({"did": "ask_back", "reason": "ask_back/unclear", "answer": ["card"]}, "మళ్లీ అడగాల్సిన"),
        ({"did": "approve", "note": "x" * 2001}, "గమనిక చాలా"),
    ],
    ids=[
        "nothing",
        "not here",
        "last stage",
        "no reason",
        "no such reason",
        "other list",
        "no answer",
        "fixed answer",
        "long note",
    ],
)
def test_a_form_that_will_not_do_comes_back_with_what_was_filled_in(
    office: Office, browser: Browser, fields: dict[str, object], trouble: str
) -> None:
    office.open_case(NUMBER, stage=2)
    browser.become("tahsildar")

    answer = browser.decide(NUMBER, note=fields.pop("note", "kept"), **fields)

    assert answer.status_code == 422
    assert trouble in browser.words
    assert office.arrived == []
    assert "submit-decision" in browser.test_ids()
    assert "note" in browser.test_ids()


def test_the_same_form_twice_counts_once(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    browser.become("vro")
    browser.decide(NUMBER, did="forward")

    again = browser.post(f"/desk/case/{NUMBER}", did="forward", seen="1")

    assert again.location == f"/desk/case/{NUMBER}?said=recorded"
    assert len(office.arrived) == 1
    assert office.case(NUMBER).stage == 1


@pytest.mark.parametrize(("pages", "arrivals"), [(1, 1), (2, 2)], ids=["one page", "two pages"])
def test_two_forms_sent_before_the_worker_looked_are_one_decision(
    office: Office, browser: Browser, pages: int, arrivals: int
) -> None:
    office.open_case(NUMBER)
    office.working = False
    browser.become("vro")

    first = browser.decide(NUMBER, did="forward", page="a")
    second = browser.decide(NUMBER, did="forward", page="a" if pages == 1 else "b")
    office.work()

    assert first.location == second.location == f"/desk/case/{NUMBER}?said=pending"
    assert len({each.dedupe for each in office.arrived}) == arrivals
    assert len(office.case(NUMBER).history) == 2


def test_a_decision_that_could_not_be_taken_does_not_stand_in_the_way_of_the_next(
    office: Office, browser: Browser
) -> None:
    office.open_case(NUMBER)
    office.working = False
    browser.become("vro")
    browser.decide(NUMBER, did="forward")
    office.taken = {each.dedupe for each in office.arrived}  # among the dead letters
    office.working = True

    assert browser.decide(NUMBER, did="forward").location == f"/desk/case/{NUMBER}?said=recorded"


def test_it_waits_two_seconds_and_no_longer(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    office.working = False
    browser.become("vro")

    browser.decide(NUMBER, did="forward")

    assert office.paused == pytest.approx(2.0)


@pytest.mark.parametrize("seen", ["0", "", "99", "-1", "x"])
def test_a_page_that_is_out_of_date_decides_nothing(
    office: Office, browser: Browser, seen: str
) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    answer = browser.decide(NUMBER, did="forward", seen=seen)

    assert answer.location == f"/desk/case/{NUMBER}?said=changed"
    assert office.arrived == []


def test_somebody_elses_decision_is_not_called_mine(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    browser.become("vro")
    browser.decide(NUMBER, did="forward")

    answer = browser.post(f"/desk/case/{NUMBER}", did="ask_back", seen="1")

    assert answer.location == f"/desk/case/{NUMBER}?said=changed"


def test_nobody_decides_out_of_turn(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER, stage=2)
    browser.become("vro")

    answer = browser.decide(NUMBER, did="approve", seen="3")

    assert answer.status_code == 422
    assert office.arrived == []


def test_it_says_so_when_nothing_can_be_recorded(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    office.down = True
    browser.become("vro")

    answer = browser.decide(NUMBER, did="forward")

    assert answer.status_code == 503
    assert "నమోదు కాలేదు" in browser.words
