"""Files that people and machines rely on are present and in order."""

from __future__ import annotations

import json
import re
import stat
import tomllib
from pathlib import Path

import pytest

ENTRY_POINTS = ("scripts/setup", "scripts/lock", ".ci/run")
LOCKS = ("runtime", "dev", "bench")


@pytest.mark.parametrize("script", ENTRY_POINTS)
def test_it_can_be_started(script: str, repository: Path) -> None:
    assert (repository / script).stat().st_mode & stat.S_IXUSR, f"{script} is not executable"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_packages_never_places(lock: str, repository: Path) -> None:
    text = (repository / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")

    places = [line for line in text.splitlines() if re.search(r"://|^-", line)]

    assert not places


def test_the_runtime_lock_holds_every_dependency(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (repository / "requirements/runtime.txt").read_text(encoding="utf-8")
    locked = {match.lower() for match in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}

    wanted = {re.split(r"[<>=!~\[; ]", each)[0].lower() for each in project["dependencies"]}

    assert wanted <= locked, f"run `make lock`: {sorted(wanted - locked)} is not locked"


def test_the_editor_knows_every_schema(repository: Path) -> None:
    settings = json.loads((repository / ".vscode/settings.json").read_text(encoding="utf-8"))
    known = {Path(path).name for path in settings["yaml.schemas"]}

    present = {path.name for path in (repository / "schemas").glob("*.schema.json")}

    assert present, "schemas/ holds no schema"
    assert known == present, (
        f".vscode/settings.json lacks {sorted(present - known)}"
        f" and names {sorted(known - present)} that do not exist"
    )
