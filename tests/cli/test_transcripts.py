"""The commands answer as written in transcripts/: `$` a command, `<` what is typed while it runs, `~` a change to a file before it.

A folder called like a transcript holds files that it has beside the sample catalogue.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from engine.cli.main import run

HERE = Path(__file__).parent
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))
ANYTHING = "..."


class Exchange(NamedTuple):
    """One command with what is typed, and all it prints; a last line `[exit 1]` where the code is not 0."""

    changes: tuple[str, ...]
    command: str
    typed: tuple[str, ...]
    printed: str


def exchanges(path: Path) -> Iterator[Exchange]:
    changes: list[str] = []
    block: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "$ "]:
        if line.startswith("#"):
            continue
        if line.startswith(("$ ", "~ ")) and block:
            yield exchange(changes, block)
            changes, block = [], []
        if line.startswith("~ "):
            changes.append(line[2:])
        elif line.startswith("$ ") or block:
            block.append(line)


def exchange(changes: list[str], block: list[str]) -> Exchange:
    command, *rest = block
    typed = tuple(line[2:] for line in rest if line.startswith("< "))
    printed = "\n".join(line for line in rest if not line.startswith("< "))
    return Exchange(tuple(changes), command[2:], typed, printed.strip("\n"))


def change(line: str) -> None:
    """Carry out `path | old | new`; with `+` for old, the new words are appended as a line of their own."""
    path, old, new = (part.strip() for part in line.split(" | "))
    place = Path(path)
    if old == "+":
        there = place.read_text(encoding="utf-8") if place.exists() else ""
        place.parent.mkdir(exist_ok=True)
        place.write_text(there + new.replace("\\n", "\n") + "\n", encoding="utf-8")
        return
    text = place.read_text(encoding="utf-8")
    assert old in text, f"{path} does not hold {old!r}"
    place.write_text(text.replace(old, new), encoding="utf-8")


def matches(printed: list[str], expected: list[str]) -> bool:
    """A line of three dots stands for any lines, three dots within a line for any words."""
    if not expected:
        return not printed
    first, *rest = expected
    if first == ANYTHING:
        return any(matches(printed[place:], rest) for place in range(len(printed) + 1))
    pattern = re.escape(first.rstrip()).replace(re.escape(ANYTHING), ".*")
    return (
        bool(printed)
        and re.fullmatch(pattern, printed[0]) is not None
        and matches(printed[1:], rest)
    )


def lines_of(printed: str) -> list[str]:
    return [line.rstrip() for line in printed.strip("\n").splitlines()]


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_it_answers_as_written(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(HERE / "catalog", tmp_path / "catalog")
    if path.with_suffix("").is_dir():
        shutil.copytree(path.with_suffix(""), tmp_path / "catalog", dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)

    for each in exchanges(path):
        for line in each.changes:
            change(line)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in each.typed)))
        code = run(words_of(each.command))
        captured = capsys.readouterr()
        printed = lines_of(captured.out + captured.err) + ([f"[exit {code}]"] if code else [])

        assert matches(printed, lines_of(each.printed)), "\n".join([f"$ {each.command}", *printed])


def words_of(command: str) -> list[str]:
    name, *words = re.findall(r'"[^"]*"|\S+', command)
    assert name == "catalog"
    return [word.strip('"') for word in words]
