"""A service goes into a spreadsheet and back unchanged; a plain XLSForm becomes a service; hostile workbooks get one line."""

from __future__ import annotations

import io
import shutil
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from engine.cli.main import run
from engine.cli.reading import open_catalog, read_only
from engine.domain.types import Choice, Choices, Number, Text
from engine.exchange.xlsform import cells, formula, into, out, saying, yaml_out
from engine.exchange.xlsform.condition import to_formula
from engine.language import nodes
from engine.language.compiler.compiler import compile_service
from tests import real

HERE = Path(__file__).parent
REAL = HERE.parents[1] / "catalog"
SMALL = HERE.parent / "cli" / "catalog"
FORMS = yaml.load((HERE / "forms.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
SHORT = {"te": "label::Telugu (te)", "en": "label::English (en)"}
CHOICES = [
    {"list_name": "area", "name": "rural", "te": "గ్రామం", "en": "Village"},
    {"list_name": "area", "name": "urban", "te": "పట్టణం", "en": "Town"},
    {
        "list_name": "office",
        "name": "secretariat",
        "te": "సచివాలయం",
        "en": "Secretariat",
        "kind": "rural",
    },
    {"list_name": "office", "name": "ward", "te": "వార్డు", "en": "Ward office", "kind": "urban"},
]
SETTINGS = [
    {
        "form_title::Telugu (te)": "సర్వే",
        "form_title::English (en)": "Survey",
        "form_id": "sample.survey",
    }
]
MEGABYTE = 1_024 * 1_024


def workbook(
    survey: list[dict[str, Any]],
    choices: list[dict[str, Any]] = CHOICES,
    settings: list[dict[str, Any]] = SETTINGS,
) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(key for row in rows for key in row))
        sheet.append([SHORT.get(key, key) for key in columns])
        for row in rows:
            sheet.append([row.get(key) for key in columns])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["it"])
def test_it(form: dict[str, Any]) -> None:
    read = into.read_form(cells.read(workbook(form["survey"])))
    said = [str(each) for each in read.refusals]

    if "refused" in form:
        assert said
        assert all(any(words in line for line in said) for words in form["refused"]), said
        return
    assert said == []
    if "last" in form:
        assert read.tree["steps"][-1] == form["last"]
    elif "only" not in form:
        assert read.tree["steps"] == form["steps"]
    else:
        office = read.tree["steps"][-1]["options"]
        assert [option["only_if"] for option in office.values()] == [
            "rural is area",
            "urban is area",
        ]
    written = nodes.parse(yaml_out.document(read.tree).encode(), "x")
    assert written.findings == ()
    assert written.node is not None
    assert nodes.to_plain(written.node) == read.tree


@pytest.fixture(scope="module")
def catalogue() -> tuple[Any, dict[str, bytes]]:
    files = dict(open_catalog([str(REAL)]).files)
    return read_only(files), files


@pytest.mark.parametrize("service", real.services())
def test_it_brings_every_service_there_and_back(
    service: str, catalogue: tuple[Any, dict[str, bytes]]
) -> None:
    read, files = catalogue
    found = next(each for each in read.services if each.id == service)
    node = nodes.parse(files[found.path], found.path).node
    assert node is not None
    tree = nodes.to_plain(node)
    languages = tuple(
        each for each in (found.languages or read.world.state.languages) if each in tree["title"]
    )
    sheets = out.Sheets(tree, compile_service(found, read.world)[0].types, languages)

    form = into.read_form(cells.read(cells.write(sheets.book(), sheets.columns())))

    assert form.refusals == []
    assert (
        nodes.to_plain(nodes.parse(yaml_out.document(form.tree).encode(), "x").node or node) == tree
    )


TYPES = {
    "area": Choice(("rural", "urban")),
    "wants": Choices(("water", "road")),
    "age": Number(),
    "name": Text(),
}
KNOWN = saying.Known(
    {"area": frozenset(("rural", "urban")), "wants": frozenset(("water", "road"))},
    frozenset(("wants",)),
    "age",
)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("${age} >= 18", "age is at least 18"),
        ("${age}>18 and not(${area} = 'rural')", "age is more than 18 and not (area is rural)"),
        (
            "selected(${wants}, 'water') or selected(${area}, 'urban')",
            "wants contains water or area is urban",
        ),
        ("(${age} + 2) * 3 < 10 div 2", "(age + 2) * 3 is less than 10 / 2"),
        ("${name} != ''", "answered(name)"),
        ("${name} = ''", "not answered(name)"),
        (". = 3", "age is 3"),
        ("coalesce(${age}, 0) = 0", "default(age, 0) is 0"),
        ("${name} = 'x' and (${age} = 1 or ${age} = 2)", "name is 'x' and (age is 1 or age is 2)"),
        ("string-length(${name}) > 3", "length(name) is more than 3"),
    ],
)
def test_it_puts_their_conditions_into_our_language(theirs: str, ours: str) -> None:
    assert saying.say(formula.parse(theirs), KNOWN) == ours


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("age is at least 18 and area is rural", "${age} >= 18 and ${area} = 'rural'"),
        ("wants contains water", "selected(${wants}, 'water')"),
        ("not answered(name)", "${name} = ''"),
        ("(age + 2) * 3 is 9", "(${age} + 2) * 3 = 9"),
        ("area is one of [rural, urban]", None),
        ("age is more than 2 lakh", "${age} > 200000"),
    ],
)
def test_it_writes_ours_as_theirs_where_they_can_say_it(ours: str, theirs: str | None) -> None:
    assert to_formula(ours, TYPES) == theirs


# -- hostile workbooks ------------------------------------------------------------------------------------------------------


def packed(**parts: bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return saved.getvalue()


def replaced(content: bytes, part: str, new: bytes) -> bytes:
    """Return a workbook with one part exchanged."""
    saved = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in old.namelist():
            archive.writestr(name, new if name == part else old.read(name))
    return saved.getvalue()


def bomb() -> bytes:
    return packed(**{"xl__worksheets__sheet1.xml": b" " * (70 * MEGABYTE)})


def many_rows() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("survey")
    for _ in range(20_000):
        sheet.append(["text"])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


SOUND = workbook([{"type": "text", "name": "work", "te": "?", "en": "?"}])
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
HOSTILE = {
    "a bomb": (
        bomb,
        "larger once it is unpacked",
    ),
    "too many parts": (packed(**{f"p{n}": b"" for n in range(400)}), "larger once it is unpacked"),
    "macros": (packed(**{"xl__vbaProject.bin": b"x"}), "macros"),
    "no workbook": (b"PK\x03\x04 no", "no .xlsx workbook"),
    "words": (b"type,name\n", "no .xlsx workbook"),
    "an empty archive": (packed(), "cannot be read"),
    "entities": (replaced(SOUND, "xl/worksheets/sheet1.xml", ENTITIES), "cannot be read"),
    "broken XML": (replaced(SOUND, "xl/worksheets/sheet1.xml", b"<worksheet"), "cannot be read"),
    "too many rows": (many_rows, "more than 3000 rows"),
    "a formula": (
        workbook([{"type": "text", "name": "=1+1", "te": "?", "en": "?"}]),
        "survey B2 holds a formula",
    ),
    "no survey": (
        replaced(
            SOUND,
            "xl/workbook.xml",
            b"<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheets/></workbook>",
        ),
        "",
    ),
    "a very large file": (b"PK" + b"\0" * (6 * MEGABYTE), "larger than 5 MB"),
}


@pytest.mark.parametrize(("content", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_it_answers_in_one_line(
    content: bytes | Callable[[], bytes],
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(SMALL, tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)
    (tmp_path / "form.xlsx").write_bytes(content() if callable(content) else content)

    tracemalloc.start()
    code = run(["from-sheet", "form.xlsx"])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    said = capsys.readouterr().err.strip().splitlines()
    assert code == 2
    assert reason in said[0]
    assert len(said) == 2
    assert most < 60 * MEGABYTE


# -- through the commands ---------------------------------------------------------------------------------------------------


def test_it_makes_a_service_of_a_plain_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SMALL, tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)
    rows = [
        {
            "type": "integer",
            "name": "age",
            "te": "వయసు?",
            "en": "Age?",
            "constraint": ". >= 18 and . <= 99",
        },
        {"type": "select_one area", "name": "area", "te": "ఎక్కడ?", "en": "Where?"},
        {
            "type": "text",
            "name": "work",
            "te": "పని?",
            "en": "Work?",
            "relevant": "${area} = 'rural' and ${age} > 20",
        },
    ]
    (tmp_path / "form.xlsx").write_bytes(workbook(rows))

    assert run(["from-sheet", "form.xlsx"]) == 0
    assert run(["validate", "sample.survey"]) == 0
    assert "all is well" in capsys.readouterr().out
    assert run(["test", "sample.survey"]) == 0
    assert run(["fmt", "--check", "sample.survey"]) == 0
    assert run(["from-sheet", "form.xlsx"]) == 2

    before = (tmp_path / "catalog/sample/survey.yaml").read_bytes()
    assert run(["to-sheet", "sample.survey", "-o", "back.xlsx"]) == 0
    assert run(["from-sheet", "back.xlsx", "--replace"]) == 0
    assert (tmp_path / "catalog/sample/survey.yaml").read_bytes() == before


def test_it_writes_nothing_where_a_cell_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SMALL, tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)
    (tmp_path / "form.xlsx").write_bytes(
        workbook([{"type": "rank", "name": "work", "te": "?", "en": "?"}])
    )

    assert run(["from-sheet", "form.xlsx"]) == 1
    assert "form.xlsx, survey A2" in capsys.readouterr().err
    assert not (tmp_path / "catalog/sample/survey.yaml").exists()
