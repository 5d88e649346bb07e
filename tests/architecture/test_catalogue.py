"""The catalogue that ships with the engine is valid, and its dialogues go as written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from engine.cli.main import main; main()"]


@pytest.mark.parametrize("verb", ["validate", "test"])
def test_it_has_no_findings(verb: str, repository: Path) -> None:
    done = subprocess.run(
        [*COMMAND, verb], cwd=repository, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, f"catalog {verb}:\n{done.stdout[-8000:]}{done.stderr[-4000:]}"
