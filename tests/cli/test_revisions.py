"""`catalog diff` reads an earlier catalogue from git's own store; nothing is checked out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.differing import differences
from engine.cli.main import cli
from tests.cli.held import FILES, SAMPLES

NAME = (
    "-c",
    "user.name=Sample",
    "-c",
    "user.email=sample@example.in",
    "-c",
    "commit.gpgsign=false",
)


def git(*words: str) -> None:
    subprocess.run(["git", *NAME, *words], check=True, capture_output=True)


def catalog(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with two commits, the files as in the second with one more change."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_DATABASE", raising=False)
    (tmp_path / "README").write_text("no catalogue yet\n")
    git("init", "--quiet", "--initial-branch=main", ".")
    git("add", "README")
    git("commit", "--quiet", "-m", "none")
    git("tag", "none")
    shutil.copytree(SAMPLES, tmp_path / "catalog")
    git("add", "catalog")
    git("commit", "--quiet", "-m", "one")
    change("Please send", "Kindly send")
    git("commit", "--quiet", "-a", "-m", "two")
    change("at_most: 2", "at_most: 3")
    return tmp_path


def change(old: str, new: str) -> None:
    place = Path("catalog/sample/card.yaml")
    text = place.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new), encoding="utf-8")


def test_it_compares_a_revision_with_the_files_as_they_are(history: Path) -> None:
    told = catalog("diff", "main")

    assert told.exit_code == 0, told.output
    assert 'step status: "not_found": at most 3, before 2' in told.output
    assert "Kindly" not in told.output


@pytest.mark.parametrize("words", [("main~1..main",), ("main~1", "main"), ("main~1..",)])
def test_it_compares_two_revisions(history: Path, words: tuple[str, ...]) -> None:
    told = catalog("diff", *words)

    assert told.exit_code == 0, told.output
    assert "sample.card: texts only" in told.output
    assert '"Kindly send the card number (4 digits).", before "Please send' in told.output
    assert "at most 3" not in told.output


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("nosuch", "neither a folder nor a revision of git"),
        ("none", "there is no folder catalog"),
        ("--since=main", "No such option"),
    ],
)
def test_an_unknown_revision_is_one_line(history: Path, revision: str, said: str) -> None:
    told = catalog("diff", revision)

    assert told.exit_code == 2
    assert said in told.output


ADDED = '  - id: thanks\n    say: {te: "ధన్యవాదాలు", en: "Thanks"}'
ROWS = [
    ("a step added", "  - id: review\n", f"{ADDED}\n\n  - id: review\n", "step thanks is new"),
    ("an option gone", '      evening: {te: "సాయంత్రం", en: "Evening"}\n', "", 'step time: option evening is gone; it was Evening'),
    ("an option called otherwise", '"Morning"', '"Early"', "step time: option morning is called otherwise: en Early, before Morning"),
    ("an end that says something else", '"Thank you."', '"Bye."', 'end done: other words for what is said: en Bye., before "Thank you."'),
    ("a review that shows less", "shows: [time]", "shows: []", "step review: shows no longer time"),
    ("a condition", "    shows: [time]\n", "    shows: [time]\n    only_if: time\n", "step review: asked only if is new: time"),
]  # fmt: skip


@pytest.mark.parametrize(("it", "old", "new", "line"), ROWS, ids=[row[0] for row in ROWS])
def test_it_says_what_differs_in_an_officers_words(it: str, old: str, new: str, line: str) -> None:
    path = "sample/visit.yaml"
    text = FILES[path].decode()
    assert old in text, it

    told = differences(FILES, {**FILES, path: text.replace(old, new, 1).encode()}, {})

    assert told == [line]
