"""The files of words: every language says all that English says, with the same names to fill in."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.domain.answers import ANSWER_KINDS, BY_NAME
from engine.domain.answers.number_words import _UNITS, key
from engine.domain.answers.pincode import _CIRCLES, _districts, place
from engine.domain.answers.spoken import echo, which
from engine.domain.rendering import longest_rendering, render_value
from engine.domain.types import Time, YesNo
from engine.domain.words import section

FOLDER = Path(__file__).parents[2] / "engine/domain/words"
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
OWN = ("also", "parts_of_day")
"""Lists that each language makes as long as it needs."""


def sentences(words: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(words, dict):
        for name, each in words.items():
            if name not in OWN:
                yield from sentences(each, f"{place}.{name}")
    elif isinstance(words, list):
        for number, each in enumerate(words):
            yield from sentences(each, f"{place}.{number}")
    else:
        yield place, words


def names(sentence: str) -> set[str]:
    return set(re.findall(r"\{[a-z]+\}", sentence))


@pytest.mark.parametrize("language", FILES)
def test_it_says_all_that_english_says(language: str) -> None:
    said, english = dict(sentences(FILES[language])), dict(sentences(FILES["en"]))
    assert said.keys() == english.keys()
    assert {place: names(each) for place, each in said.items()} == {
        place: names(each) for place, each in english.items()
    }
    assert all(unicodedata.is_normalized("NFC", each) for each in said.values())


@pytest.mark.parametrize("kind", ANSWER_KINDS, ids=lambda kind: kind.name)
def test_it_has_words_for_every_problem(kind) -> None:
    own = FILES["en"][kind.name].keys() | FILES["en"]["common"].keys()
    assert set(kind.problems) <= own


@pytest.mark.parametrize("kind", ANSWER_KINDS, ids=lambda kind: kind.name)
def test_a_kind_is_explained_and_tried(kind) -> None:
    page = (FOLDER.parents[2] / "docs/answers.md").read_text("utf-8")
    assert re.search(rf"^\|.*`{kind.name}[`(]", page, re.MULTILINE)
    assert (FOLDER.parents[2] / f"tests/domain/answers/{kind.name}.yaml").is_file()
    assert kind.name in FILES["en"]


@pytest.mark.parametrize("language", FILES)
def test_no_value_is_shown_longer_than_is_reckoned_with(language: str) -> None:
    for kind, values in ((YesNo(), (True, False)), (Time(), [f"{h:02d}:59" for h in range(24)])):
        most = longest_rendering(kind, language)
        assert all(len(render_value(kind, each, language)) <= most for each in values)


@pytest.mark.parametrize(
    ("kind", "value", "language", "said"),
    [
        ("date", "1990-08-15", "te", "15 ఆగస్టు 1990 (15-08-1990)"),
        ("date", "1990-08-15", "hi", "15 अगस्त 1990 (15-08-1990)"),
        ("money", 12_000_000, "te", "₹1,20,000"),
        ("pincode", "522001", "en", "522001, Guntur, Andhra Pradesh"),
        ("pincode", "522001", "te", "522001, గుంటూరు, ఆంధ్రప్రదేశ్"),
        ("pincode", "517501", "en", "517501, Chittoor / Tirupati, Andhra Pradesh"),
        ("pincode", "529999", "en", "529999, Andhra Pradesh"),
        ("pincode", "500001", "hi", "500001, तेलंगाना"),
        ("pincode", "291234", "en", "291234"),
        ("time", "17:30", "ur", "شام 5:30"),
    ],
)
def test_it_says_an_answer_back(kind: str, value: Any, language: str, said: str) -> None:
    assert echo(BY_NAME[kind], value, language) == said


@pytest.mark.parametrize("language", [*FILES, "ta"])
def test_it_asks_which_with_both_values(language: str) -> None:
    asked = which(BY_NAME["date"], ("2026-08-16", "2026-08-14"), language)
    assert "16-08-2026" in asked
    assert "14-08-2026" in asked
    assert "{" not in which(BY_NAME["time"], ("06:00", "18:00"), language)


def test_no_word_is_two_numbers() -> None:
    meant: dict[str, set[str]] = {}
    for number, *words in map(str.split, _UNITS.strip().splitlines()):
        for word in words:
            meant.setdefault(key(word), set()).add(number)
    assert not {word for word, numbers in meant.items() if len(numbers) > 1}


@pytest.mark.parametrize("language", FILES)
def test_every_circle_has_a_name(language: str) -> None:
    for digits in _CIRCLES.values():
        assert all(place(each + "0001", language) for each in digits.split())


@pytest.mark.parametrize("language", FILES)
def test_every_district_of_a_pin_code_has_a_name(language: str) -> None:
    named = set(section("districts", language))
    assert {each for several in _districts().values() for each in several} == named
    assert len(named) == 26
