"""A family's dialogues are played for each member, with what the member gives and with its samples."""

from __future__ import annotations

import pytest

from engine.language.catalogue import load
from engine.language.model.scenario import CitizenTypes
from tests.language.catalogues import project, schemas

PATH = "temples/_darshan.family.test.yaml"
TOLD = """\
samples:
  hill: {day: "2026-12-01", paise: 30000}
  river: {day: "2026-12-02", paise: 10000}
scenarios:
  - it: asks for at most {{ most }}
    language: en
    world: {temple.slots: "{{ temple }}"}
    talk:
      - citizen: "{{ day }}"
      - says: "up to {{ most }}"
    answers: {fee.amount: "{{ paise }}"}
"""


def loaded(told: str = TOLD):
    return load({**project("base"), PATH: told.encode()}, schemas())


@pytest.mark.parametrize(
    ("member", "day", "paise"), [("hill", "2026-12-01", 30000), ("river", "2026-12-02", 10000)]
)
def test_it_is_told_in_the_members_words(member: str, day: str, paise: int) -> None:
    found = loaded()
    (scenario,) = found.catalogue.scenarios[f"temples.{member}"].scenarios

    assert found.findings == ()
    assert isinstance(scenario.talk[0], CitizenTypes)
    assert scenario.talk[0].text == day
    assert scenario.world == {"temple.slots": (member,)}
    assert scenario.answers == {"fee.amount": paise}
    assert scenario.path == PATH


def test_it_stands_behind_the_members_own() -> None:
    own = b"scenarios: [{it: is its own, talk: [{citizen: hello}]}]\n"
    files = {**project("base"), PATH: TOLD.encode(), "temples/hill.test.yaml": own}
    scenarios = load(files, schemas()).catalogue.scenarios["temples.hill"].scenarios

    assert [each.path for each in scenarios] == ["temples/hill.test.yaml", PATH]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (", paise: 10000}", "}", '"river" has no sample called "paise"'),
        ("  hill: {", "  mountain: {", '"darshan" has no member called "mountain"'),
    ],
)
def test_it_finds_samples_that_are_missing_or_too_many(old: str, new: str, words: str) -> None:
    found = [each for each in loaded(TOLD.replace(old, new)).findings if words in each.message]

    assert [each.code for each in found] == ["TEST-003"]


def test_it_finds_names_the_members_do_not_have() -> None:
    found = loaded(TOLD.replace("    talk:", "    ends: nowhere\n    talk:")).findings

    assert [each.code for each in found] == ["TEST-001"]
