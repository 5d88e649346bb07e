"""A fragment is looked at whether a service uses it or not."""

from __future__ import annotations

from engine.language.catalogue import load
from tests.language.catalogues import project, schemas

PATH = "_shared/fragments/alone.yaml"
ALONE = """\
fragment: alone
needs: {level: word(low | high)}
gives: [name]
outcomes: [known, unknown]
steps:
  - id: name
    ask: {te: "పేరు?", en: "Name?"}
    type: name
  - id: fork
    when: [{if: level is low, then: known}]
    else: unknown
ends: {known: {}, unknown: {}}
"""


def codes(text: str) -> list[str]:
    return [
        each.code for each in load({**project("base"), PATH: text.encode()}, schemas()).findings
    ]


def test_it_has_nothing_to_say_about_one_that_is_in_order() -> None:
    assert codes(ALONE) == []


def test_it_finds_slips_in_one_that_no_service_uses() -> None:
    assert codes(ALONE.replace("level is low", "level is lowest")) == ["EXPR-411"]
    assert codes(ALONE.replace("else: unknown", "else: nowhere")) == ["FLOW-302"]
