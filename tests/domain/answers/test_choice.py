"""Typed replies to a numbered list, from choice.yaml, and numbers that must never be kept, from aadhaar.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.answers.aadhaar import is_aadhaar, mask_aadhaar
from engine.domain.answers.choice import match_choice

HERE = Path(__file__).parent


def load(name: str):
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


REPLIES = [
    pytest.param(menu, reply, key, id=f"{menu['it']}: {reply}")
    for menu in load("choice.yaml")
    for reply, key in menu["replies"].items()
]


@pytest.mark.parametrize(("menu", "reply", "key"), REPLIES)
def test_it_finds_the_option(menu, reply: str, key: str | None) -> None:
    options = tuple(menu["options"])
    assert match_choice(reply, options, menu["options"], menu["synonyms"]) == key


@pytest.mark.parametrize("row", load("aadhaar.yaml"), ids=lambda row: row["given"])
def test_it_masks(row) -> None:
    assert mask_aadhaar(row["given"]) == row["value"]


@given(st.text())
def test_it_finds_an_option_or_none_in_any_text(reply: str) -> None:
    options = ("yes", "no")
    labels = {"yes": {"en": "Yes"}, "no": {"en": "No"}}
    assert match_choice(reply, options, labels) in (*options, None)


@given(st.text(), st.integers(20_000_000_000, 99_999_999_999))
def test_it_leaves_no_whole_number_behind(around: str, first: int) -> None:
    number = next(f"{first}{last}" for last in range(10) if is_aadhaar(f"{first}{last}"))
    assert number not in mask_aadhaar(f"{around} x {number} x {around}")
