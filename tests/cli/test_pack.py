"""A pack can be signed: every link leads somewhere, every outcome stands in the contents, every fact has a source and a state."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.cli import reading
from engine.cli.pack.contents import Pack, pack_of
from engine.cli.pack.facts import facts
from engine.cli.pack.render import Pages
from engine.language.catalogue import Loaded
from engine.language.edges import ends_of
from engine.scenarios.exploring.search import Caps, everything
from tests import real

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
SERVICES = (
    "municipal.property_tax",
    "education.ssc_hall_ticket",
    "endowments.srisailam",
    "revenue.income_certificate",
)
"""One that takes money, one in four languages, a member of a family, one with officers; all others are left to `make prove`."""
EVERY = [
    pytest.param(each, marks=() if each in SERVICES else pytest.mark.prove)
    for each in real.services()
]


@pytest.fixture(scope="module")
def folder() -> reading.Folder:
    return reading.open_catalog([str(ROOT / "catalog")])


@pytest.fixture(scope="module")
def loaded(folder: reading.Folder) -> Loaded:
    return real.loaded()


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages(ROOT / "templates" / "explore")


@pytest.fixture(scope="module", params=EVERY)
def pack(request: pytest.FixtureRequest, folder: reading.Folder, loaded: Loaded) -> Pack:
    return made(request.param, folder, loaded)


def made(service: str, folder: reading.Folder, loaded: Loaded, most: int = 60) -> Pack:
    catalogue = loaded.catalogue
    program, scenarios = catalogue.programs[service], catalogue.scenarios[service].scenarios
    return pack_of(program, catalogue.connectors, scenarios, folder.files, NOW, Caps(), most)


def test_it_shows_everything(pack: Pack) -> None:
    assert pack.shown == pack.all == len(everything(pack.program))
    assert not pack.missing
    assert {entry.step for entry in pack.contents} >= set(ends_of(pack.program))
    assert all(not dialogue.differs for dialogue in pack.dialogues)


def test_every_link_leads_somewhere(pack: Pack, pages: Pages) -> None:
    page = pages.write(pack, "html")
    anchors = set(re.findall(r'id="([^"]+)"', page))

    links = re.findall(r'href="#([^"]+)"', page)

    assert len(links) >= len(pack.contents)
    assert set(links) <= anchors
    assert not re.findall(r'(?:src|href)="(?!#|data:)', page), "the page must stand alone"


def test_it_speaks_every_language_and_names_its_steps(pack: Pack, pages: Pages) -> None:
    page, plain = pages.write(pack, "html"), pages.write(pack, "markdown")

    for language in pack.program.languages:
        assert f'class="bubble us" lang="{language}"' in page
        assert f"**we ({language})**" in plain
    assert pack.program.digest in page
    assert pack.program.digest in plain
    assert "20-11-2026" in page


def test_every_fact_has_a_source_and_a_state(pack: Pack) -> None:
    assert all(fact.source for fact in pack.facts)
    assert {fact.state for fact in pack.facts} <= {"sample", "checked"}


def test_it_names_the_amounts_that_are_asked_for(folder: reading.Folder, loaded: Loaded) -> None:
    amounts = [
        fact for fact in made("revenue.income_certificate", folder, loaded).facts if fact.since
    ]

    assert [fact.value for fact in amounts] == ["rural ₹35, urban ₹45", "rural ₹45, urban ₹60"]
    assert all("order SAMPLE-" in fact.source for fact in amounts)


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("How long it takes", "MeeSeva manual on e-passbooks"),
        ("Time limit: decision.vro", "Sample: the officers' shares of time"),
        ("Said: lapsed", "Sample: the officers' shares of time"),
        ("List", "Sample of 4 of the districts"),
    ],
)
def test_it_gives_each_fact_the_source_that_is_for_it(
    what: str, source: str, folder: reading.Folder, loaded: Loaded
) -> None:
    program = loaded.catalogue.programs["revenue.passbook_replace"]

    fact = next(each for each in facts(program, folder.files, ("te", "en")) if each.what == what)

    assert fact.source.startswith(source)
    assert (fact.state, fact.value != "") == ("sample", True)


def test_it_says_what_is_left_out_when_there_are_too_many(
    folder: reading.Folder, loaded: Loaded, pages: Pages
) -> None:
    small = made("municipal.property_tax", folder, loaded, most=3)

    assert len(small.dialogues) == 3
    assert small.left_out > 0
    assert len(small.missing) == small.all - small.shown > 0
    assert "Not shown" in pages.write(small, "html")
    assert f"{small.left_out} more are left out" in pages.write(small, "markdown")
