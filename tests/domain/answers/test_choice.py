"""Typed replies to a numbered list, from choice.yaml and several.yaml, and numbers that must never be kept, from aadhaar.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.answers.aadhaar import is_aadhaar, mask_aadhaar
from engine.domain.answers.choice import match_choice
from engine.domain.answers.several import match_several

HERE = Path(__file__).parent


class Option(NamedTuple):
    """One option on screen."""

    value: str
    label: str
    also: tuple[str, ...]


def as_shown(menu) -> list[Option]:
    """Return the options in English; the labels of other languages and the synonyms mean them too."""
    return [
        Option(
            value,
            labels["en"],
            (
                *(words for code, words in labels.items() if code != "en"),
                *menu["synonyms"].get(value, ()),
            ),
        )
        for value, labels in menu["options"].items()
    ]


def load(name: str):
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


REPLIES = [
    pytest.param(menu, reply, key, id=f"{menu['it']}: {reply}")
    for menu in load("choice.yaml")
    for reply, key in menu["replies"].items()
]


@pytest.mark.parametrize(("menu", "reply", "key"), REPLIES)
def test_it_finds_the_option(menu, reply: str, key: str | None) -> None:
    assert match_choice(reply, as_shown(menu)) == key


SEVERAL = load("several.yaml")
MANY = [Option(value, label, ()) for value, label in SEVERAL["options"].items()]


@pytest.mark.parametrize(("reply", "keys"), SEVERAL["replies"].items())
def test_it_finds_several_options(reply: str, keys: list[str]) -> None:
    assert list(match_several(reply, MANY)) == keys


@given(st.text())
def test_it_finds_only_options_in_any_text(reply: str) -> None:
    assert set(match_several(reply, MANY)) <= set(SEVERAL["options"])


@given(st.lists(st.sampled_from(range(len(MANY))), min_size=1), st.sampled_from([",", " ", ", "]))
def test_it_finds_the_options_whose_numbers_are_sent(places: list[int], between: str) -> None:
    reply = between.join(str(place + 1) for place in places)
    assert match_several(reply, MANY) == tuple(MANY[place].value for place in sorted(set(places)))


@pytest.mark.parametrize("row", load("aadhaar.yaml"), ids=lambda row: row["given"])
def test_it_masks(row) -> None:
    assert mask_aadhaar(row["given"]) == row["value"]


@given(st.text())
def test_it_finds_an_option_or_none_in_any_text(reply: str) -> None:
    options = (Option("yes", "Yes", ()), Option("no", "No", ()))
    assert match_choice(reply, options) in ("yes", "no", None)


@given(st.text(), st.integers(20_000_000_000, 99_999_999_999))
def test_it_leaves_no_whole_number_behind(around: str, first: int) -> None:
    number = next(f"{first}{last}" for last in range(10) if is_aadhaar(f"{first}{last}"))
    assert number not in mask_aadhaar(f"{around} x {number} x {around}")
