"""The hooks and the workflow that adopters copy call commands that exist, and stop what they should stop."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import yaml

from engine.cli.main import cli, run

PROJECT = Path(__file__).parents[2]
CATALOG = PROJECT / "tests" / "cli" / "catalog"
HOOKS = yaml.load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
WORKFLOW = yaml.load(
    (PROJECT / "deploy/ci/github-actions.yml").read_text("utf-8"), Loader=yaml.CSafeLoader
)
COMMAND = re.compile(r"^\s*(catalog [^|>\n]*)", re.MULTILINE)


def said_in(path: str) -> list[str]:
    text = (PROJECT / path).read_text("utf-8")
    return [
        line.partition("    ")[0].rstrip()
        for line in text.splitlines()
        if line.startswith("catalog ")
    ]


COMMANDS = [
    *(hook["entry"] for hook in HOOKS),
    *(
        found.strip()
        for step in WORKFLOW["jobs"]["check"]["steps"]
        for found in COMMAND.findall(step.get("run", ""))
    ),
    *said_in("docs/translators.md"),
    *said_in("docs/sheets.md"),
]


@pytest.mark.parametrize("line", COMMANDS)
def test_it_names_commands_and_options_that_exist(line: str) -> None:
    name, *words = shlex.split(re.sub(r"<\w+>", "x", line))
    assert name == "catalog"
    command: click.Command | None = cli
    context = click.Context(cli)
    while isinstance(command, click.Group) and words:
        command = command.get_command(context, words.pop(0))
    assert command is not None, line
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word.partition("=")[0] for word in words if word.startswith("-")} <= known, line


def test_it_has_what_a_hook_and_a_workflow_must_have() -> None:
    assert [hook["id"] for hook in HOOKS] == ["catalog-validate", "catalog-fmt"]
    for hook in HOOKS:
        assert {"id", "name", "entry", "language", "files"} <= set(hook)
        assert re.search(hook["files"], "catalog/revenue/income_certificate.yaml")
    assert {"validate --format github", "validate --format sarif", "test"} <= {
        line.removeprefix("catalog ").strip() for line in COMMANDS
    }
    assert all({"uses", "run"} & set(step) for step in WORKFLOW["jobs"]["check"]["steps"])


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(CATALOG, tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], check=True, capture_output=True)
    return tmp_path


@pytest.mark.parametrize(
    ("hook", "old", "new"),
    [
        ("catalog-validate", "again: card", "again: crad"),
        ("catalog-fmt", "kind: status\n", "kind: status   \n"),
    ],
)
def test_it_lets_a_sound_change_through_and_stops_another(
    repository: Path, hook: str, old: str, new: str
) -> None:
    words = shlex.split(next(each["entry"] for each in HOOKS if each["id"] == hook))[1:]
    assert run(words) == 0

    card = repository / "catalog/sample/card.yaml"
    card.write_text(card.read_text("utf-8").replace(old, new), "utf-8")
    assert run(words) == 1


def test_it_shows_settings_that_are_json() -> None:
    blocks = re.findall(
        r"```json\n(.*?)```", (PROJECT / "docs/editors.md").read_text("utf-8"), re.DOTALL
    )
    settings = [json.loads(block) for block in blocks]
    assert settings[0]["glspc.server.command"] == "catalog"
    for schema in settings[1]["yaml.schemas"]:
        assert (PROJECT / schema).is_file()
