"""Texts go out to translators and come back: nothing else changes, and what is wrong is refused before anything is written."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.cli.main import run
from engine.exchange import table, xliff
from engine.exchange.returned import NotReadable, Parcel, State
from engine.exchange.units import Unit

HERE = Path(__file__).parent
SMALL = HERE.parent / "lsp" / "catalog"
REAL = HERE.parents[1] / "catalog"
CASES = yaml.load((HERE / "returned.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
FORMS = {"xlf": xliff, "csv": table}


def copied(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    catalog = tmp_path / "catalog"
    shutil.copytree(source, catalog)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MITRA_CATALOG", str(catalog))
    return catalog


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["it"])
def test_it_takes_back(
    case: dict[str, Any],
    form: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if case.get("form", form) != form:
        pytest.skip("XML cannot hold it at all")
    catalog = copied(SMALL, tmp_path, monkeypatch)
    file = tmp_path / f"texts.{form}"
    assert (
        run(
            [
                "translations",
                "export",
                *filter(None, [case.get("only")]),
                "--to",
                case["to"],
                "-o",
                str(file),
            ]
        )
        == 0
    )
    edit_files(catalog, case.get("before", {}), case.get("also", {}))
    fill_in(file, form, case.get("change", {}), case.get("marked", ""))
    before = contents(catalog)
    capsys.readouterr()

    code = run(["translations", "import", str(file)])

    said = capsys.readouterr()
    after = contents(catalog)
    if "refused" in case:
        assert code == 1
        assert case["refused"] in said.err
        assert after == before
        return
    assert code == 0, said.err
    if "locks" in case:
        assert new_lines(before, after, "sample/_translations.lock", 3) == case["locks"]
    else:
        changed = [path for path in after if after[path] != before.get(path)]
        assert {path: new_lines(before, after, path) for path in changed} == {
            path: [line.replace("\n", "\\n").replace('""', '\\""') for line in lines]
            for path, lines in case["lines"].items()
        }
    assert run(["validate"]) == 0


def edit_files(catalog: Path, *edits: dict[str, list[str]]) -> None:
    for path, (old, new) in ((path, words) for each in edits for path, words in each.items()):
        if old:
            place = catalog / path
            place.write_text(place.read_text("utf-8").replace(old, new, 1), "utf-8")


def fill_in(file: Path, form: str, change: dict[str, str], marked: str) -> None:
    """Write new words into a translator's file; a named state holds for the changed texts, the others are only translated."""
    parcel = FORMS[form].read(file.read_bytes())
    units = [
        blank(
            each.id,
            each.source,
            change.get(each.id, each.target),
            marked if each.id in change and marked else "translated",
        )
        for each in parcel.units
    ]
    assert not set(change) - {each.id for each in parcel.units}
    file.write_bytes(FORMS[form].write(units, parcel.source, parcel.target))


def blank(name: str, source: str, target: str, state: str) -> Unit:
    file, _, place = name.partition("#")
    return Unit(
        file,
        place,
        source,
        target,
        State(state),
        stale=False,
        room=4096,
        note="",
        words=None,
        said=None,
        said_in="",
    )  # type: ignore[arg-type]


def new_lines(
    before: dict[str, bytes], after: dict[str, bytes], path: str, words: int = 0
) -> list[str]:
    old = before.get(path, b"").decode().split("\n")
    found = [
        line
        for line in after.get(path, b"").decode().split("\n")
        if line not in old and not line.startswith("#")
    ]
    return [" ".join(line.split()[:words]) for line in found] if words else found


@pytest.mark.parametrize(
    ("catalog", "language", "form"),
    [
        (SMALL, "en", "xlf"),
        (SMALL, "hi", "csv"),
        pytest.param(REAL, "en", "csv", marks=pytest.mark.prove),
        (REAL, "hi", "xlf"),
    ],
)
def test_it_changes_nothing_when_nothing_was_translated(
    catalog: Path, language: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(catalog, tmp_path, monkeypatch)
    before = contents(folder)
    file = tmp_path / f"texts.{form}"
    assert run(["translations", "export", "--to", language, "-o", str(file)]) == 0

    assert run(["translations", "import", str(file)]) == 0
    assert contents(folder) == before


def test_it_gives_a_service_a_whole_new_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = copied(SMALL, tmp_path, monkeypatch)
    file = tmp_path / "texts.xlf"
    run(["translations", "export", "sample.visit", "--to", "ur", "-o", str(file)])
    parcel = xliff.read(file.read_bytes())
    fill_in(
        file,
        "xlf",
        {each.id: f"ا {number}" for number, each in enumerate(parcel.units)},
        "reviewed",
    )

    assert run(["translations", "import", str(file)]) == 0
    assert run(["validate"]) == 0
    text = (catalog / "sample/_visit.ur.yaml").read_text("utf-8")
    assert "translates: sample.visit\nlanguage: ur\nstate: drafted\n" in text
    assert "languages: [te, en, ur]" in (catalog / "sample/visit.yaml").read_text("utf-8")


def test_it_takes_what_is_right_when_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = copied(SMALL, tmp_path, monkeypatch)
    file = tmp_path / "texts.csv"
    run(["translations", "export", "--to", "en", "-o", str(file)])
    fill_in(
        file,
        "csv",
        {
            "sample/trip.yaml#steps.town.choose": "Where to?",
            "sample/card.yaml#ends.told.say": "Lost.",
        },
        "",
    )
    before = contents(catalog)

    assert run(["translations", "import", str(file), "--partial", "--dry-run"]) == 1
    assert contents(catalog) == before
    assert run(["translations", "import", str(file), "--partial"]) == 1
    assert "Where to?" in (catalog / "sample/trip.yaml").read_text("utf-8")
    assert "Lost." not in (catalog / "sample/card.yaml").read_text("utf-8")


def test_it_exports_only_what_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = copied(SMALL, tmp_path, monkeypatch)
    run(["translations", "accept"])
    edit_files(catalog, {"sample/trip.yaml": ["ఏ పట్టణం?", "ఏ ఊరు?"]})
    file = tmp_path / "texts.xlf"

    run(["translations", "export", "--to", "en", "--only", "open", "-o", str(file)])

    [unit] = xliff.read(file.read_bytes()).units
    assert (unit.id, unit.source, unit.state) == (
        "sample/trip.yaml#steps.town.choose",
        "ఏ ఊరు?",
        State.INITIAL,
    )
    assert b"mitra:stale" in file.read_bytes()


def test_it_protects_placeholders_and_gives_lengths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(SMALL, tmp_path, monkeypatch)
    file = tmp_path / "texts.xlf"
    run(["translations", "export", "sample.card", "--to", "hi", "-o", str(file)])
    text = file.read_text("utf-8")

    assert '<data id="d1">{{ card }}</data>' in text
    assert 'canDelete="no"' in text
    assert 'name="steps.area.options.rural" slr:sizeRestriction="24"' in text
    assert "🏠 కార్డు <ph " in text


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8)) + "]>"  # fmt: skip
HOSTILE = {
    "a bomb of entities": f'{BOMB}<xliff xmlns="{xliff.CORE}">&i;</xliff>'.encode(),
    "an entity from outside": f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff xmlns="{xliff.CORE}">&a;</xliff>'.encode(),
    "no XML": b"<xliff",
    "another XML": b"<html/>",
    "an older XLIFF": b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2"/>',
    "a larger file than is read": b"<" + b" " * (20 * 1_024 * 1_024),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_it_refuses(content: bytes) -> None:
    with pytest.raises(NotReadable):
        xliff.read(content)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_it_reads_what_spreadsheets_save(sign: str) -> None:
    rows = [
        ["id", "what it is", "characters", "state", "te", "en"],
        ["a#b", "", "9", "final", "క", '"two"\r\nlines'],
    ]
    cells = (
        "\r\n".join(sign.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    ).encode("utf-8-sig")

    parcel: Parcel = table.read(cells)
    assert parcel.units[0].target == '"two"\nlines'
    assert parcel.units[0].state is State.FINAL


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("not there.xlf", None),
        ("empty.csv", b""),
        ("a.csv", b"\xff\xfeno"),
        ("b.csv", b"id,x\n"),
        ("c.xlf", b"<x/>"),
    ],
)
def test_it_says_in_one_line_what_cannot_be_read(
    name: str,
    content: bytes | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copied(SMALL, tmp_path, monkeypatch)
    if content is not None:
        (tmp_path / name).write_bytes(content)

    assert run(["translations", "import", str(tmp_path / name)]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 2
