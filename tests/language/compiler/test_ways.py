"""Where a citizen goes on from each outcome, and how often a step may be tried."""

from __future__ import annotations

from engine.language.compiled import (
    ApproveStep,
    BookStep,
    CallStep,
    PayStep,
)
from tests.language.compiler.sample import ANSWERS, certificate, darshan, env


def test_it_knows_the_way_back() -> None:
    person = certificate().by_id["person"]
    again = person.outcomes["not_found"]

    assert (again.then, again.again, again.at_most, again.otherwise) == ("number", True, 2, "desk")
    assert person.then == "home.state"


def test_it_counts_across_conversations() -> None:
    person = certificate().by_id["person"]

    assert isinstance(person, CallStep)
    assert [limit.outcomes for limit in person.limits] == [("wrong",), ("wrong",)]
    assert [(use.at_most, use.within_s, use.over) for use in person.limits] == [
        (5, 86_400, "locked"),
        (20, 86_400, "locked"),
    ]
    by = person.limits[1].by
    assert person.limits[0].by is None
    assert by is not None
    assert by(env(ANSWERS)) == "1234567890"


def test_it_finds_what_depends_on_an_answer() -> None:
    dependents = certificate().dependents

    assert {"person", "child", "income", "half"} <= dependents["number"]
    assert "copies" not in dependents["number"]
    assert dependents["home.district"] == {"home.mandal", "home.village"}
    assert darshan().dependents["date"] >= {"slots", "slot"}


def test_it_joins_payments_to_holds() -> None:
    seats, fee = darshan().by_id["seats"], darshan().by_id["fee"]

    assert isinstance(seats, BookStep)
    assert isinstance(fee, PayStep)
    assert (seats.settle, seats.release, seats.hold_for_s) == ("temple.firm", "temple.free", 900)
    assert fee.settles == "seats"


def test_it_offers_later_what_may_still_be_done() -> None:
    cancel = darshan().later["cancel"]

    assert cancel.first == "sure"
    assert cancel.open_until is not None
    assert (
        cancel.open_until(env({"slot": {"starts_at": "2026-05-09T00:30:00Z"}}))
        == "2026-05-09T00:30:00Z"
    )


def test_it_puts_a_case_before_its_stages() -> None:
    decision = certificate().by_id["decision"]

    assert isinstance(decision, ApproveStep)
    assert [stage.role(env({})) for stage in decision.stages] == ["clerk", "tahsildar"]
    assert decision.stages[0].limit(env({})) == "7 working days"
    assert decision.reasons["reject"]["unclear"]["en"] == "Not clear"
    assert [shown.name for shown in decision.may_change] == ["income", "papers"]
    assert decision.escalate == (("2 working days", "tahsildar"),)
