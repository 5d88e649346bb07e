"""What the sample project compiles to."""

from __future__ import annotations

import pytest

from engine.domain import types
from engine.domain.answers import Bounds
from engine.language.catalogue import load
from engine.language.compiled import (
    AskStep,
    ChooseStep,
    CollectStep,
    RepeatStep,
    UseStep,
    WhenStep,
)
from engine.language.compiler.renamed import present_name
from tests.language.catalogues import base, changed, project, schemas
from tests.language.compiler.sample import ANSWERS, certificate, darshan, env


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
