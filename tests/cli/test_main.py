"""The command as a whole: quick to start, clear when something is wrong, and every command explained by example."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from engine.cli.main import BUG, COMMANDS, run

HEAVY = "yaml jsonschema jsonschema_rs rich flask aiohttp granian asyncio engine.interpreter"


def test_a_bug_of_ours_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    @click.command()
    def broken() -> None:
        message = "two and two are five"
        raise RuntimeError(message)

    code = run([], broken)

    told = capsys.readouterr().err.strip()
    assert code == BUG
    assert "two and two are five" in told
    assert "\n" not in told
    trouble = Path(told.rpartition(" ")[2])
    assert "Traceback" in trouble.read_text(encoding="utf-8")
    trouble.unlink()


def test_help_loads_nothing_it_does_not_need() -> None:
    ask = (
        "import sys; from engine.cli.main import run; run(['--help']);"
        f"print(*(set('{HEAVY}'.split()) & set(sys.modules)), file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_its_help_teaches_by_example(name: str) -> None:
    module = name.replace("-", "_")
    command = import_module(f"engine.cli.{module}").COMMAND

    help_text = command.get_help(click.Context(command, info_name=name))

    assert command.name == name
    assert "Examples:" in help_text
    assert f"catalog {name}" in help_text


@pytest.mark.parametrize(("set_to", "coloured"), [("", True), ("1", False)])
def test_colour_is_for_terminals_of_those_who_want_it(set_to: str, coloured: bool) -> None:
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-m", "engine", "explain", "FLOW-302"],
            stdout=theirs,
            env={**os.environ, "NO_COLOR": set_to, "TERM": "xterm"},
            check=True,
        )
        printed = os.read(ours, 10_000)
    finally:
        os.close(ours)
        os.close(theirs)

    assert (b"\x1b[" in printed) == coloured
