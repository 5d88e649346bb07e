"""What every refusal must be: in the citizen's language, with an example, short enough to send, different when repeated."""

from __future__ import annotations

import unicodedata
from datetime import date
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from engine.domain.answers import ANSWER_KINDS, BY_NAME
from engine.domain.answers.kind import NO_BOUNDS, Bounds, Given
from engine.domain.limits import BUTTONS_BODY

TODAY = date(2026, 8, 15)
BOUNDS = {
    "text": Bounds(3, 80),
    "digits": Bounds(13, 13),
    "number": Bounds(0, 110),
    "money": Bounds(100_00, 10_00_000_00),
    "date": Bounds("2000-01-01", "2014-08-15"),
    "time": Bounds("10:00", "17:30"),
    "name": Bounds(options=("te", "en")),
    "document": Bounds(options=("pdf", "500 KB")),
    "reference": Bounds(pattern="[A-Z]{2}[0-9]{6}", example="AB123456"),
    "otp": Bounds(6, 6),
}
SAID = {
    "en": ("For example:", "lease"),
    "te": ("ఉదాహరణకు:", "దయచేసి"),
    "hi": ("उदाहरण:", "कृपया"),
    "ur": ("مثال:", "براہِ کرم"),
}
"""What every refusal has: an example, and a please."""
CASES = [
    pytest.param(kind, problem, language, id=f"{kind.name}-{problem}-{language}")
    for kind in ANSWER_KINDS
    for problem, language in product(kind.problems, (*SAID, "ta"))
]


@pytest.mark.parametrize(("kind", "problem", "language"), CASES)
@pytest.mark.parametrize("bounded", [False, True])
def test_it_helps_more_at_every_attempt(kind, problem: str, language: str, bounded: bool) -> None:
    bounds = BOUNDS.get(kind.name, NO_BOUNDS) if bounded else NO_BOUNDS
    said = [kind.refusal(problem, bounds, language, attempt) for attempt in (1, 2, 3, 9)]
    assert len(set(said[:3])) == 3
    assert said[2] == said[3]
    for text in said:
        assert len(text) <= BUTTONS_BODY
        assert "{" not in text
        assert unicodedata.is_normalized("NFC", text)
        assert all(words in text for words in SAID.get(language, SAID["en"]))


def example_in(text: str) -> str:
    shown = text.rpartition("For example: ")[2]
    return shown.partition(" (that is")[0].partition(", or ")[0]


TYPED = [
    kind for kind in ANSWER_KINDS if kind.name not in ("photo", "document", "location", "voice")
]


@pytest.mark.parametrize("kind", TYPED, ids=lambda kind: kind.name)
@pytest.mark.parametrize("attempt", [1, 2, 3])
def test_it_gives_an_example_that_would_be_accepted(kind, attempt: int) -> None:
    for bounds in (NO_BOUNDS, BOUNDS.get(kind.name, NO_BOUNDS)):
        shown = example_in(kind.refusal(kind.problems[0], bounds, "en", attempt))
        assert not kind.read(Given(text=shown), bounds, TODAY).problem, shown


@given(text=st.text(max_size=200), name=st.sampled_from(sorted(BY_NAME)), bounded=st.booleans())
@example(text="9" * 5000, name="number", bounded=False)
@example(text="9" * 5000, name="date", bounded=False)
@example(text="-", name="money", bounded=False)
@example(text="½", name="time", bounded=False)
@example(text="²", name="phone", bounded=False)
def test_it_reads_any_text_without_raising(text: str, name: str, bounded: bool) -> None:
    kind = BY_NAME[name]
    bounds = BOUNDS.get(name, NO_BOUNDS) if bounded else NO_BOUNDS
    reading = kind.read(Given(text=text), bounds, TODAY)
    assert (reading.value is None) == bool(reading.problem)
    if reading.problem:
        assert reading.problem in kind.problems
    else:
        again = kind.read(Given(text=text), bounds, TODAY)
        assert again == reading


WORDS = yaml.safe_load((Path(__file__).parent / "mixture.yaml").read_text(encoding="utf-8"))


@given(
    words=st.lists(st.sampled_from(WORDS), max_size=8),
    glue=st.sampled_from(["", " "]),
    name=st.sampled_from(sorted(BY_NAME)),
)
def test_it_reads_any_mixture_of_its_own_words(words, glue: str, name: str) -> None:
    kind = BY_NAME[name]
    reading = kind.read(Given(text=glue.join(words)), NO_BOUNDS, TODAY)
    assert (reading.value is None) == bool(reading.problem)
