"""What a fix writes, and that it keeps everything else byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from engine.language.explanations import placed
from engine.language.findings import Edit
from engine.language.mending import edited, mend, replacement
from engine.language.source import Span
from tests.language.catalogues import ROOT, schemas

CASES: list[dict[str, Any]] = nodes.to_plain(
    nodes.parse((Path(__file__).parent / "cases.yaml").read_bytes(), "cases.yaml").node
)
AROUND = ROOT / "engine" / "language" / "explained" / "around"


def found(files: dict[str, bytes]) -> tuple:
    return load(files, schemas()).findings


@pytest.fixture(scope="module")
def around() -> dict[str, bytes]:
    return {
        path.relative_to(AROUND).as_posix(): path.read_bytes()
        for path in AROUND.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["it"])
def test_it(case: dict[str, Any], around: dict[str, bytes]) -> None:
    path = case.get("file", "revenue/card.yaml")
    there = around[path].decode()
    before = {**around, path: placed(case["before"], there).encode()}
    after = {**around, path: placed(case.get("after", case["before"]), there).encode()}

    done = mend(before, found, lambda _: True)

    assert done.files[path].decode() == after[path].decode()
    assert done.files == after
    assert done.left == found(after)
    assert len(done.gone) == (case.get("gone", 1) if "after" in case else 0)


def test_it_writes_only_what_it_may_touch(around: dict[str, bytes]) -> None:
    wrong = {
        **around,
        "revenue/card.yaml": around["revenue/card.yaml"].replace(b"done\n", b"doen\n"),
    }

    assert mend(wrong, found, lambda path: path.startswith("temples/")).files == wrong


def test_it_mends_one_place_though_another_cannot_be(around: dict[str, bytes]) -> None:
    """Both fixes are tried together first; then each stands or falls by itself."""
    good = {
        **around,
        "temples/hill.yaml": around["temples/hill.yaml"].replace(b"booking", b"boking"),
    }
    told = b'steps:\n  - id: told\n    say: {te: "x", en: "x"}\n    then: lst\n  - id: more\n    say: {te: "x", en: "x"}\n    then: done\n'
    card = placed(told.decode(), around["revenue/card.yaml"].decode()).encode()

    done = mend({**good, "revenue/card.yaml": card}, found, lambda _: True)

    assert done.files["temples/hill.yaml"] == around["temples/hill.yaml"]
    assert done.files["revenue/card.yaml"] == card


@pytest.mark.parametrize(
    ("content", "edit", "expected"),
    [
        (b"a: b\n", Edit(Span(1, 4, 1, 5), "", "c"), b"a: c\n"),
        (b"a: b\n", Edit(Span(1, 4, 1, 5), "x", "c"), None),
        (b"a: bb\n", Edit(Span(1, 4, 1, 6), "b", "c"), None),
        (b"a: b\n", Edit(Span(9, 4, 9, 5), "", "c"), None),
        (b"a: b\n", Edit(Span(1, 4, 2, 1), "", "c"), None),
        (b"\xff\n", Edit(Span(1, 1, 1, 2), "", "c"), None),
        ("\ufeffa: b\n".encode(), Edit(Span(1, 4, 1, 5), "", "c"), "\ufeffa: c\n".encode()),
    ],
)
def test_an_edit_fits_what_stands_there_or_is_not_made(content, edit, expected) -> None:
    assert edited(content, [edit]) == expected
    assert (replacement(content, edit) is None) == (expected is None)
