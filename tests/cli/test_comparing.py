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


def test_it_tells_a_new_service_and_one_that_is_gone() -> None:
    without = {path: content for path, content in FILES.items() if "visit" not in path}

    assert change_of("sample/visit.yaml", compare(without, FILES)).verdict == "new"
    assert change_of("sample/visit.yaml", compare(FILES, without)).verdict == "gone"


def change_of(path: str, changes: list[Change]) -> Change:
    service = path.removesuffix(".yaml").replace("/", ".")
    return next(each for each in changes if each.service == service)
