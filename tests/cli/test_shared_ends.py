"""Commands know the ends that services share: where their words stand, and that a new service needs none of its own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.cli.main import run
from engine.cli.picture.written import end_words
from engine.cli.placing import Sources
from engine.language.catalogue import load
from tests.language.catalogues import project, schemas

CATALOG = Path(__file__).parent / "catalog"
OWN = "revenue/certificate.yaml"
END = '  later_please: {{result: failed, say: {{te: "{0} తర్వాత రండి.", en: "{0}: come later."}}}}\n'


def ends(words: str) -> bytes:
    return ("ends:\n" + END.format(words)).encode()


def without_its_own() -> bytes:
    lines = project("base")[OWN].decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("  later_please: ")).encode()


@pytest.mark.parametrize(
    ("files", "path", "words"),
    [
        ({OWN: without_its_own(), "_shared/ends.yaml": ends("STATE")}, "_shared/ends.yaml", "STATE: come later."),
        (
            {OWN: without_its_own(), "_shared/ends.yaml": ends("STATE"), "revenue/_ends.yaml": ends("OURS")},
            "revenue/_ends.yaml",
            "OURS: come later.",
        ),
        ({"_shared/ends.yaml": ends("STATE"), "revenue/_ends.yaml": ends("OURS")}, OWN, "Try later."),
    ],
    ids=["the state's", "the department's", "its own"],
)  # fmt: skip
def test_they_know_where_an_end_stands(files: Mapping[str, bytes], path: str, words: str) -> None:
    files = {**project("base"), **files}
    program = load(files, schemas()).catalogue.programs["revenue.certificate"]

    place = Sources(program, files).place("later_please")

    assert place is not None
    assert place.path == path
    assert end_words(program, files)["later_please"]["en"] == words


def test_a_new_service_has_no_end_that_its_department_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(CATALOG, tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    said = '{te: "మా అధికారి మాట్లాడతారు.", en: "Our officer will speak with you."}'
    end = f"ends:\n  desk: {{result: handoff, to: sample_desk, say: {said}}}\n"
    (tmp_path / "catalog/sample/_ends.yaml").write_text(end, "utf-8")

    assert run(["new", "sample.gate", "--kind", "application"]) == 0
    assert run(["validate", "sample.gate"]) == 0
    assert "\n  desk:" not in (tmp_path / "catalog/sample/gate.yaml").read_text("utf-8")
