"""Officers are entered at a terminal, by name and with a password that is asked for, and nowhere else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.main import cli
from engine.services.officers.record import Officers
from engine.settings import read
from engine.wiring.parts import open_reader

HERE = Path(__file__).parent
PASSWORD = "a long sample password"
ADD = ("officer", "add", "Clerk.One", "--role", "clerk", "--area", "tenali")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(HERE / "catalog", tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    for name in ("MITRA_CATALOG", "MITRA_DATABASE", "MITRA_MASTER_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def catalog(*words: str, typed: tuple[str, ...] = ()) -> Result:
    return CliRunner().invoke(cli, words, input="".join(f"{line}\n" for line in typed))


def test_an_officer_who_was_entered_may_sign_in_until_the_end(folder: Path) -> None:
    added = catalog(*ADD, typed=(PASSWORD, PASSWORD))
    officers = Officers(open_reader(read(root=folder)))
    known = officers.with_password("clerk.one", PASSWORD)
    listed = catalog("officer", "list")
    ended = catalog("officer", "end", "clerk.one")

    assert (added.exit_code, ended.exit_code) == (0, 0), added.output + ended.output
    assert known is not None
    assert (known.roles, known.areas, known.title["en"]) == (("clerk",), ("tenali",), "Clerk")
    assert "clerk.one: clerk of tenali" in listed.output
    assert officers.with_password("clerk.one", PASSWORD) is None
    assert PASSWORD not in added.output


def test_a_title_of_ones_own_is_kept(folder: Path) -> None:
    catalog(*ADD, "--title", "en=Clerk, Tenali", typed=(PASSWORD, PASSWORD))

    found = Officers(open_reader(read(root=folder))).by_name("clerk.one")

    assert found is not None
    assert found.title == {"en": "Clerk, Tenali"}


def test_it_names_the_help_desks_at_which_nobody_sits(folder: Path) -> None:
    before = catalog("officer", "list")

    added = catalog(*ADD[:4], "sample_desk", "--area", "*", typed=(PASSWORD, PASSWORD))

    assert added.exit_code == 0, added.output
    assert "Nobody sits at sample_desk" in before.output
    assert "Nobody sits" not in catalog("officer", "list").output


@pytest.mark.parametrize(
    ("words", "typed", "told"),
    [
        ((*ADD[:4], "clark", *ADD[5:]), (PASSWORD, PASSWORD), "clerk"),
        (ADD, ("short", "short"), "12"),
        ((*ADD[:2], "two words", *ADD[3:]), (PASSWORD, PASSWORD), "two words"),
        ((*ADD, "--title", "Clerk"), (), "LANGUAGE=WORDS"),
        (("officer", "end", "nobody"), (), "nobody"),
        ((*ADD[:5],), (), "--area"),
    ],
    ids=["unknown role", "short password", "name", "title", "end of nobody", "no area"],
)
def test_it_refuses(
    folder: Path, words: tuple[str, ...], typed: tuple[str, ...], told: str
) -> None:
    result = catalog(*words, typed=typed)

    assert result.exit_code == 2
    assert told in result.output
    assert "There is no officer yet" in catalog("officer", "list").output


def test_a_database_that_does_not_answer_is_one_clear_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MITRA_DATABASE", "postgresql://127.0.0.1:1/mitra")

    result = catalog(*ADD, typed=(PASSWORD, PASSWORD))

    assert result.exit_code == 2
    assert "PostgreSQL" in result.output
    assert "Traceback" not in result.output


def test_an_area_must_be_in_the_list_of_the_roles_offices(
    folder: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_shared", "revenue"):
        shutil.copytree(repository / "catalog" / name, folder / "state" / name)
    monkeypatch.setenv("MITRA_CATALOG", "state")
    of = ("officer", "add", "one", "--role", "tahsildar", "--area")

    wrong, right, everywhere = (
        catalog(*of, area, typed=(PASSWORD, PASSWORD)) for area in ("tenali", "guntur_tenali", "*")
    )

    assert (wrong.exit_code, right.exit_code, everywhere.exit_code) == (2, 0, 0)
    assert "guntur_tenali" in wrong.output
