"""What the sample project compiles to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.domain import types
from engine.domain.answers import Bounds
from engine.language.catalogue import load
from engine.language.compiled import (
    ApproveStep,
    AskStep,
    BookStep,
    CallStep,
    ChooseStep,
    CollectStep,
    PayStep,
    RepeatStep,
    UseStep,
    WhenStep,
)
from engine.language.compiler.renamed import present_name
from engine.language.expressions.env import Env
from engine.language.money_tables import FeeGap
from engine.language.program import Program
from tests.language.catalogues import base, changed, project, schemas

NOW = datetime(2026, 5, 5, 4, 30, tzinfo=UTC)
ANSWERS: Mapping[str, Any] = {
    "number": "1234567890",
    "area": "urban",
    "copies": 2,
    "person": {"name": "నమూనా", "income": 9_000_000, "born": "1990-08-15", "children": []},
}


def certificate() -> Program:
    return base().catalogue.programs["revenue.certificate"]


def darshan(temple: str = "hill") -> Program:
    return base().catalogue.programs[f"temples.{temple}"]


def env(values: Mapping[str, Any], now: datetime = NOW) -> Env:
    return Env(values, now)


def test_it_has_nothing_to_say_about_the_sample_project() -> None:
    assert base().findings == ()
    assert base().sound


# -- laying out --------------------------------------------------------------------------------------------------------


def test_it_lays_fragments_out_in_place() -> None:
    ids = [step.id for step in certificate().steps]

    assert ids[ids.index("person") + 1 :][:6] == [
        "home.state",
        "home.district",
        "home.mandal",
        "home.village",
        "home.outside",
        "child",
    ]


def test_it_knows_what_renamed_steps_were_called() -> None:
    path, fragment = "revenue/certificate.yaml", "_shared/fragments/address.yaml"
    files = {
        **changed(path, "  - id: home\n", "  - id: home\n    former_ids: [house, place]\n"),
        fragment: project("base")[fragment].replace(
            b"  - id: mandal\n", b"  - id: mandal\n    former_ids: [block]\n"
        ),
    }
    former = load(files, schemas()).catalogue.programs["revenue.certificate"].former_steps

    assert former == {"house": "home", "place": "home", "home.block": "home.mandal"}
    assert present_name("house.block.name", former) == "home.mandal.name"
    assert present_name("number", former) == "number"


def test_it_leads_a_fragments_ends_to_what_its_caller_wrote() -> None:
    program = certificate()
    state, way_out = program.by_id["home.state"], program.by_id["home.outside"]

    assert isinstance(state, ChooseStep)
    assert isinstance(way_out, UseStep)
    assert [option.then for option in state.options] == ["", "home.outside"]
    assert way_out.outcomes["left"].then == "refused"
    assert program.by_id["home.village"].then == "child"


def test_it_goes_back_from_a_fragments_end() -> None:
    files = changed(
        "revenue/certificate.yaml", "then: refused}}", "again: home, at_most: 2, else: desk}}"
    )
    way_out = load(files, schemas()).catalogue.programs["revenue.certificate"].by_id["home.outside"]
    left = way_out.outcomes["left"]

    assert (left.then, left.again, left.at_most, left.otherwise) == ("home", True, 2, "desk")


def test_it_renames_what_a_fragment_reads() -> None:
    village = certificate().by_id["home.village"]

    assert isinstance(village, AskStep)
    assert (
        village.text["en"]({"home": {"mandal": {"name": {"te": "కొండ", "en": "Hill"}}}})
        == "Hill: which village?"
    )


def test_it_settles_conditions_on_what_a_fragment_is_given() -> None:
    assert certificate().by_id["home.village"].only_if is None

    loaded = load(changed("revenue/certificate.yaml", "level: village", "level: mandal"), schemas())

    assert "home.village" not in loaded.catalogue.programs["revenue.certificate"].by_id


def test_it_settles_conditions_on_what_a_member_gives() -> None:
    assert "lockers_told" in darshan("hill").by_id
    assert "lockers_told" not in darshan("river").by_id
    assert darshan("river").by_id["rules"].then == "date"


def test_it_asks_a_fragments_condition_once() -> None:
    files = changed(
        "revenue/certificate.yaml",
        "    use: address\n",
        "    use: address\n    only_if: area is rural\n",
    )
    text = files["revenue/certificate.yaml"].decode().replace("area: home.mandal.code, ", "")
    files["revenue/certificate.yaml"] = text.replace(", place: home.mandal.name", "").encode()
    program = load(files, schemas()).catalogue.programs["revenue.certificate"]
    gate = program.by_id["home.entry"]

    assert isinstance(gate, WhenStep)
    assert (gate.branches[0].then, gate.then) == ("home.state", "child")
    assert program.by_id["person"].then == "home.entry"


# -- words, bounds and conditions --------------------------------------------------------------------------------------


def test_it_reads_bounds_from_answers() -> None:
    income, date = certificate().by_id["income"], darshan().by_id["date"]

    assert isinstance(income, AskStep)
    assert isinstance(date, AskStep)
    assert income.bounds(env(ANSWERS)) == Bounds(0, 9_000_000)
    assert date.bounds(env({})) == Bounds("2026-05-06", "2026-06-04")


def test_it_reads_bounds_from_what_a_member_gives() -> None:
    for temple, most in (("hill", 6), ("river", 2)):
        persons = darshan(temple).by_id["persons"]
        assert isinstance(persons, AskStep)
        assert persons.bounds(env(darshan(temple).constants)) == Bounds(1, most)
        assert persons.text["en"](darshan(temple).constants) == f"How many? (up to {most})"


def test_it_knows_the_type_of_every_name() -> None:
    known = certificate().types

    assert known["person.income"] == types.Money()
    assert isinstance(known["area"], types.Choice)
    assert isinstance(known["home.mandal"], types.Record)
    assert known["home.mandal.district"] == types.Word()
    assert isinstance(known["family"], types.ListOf)
    assert known["half"] == types.Money()
    assert known["fee.paid_on"] == types.Moment()
    assert known["papers.slip"] == types.Document()


def test_it_shows_answers_back_in_words() -> None:
    shown = certificate().shown
    values = {
        **ANSWERS,
        "home": {"mandal": {"code": "hill", "name": {"te": "కొండ", "en": "Hill"}}},
        "child": {"name": "Sita", "age": 7},
        "family": [{"name": "Ravi", "age": 40}, {"name": "Sita", "age": 7}],
        "papers": {"slip": {"media": "m1"}},
    }

    assert shown["area"].words["te"](values) == "పట్టణం"
    assert shown["area"].title["en"]({}) == "Area"
    assert shown["home.mandal"].words["en"](values) == "Hill"
    assert shown["child"].words["en"](values) == "Sita"
    assert shown["family"].words["en"](values) == "Ravi, 40\nSita, 7"
    assert shown["papers"].words["en"](values) == "Salary slip"
    assert shown["number"].words["en"]({}) == ""


def test_it_shows_a_fragment_as_its_answers() -> None:
    review = certificate().by_id["review"]

    names = [shown.name for shown in getattr(review, "shows", ())]

    assert names == [
        "number",
        "area",
        "home.state",
        "home.district",
        "home.mandal",
        "home.village",
        "child",
        "income",
        "family",
        "papers",
    ]


def test_it_grows_a_list_in_levels() -> None:
    issue = base().catalogue.programs["revenue.complaint"].by_id["issue"]

    assert isinstance(issue, ChooseStep)
    assert issue.tree is not None
    assert [
        (branch.label["en"], [leaf.label["en"] for leaf in branch.children])
        for branch in issue.tree.children
    ] == [
        ("Electricity", ["Street lamp", "Broken wire"]),
        ("Roads", ["Pothole"]),
    ]
    assert issue.tree.children[1].children[0].record["limit"] == "7 days"


def test_it_passes_over_papers_that_do_not_apply() -> None:
    papers = certificate().by_id["papers"]

    assert isinstance(papers, CollectStep)
    assert [paper.id for paper in papers.papers if paper.upload] == ["ration_card", "slip"]
    assert papers.papers[1].only_if is not None
    assert [papers.papers[1].only_if(env({"area": area})) for area in ("rural", "urban")] == [
        False,
        True,
    ]


def test_it_builds_what_a_list_asks_for_each_record() -> None:
    family = certificate().by_id["family"]

    assert isinstance(family, RepeatStep)
    assert family.count is not None
    assert family.count(env(ANSWERS)) == 2
    assert family.parts[1].text["en"]({"name": "Ravi", "nth": 1}) == "Age of Ravi?"
    assert family.refuse[0].when(env({"family": [{"name": "Sita", "age": 7}]}))


# -- the way on --------------------------------------------------------------------------------------------------------


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


# -- money -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "copies", "now", "paise"),
    [
        ("urban", 2, "2026-05-05", 2 * 7000 + 2500),
        ("rural", 1, "2026-05-05", 5000 + 2500),
        ("rural", 1, "2026-03-31", 4500 + 2500),
        ("rural", 3, "2025-04-01", 3 * 4500 + 2500),
    ],
)
def test_it_works_out_a_fee(area: str, copies: int, now: str, paise: int) -> None:
    values = {**ANSWERS, "area": area, "copies": copies}
    moment = datetime.fromisoformat(f"{now}T06:00:00+00:00")

    assert certificate().computed["fees.certificate"](env(values, moment)) == paise
    assert certificate().computed["fee_parts.certificate.late"](env(values, moment)) == 2500


def test_it_takes_the_day_the_officer_names() -> None:
    values = {**ANSWERS, "application": {"number": "1", "opened": "2025-06-01T06:00:00Z"}}

    assert certificate().computed["fees.certificate"](env(values)) == 2 * 6000 + 2500


def test_it_never_guesses_an_amount() -> None:
    with pytest.raises(FeeGap):
        certificate().computed["fees.certificate"](env(ANSWERS, datetime(2025, 3, 31, tzinfo=UTC)))


def test_it_takes_a_members_amounts() -> None:
    values = {"persons": 3, "slot": {"ticket": "quick"}}

    assert darshan().computed["fees.darshan"](env(values)) == 3 * 30_000


@pytest.mark.parametrize(
    ("hours", "back"), [(49, 30_000), (48, 30_000), (47, 15_000), (0, 15_000), (-1, 0)]
)
def test_it_gives_back_by_bands(hours: int, back: int) -> None:
    starts = datetime.fromtimestamp(NOW.timestamp() + hours * 3600, UTC).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
    values = {"slot": {"starts_at": starts}, "fee": {"amount": 30_000}}

    assert darshan().computed["refunds.cancelled"](env(values)) == back


def test_it_says_which_computed_values_a_step_reads() -> None:
    assert certificate().by_id["review"].computed == (
        "fee_parts.certificate.late",
        "fees.certificate",
    )
    assert certificate().by_id["fee"].computed == ("fees.certificate",)
    assert certificate().by_id["number"].computed == ()


# -- names of programs -------------------------------------------------------------------------------------------------


def test_it_can_be_loaded_from_its_own_files_alone() -> None:
    for name, program in base().catalogue.programs.items():
        files = {path: project("base")[path] for path in program.sources}

        again = load(files, schemas()).catalogue.programs[name]

        assert (again.digest, again.sources) == (program.digest, program.sources)


@pytest.mark.parametrize(
    ("file", "old", "new", "others"),
    [
        ("revenue/_fees.yaml", "rural: 50", "rural: 51", ("revenue.complaint", "temples.hill")),
        (
            "_shared/fragments/address.yaml",
            "Which mandal?",
            "What mandal?",
            ("revenue.complaint", "temples.hill"),
        ),
        ("temples/_darshan.family.yaml", "Which day?", "What day?", ("revenue.certificate",)),
    ],
)
def test_it_changes_its_name_with_what_it_is_made_from(
    file: str, old: str, new: str, others: tuple[str, ...]
) -> None:
    before = base().catalogue.programs
    after = load(changed(file, old, new), schemas()).catalogue.programs

    assert {name for name in before if before[name].digest == after[name].digest} >= set(others)
    assert any(before[name].digest != after[name].digest for name in before)


# -- what a citizen is told beforehand, and when offices work ------------------------------------------------------------


def test_it_knows_beforehand_what_a_fee_may_come_to() -> None:
    price = certificate().price

    assert price is not None
    assert (price.each, price.more) == (True, True)
    assert price.on("2024-01-01") is None
    assert price.on("2025-05-05") == (4500, 6000)
    assert price.on("2026-05-05") == (5000, 7000)


def test_it_reads_office_times_by_kind_of_place_and_by_office() -> None:
    offices = base().catalogue.office_time

    assert offices.of("nobody", "rural").week == frozenset(range(6))
    assert offices.of("nobody", "urban") is offices.usual
    assert offices.of("clerk", "rural").closes.hour == 13
    assert offices.of("clerk").holidays == offices.usual.holidays


def test_it_carries_what_the_menu_and_the_register_need() -> None:
    program = certificate()

    assert program.life_events == ("birth", "school")
    assert program.searchable == {"number", "person.name"}
    assert program.quiet is not None
