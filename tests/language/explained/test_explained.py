"""Every code is explained by a wrong text, which gives exactly this finding at the marked words, and a right one, which gives none."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from engine.language.catalogue import load, load_whole
from engine.language.codes import CODES, with_reason
from engine.language.explanations import (
    Explanation,
    read_explanation,
    right_files,
    wrong_files,
)
from engine.language.findings import Finding
from engine.language.judging import judge
from tests.language.catalogues import ROOT, at_a_glance, schemas

TODAY = date(2026, 11, 22)
FOLDER = ROOT / "engine" / "language" / "explained"
FILES = sorted(FOLDER.glob("*.yaml"))


@cache
def around() -> dict[str, bytes]:
    folder = FOLDER / "around"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def explanation(file: Path) -> Explanation:
    return read_explanation(file.stem, file.read_bytes())


def found(files: dict[str, bytes]) -> tuple[Finding, ...]:
    loaded, remarks, waivers, _ = load_whole(files, schemas())
    return judge(loaded.findings, remarks, waivers, TODAY).findings


def said(files: dict[str, bytes]) -> list[str]:
    return [f"{each.path}: {at_a_glance(each, files)}" for each in found(files)]


def test_every_code_is_explained_and_nothing_else() -> None:
    explained = {file.stem for file in FILES}

    assert sorted(set(CODES) - explained) == [], "codes without an explanation"
    assert sorted(explained - set(CODES)) == [], "explanations without a code"


def test_the_catalogue_around_is_sound() -> None:
    assert load(around(), schemas()).sound, said(around())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_wrong_text_gives_this_finding_and_the_right_one_does_not(file: Path) -> None:
    """What the small catalogue lacks anyhow, such as tests of its services, is said of both."""
    each = explanation(file)
    wrong, right = said(wrong_files(each, around())), said(right_files(each, around()))

    expected = f"{each.place or each.file}: {each.code} {each.at}".rstrip()
    assert sorted((Counter(wrong) - Counter(right)).elements()) == [expected]
    assert expected not in right


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_right_text_is_sound(file: Path) -> None:
    each = explanation(file)
    files = right_files(each, around())

    assert load(files, schemas()).sound, said(files)
    assert each.source


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_says_why_and_what_to_do(file: Path) -> None:
    each = explanation(file)
    told = [one for one in found(wrong_files(each, around())) if one.code == each.code]

    assert told
    for one in map(with_reason, told):
        assert one.why, one.message
        assert one.fix[:1].isupper(), f"{one.message}: {one.fix}"
        assert not one.message.endswith(" ")
