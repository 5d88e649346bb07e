"""The server keeps up with an editor: unsaved words, other files, other ways of counting, folders without a catalogue."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from engine.cli.reading import read_schemas
from engine.language.files import path_of
from engine.language.findings import Finding
from engine.lsp.view import View
from tests import real
from tests.lsp.editor import Editor

HERE = Path(__file__).parent
CATALOG = Path(__file__).parents[2] / "catalog"
MILLISECOND = 0.001


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(HERE / "catalog", tmp_path / "catalog")
    return tmp_path


@pytest.fixture
def editor(root: Path) -> Iterator[Editor]:
    with Editor(root) as found:
        yield found


def codes(found: list[lsp.Diagnostic]) -> list[str]:
    return [str(each.code) for each in found]


def test_it_follows_what_is_typed_and_not_saved(editor: Editor) -> None:
    path = "sample/card.yaml"
    sound = editor.text(path)
    editor.open(path, sound)
    assert editor.findings(path) == []

    editor.change(path, sound.replace("again: card", "again: crad"))
    assert codes(editor.findings(path)) == ["FLOW-302"]
    assert "crad" not in (editor.catalog / path).read_text("utf-8")

    editor.change(path, sound)
    assert editor.findings(path) == []


def test_it_says_what_a_shared_file_does_to_a_service_that_is_not_open(editor: Editor) -> None:
    shared, service = "sample/_connectors.yaml", "sample/card.yaml"
    text = editor.text(shared)
    editor.open(
        shared,
        text.replace("          not_found: {status: 404}\n", "").replace(
            '          - {it: a card nobody has, needs: {card: "9999"}, outcome: not_found}\n', ""
        ),
    )

    assert "FLOW-303" in codes(editor.findings(service))


def test_it_keeps_what_only_other_services_show(editor: Editor) -> None:
    path = "sample/visit.yaml"
    same = editor.text(path).replace('"visit"', '"trip"').replace('en: "Visit"', 'en: "Trip"')
    editor.open(path, same)
    quick, full = codes(editor.findings(path)), codes(editor.findings(path))
    assert set(full) > set(quick)

    editor.change(path, same + "\n")
    assert codes(editor.findings(path)) == full


def test_it_looks_again_when_the_disk_changes(editor: Editor) -> None:
    path = "sample/visit.yaml"
    editor.open("sample/trip.yaml", editor.text("sample/trip.yaml"))
    editor.findings("sample/trip.yaml")
    place = editor.catalog / path
    place.write_text(place.read_text("utf-8").replace("then: done", "then: dome"), "utf-8")
    event = lsp.FileEvent(editor.uri(path), lsp.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))

    assert "FLOW-302" in codes(editor.findings(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_it_counts_columns_as_the_editor_does(root: Path, encoding: str) -> None:
    path = "sample/card.yaml"
    with Editor(root, encoding) as editor:
        text, at = editor.written(path, {"🏠 Card {{ card }}": "🏠 Card {{ cr‸ad }}"}, "")
        editor.open(path, text)
        [finding] = editor.findings(path)
        assert editor.cut(path, finding.range) == "{{ crad }}"
        found = editor.ask("completion", lsp.CompletionParams(editor.document(path), at))
        item = next(each for each in found.items if each.label == "card")
        line = editor.applied(path, [item.text_edit]).split("\n")[at.line]
        assert "🏠 Card {{ cardad }}" in line


def test_it_is_silent_where_there_is_no_catalogue(tmp_path: Path) -> None:
    place = tmp_path / "notes.yaml"
    place.write_text("a: b\n", "utf-8")
    with Editor(tmp_path, catalog="") as editor:
        editor.open("notes.yaml", "a: b\n")
        params = lsp.CompletionParams(editor.document("notes.yaml"), lsp.Position(0, 0))
        assert editor.ask("completion", params) is None


@cache
def view() -> tuple[View, dict[str, tuple[Finding, ...]]]:
    """Return the catalogue that ships, and everything that is wrong in it."""
    found = View(CATALOG, read_schemas())
    return found, found.look_through()


@pytest.mark.parametrize("service", real.each())
def test_it_sees_in_one_service_alone_what_it_sees_in_all(service: str) -> None:
    catalogue, everything = view()
    quick = catalogue.look_quickly(path_of(service)) or {}
    assert quick
    for path, findings in quick.items():
        others = {each.code for each in everything.get(path, ())} - {each.code for each in findings}
        assert {each.code for each in findings} <= {
            each.code for each in everything.get(path, ())
        }, path
        assert not others or service != "revenue.income_certificate"


def test_it_reads_only_the_file_that_was_typed_in_once_more() -> None:
    view = View(CATALOG, read_schemas())
    path = "revenue/income_certificate.yaml"
    view.look_quickly(path)
    known = view.parse.cache_info().misses

    for number in range(3):
        view.typed[path] = view.text(path) + f"# {number}\n"
        view.look_quickly(path)

    assert view.parse.cache_info().misses - known == 3
