"""What a new catalogue means for cases under way."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cli.comparing import Change, compare

HERE = Path(__file__).parent / "catalog"
FILES = {
    path.relative_to(HERE).as_posix(): path.read_bytes()
    for path in HERE.rglob("*")
    if path.is_file()
}

ROWS = [
    ("nothing", "sample/card.yaml", "", "", "unchanged", ""),
    ("other words", "sample/card.yaml", "Please send", "Kindly send", "texts only", "Keep"),
    (
        "another form of answer",
        "sample/card.yaml",
        "digits(4)",
        "digits(5)",
        "questions changed",
        "Re-ask",
    ),
    (
        "another option",
        "sample/visit.yaml",
        "evening: {",
        "night: {",
        "questions changed",
        "Re-ask",
    ),
    ("a step renamed", "sample/visit.yaml", "id: review", "id: check", "steps gone", "Pin"),
    (
        "another way on",
        "sample/card.yaml",
        "unavailable: later_please",
        "unavailable: desk",
        "steps changed",
        "Pin",
    ),
    ("another limit", "sample/card.yaml", "at_most: 2", "at_most: 3", "steps changed", "Pin"),
    ("an error", "sample/card.yaml", "digits(4)", "digts(4)", "gone", "Pin"),
]


@pytest.mark.parametrize(
    ("it", "path", "old", "new", "verdict", "advice"), ROWS, ids=[row[0] for row in ROWS]
)
def test_it_tells_what_changed(
    it: str, path: str, old: str, new: str, verdict: str, advice: str
) -> None:
    after = {**FILES, path: FILES[path].replace(old.encode(), new.encode())}

    change = change_of(path, compare(FILES, after))

    assert change.verdict == verdict, it
    assert change.advice.startswith(advice), it


RENAMED = [
    (
        "a renamed step says so",
        "sample/visit.yaml",
        [("id: review", "id: check\n    former_ids: [review]")],
        "steps renamed",
        ("renamed: review is now check",),
        "Keep",
    ),
    (
        "what speaks of it is written otherwise",
        "sample/card.yaml",
        [
            ("id: card\n", "id: number\n    former_ids: [old_card, card]\n"),
            ("with: [card]", "with: {card: number}"),
            ("again: card", "again: number"),
        ],
        "conditions or amounts changed",
        ("renamed: card is now number",),
        "Pin",
    ),
    (
        "what speaks of it follows in a list and in words",
        "sample/visit.yaml",
        [
            ("id: time", "id: hour\n    former_ids: [time]"),
            ("shows: [time]", "shows: [hour]"),
            ("Is that right?", "Is {{ hour }} right?"),
            ("సరిగ్గా ఉందా?", "{{ hour }} సరిగ్గా ఉందా?"),
        ],
        "steps renamed",
        ("renamed: time is now hour",),
        "Keep",
    ),
    (
        "renamed, and asked differently",
        "sample/visit.yaml",
        [
            ("id: time", "id: hour\n    former_ids: [time]"),
            ("shows: [time]", "shows: [hour]"),
            ("evening: {", "night: {"),
        ],
        "questions changed",
        ("renamed: time is now hour", "asked or done differently: hour"),
        "Re-ask",
    ),
    (
        "a former name nobody had",
        "sample/visit.yaml",
        [("id: review", "id: check\n    former_ids: [look]")],
        "steps gone",
        ("steps gone: review", "steps added: check"),
        "Pin",
    ),
]


@pytest.mark.parametrize(
    ("it", "path", "slips", "verdict", "details", "advice"),
    RENAMED,
    ids=[row[0] for row in RENAMED],
)
def test_it_knows_a_renamed_step_again(
    it: str,
    path: str,
    slips: list[tuple[str, str]],
    verdict: str,
    details: tuple[str, ...],
    advice: str,
) -> None:
    content = FILES[path]
    for old, new in slips:
        assert content.count(old.encode()) == 1, old
        content = content.replace(old.encode(), new.encode())

    change = change_of(path, compare(FILES, {**FILES, path: content}))

    assert (change.verdict, change.advice[: len(advice)]) == (verdict, advice), it
    assert change.details[: len(details)] == details, it


HINDI = """\
translates: sample.visit
language: hi
state: drafted
title: "यात्रा"
short: "यात्रा"
find: ["यात्रा"]
steps:
  time: {choose: "आप कब आएँगे?", title: "समय", options: {morning: "सुबह", evening: "शाम"}}
  review: {confirm: "क्या यह सही है?"}
ends:
  done: {say: "धन्यवाद।"}
  desk: {say: "एक अधिकारी आपसे संपर्क करेंगे।"}
"""


def test_it_takes_a_further_language_for_words() -> None:
    path, sidecar = "sample/visit.yaml", "sample/_visit.hi.yaml"
    service = FILES[path].replace(b"defaults:", b"languages: [te, en, hi]\ndefaults:")
    before = {**FILES, path: service, sidecar: HINDI.encode()}
    after = {**before, sidecar: HINDI.replace("सही", "ठीक").encode()}

    assert change_of(path, compare(before, after)).verdict == "texts only"


def test_it_tells_a_new_service_and_one_that_is_gone() -> None:
    without = {path: content for path, content in FILES.items() if "visit" not in path}

    assert change_of("sample/visit.yaml", compare(without, FILES)).verdict == "new"
    assert change_of("sample/visit.yaml", compare(FILES, without)).verdict == "gone"


def change_of(path: str, changes: list[Change]) -> Change:
    service = path.removesuffix(".yaml").replace("/", ".")
    return next(each for each in changes if each.service == service)
