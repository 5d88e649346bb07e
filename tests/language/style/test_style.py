"""Plain words: what is remarked on in a text, and in a catalogue with a style file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from engine.language.findings import Severity
from engine.language.schema import Schemas
from engine.language.style.guide import Guide, read_guide
from engine.language.style.remarks import remarks_on
from tests.language.catalogues import at_a_glance, project, schemas

HERE = Path(__file__).parent
FILE = nodes.parse((HERE / "texts.yaml").read_bytes(), "texts.yaml").node
TEXTS: dict[str, Any] = nodes.to_plain(FILE)
STYLE = "_shared/style/english.yaml"
ENGLISH = (HERE / "english.yaml").read_bytes()


def guides() -> dict[str, Guide]:
    """Return the guides of the file, by language."""
    assert isinstance(FILE, nodes.Mapping)
    found = FILE.get("guides")
    assert isinstance(found, nodes.Sequence)
    read = [
        read_guide(each, "texts.yaml") for each in found.items if isinstance(each, nodes.Mapping)
    ]
    return {guide.language: guide for guide in read}


@pytest.mark.parametrize("row", TEXTS["rows"], ids=lambda row: row["it"])
def test_it_remarks(row: dict[str, Any]) -> None:
    text = row["text"]

    found = remarks_on(text, guides().get(row["language"]))

    assert [f"{each.code} {text[each.start : each.end]}" for each in found] == row["finds"]


def test_the_guides_of_the_rows_have_the_shape_of_a_style_file() -> None:
    for guide in TEXTS["guides"]:
        assert Schemas(schemas()).accepts("style.schema.json", guide)


@pytest.mark.parametrize(
    ("file", "old", "new", "finds"),
    [
        ("revenue/certificate.yaml", '"Welcome."', '"Kindly wait."', ["TEXT-552 Kindly"]),
        ("catalog.yaml", '"Sample State"', '"Kindly"', ["TEXT-552 Kindly"]),
        ("revenue/certificate.yaml", '"Welcome."', '"స్వాగతం."', ['TEXT-561 "స్వాగతం."']),
        (STYLE, 'say: "please"', 'say: "do furnish"', ['TEXT-560 "kindly"']),
        (STYLE, 'word: "kindly"', 'word: "*"', ['SHAPE-204 "*"']),
    ],
)
def test_it_finds_in_a_catalogue(file: str, old: str, new: str, finds: list[str]) -> None:
    files = {**project("base"), STYLE: ENGLISH}
    text = files[file].decode()
    assert text.count(old) == 1
    files[file] = text.replace(old, new).encode()

    found = load(files, schemas()).findings

    assert [at_a_glance(each, files) for each in found] == finds


@pytest.mark.parametrize(
    ("it", "unwanted", "severity"),
    [
        ("lets a release go where office language is remarked on", "kindly", Severity.WARNING),
        ("holds it back while another word stands for a term", "helpdesk", Severity.ERROR),
        ("lets it go where the glossary only advises", "bank acct", Severity.WARNING),
    ],
)
def test_it(it: str, unwanted: str, severity: Severity) -> None:
    files = {**project("base"), STYLE: ENGLISH.replace(unwanted.encode(), b"welcome")}

    loaded = load(files, schemas())

    assert {each.severity for each in loaded.findings} == {severity}, it
    assert loaded.sound == (severity is Severity.WARNING)


def test_the_catalogue_is_written_as_the_state_has_agreed(repository: Path) -> None:
    folder = repository / "catalog"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }

    found = [
        each for each in load(files, schemas()).findings if "TEXT-551" <= each.code <= "TEXT-560"
    ]

    assert {"_shared/style/english.yaml", "_shared/style/telugu.yaml"} <= files.keys()
    assert [at_a_glance(each, files) for each in found] == []
