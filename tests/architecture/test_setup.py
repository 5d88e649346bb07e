"""`scripts/setup` says in one line what is missing, and does nothing twice."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = ("sh", "cat", "cksum", "dirname", "env", "grep", "rm", "sed", "tail", "tee")
FAKE = '#!/bin/sh\ncase "$*" in *{refuses}*) exit 1;; esac\necho "Python 3.11.0"\n'


@pytest.fixture
def clone(repository: Path, tmp_path: Path) -> Path:
    """Return a clone with nothing prepared, and a `bin` with the least that a machine has."""
    for name in ("scripts", "requirements"):
        shutil.copytree(repository / name, tmp_path / name)
    shutil.copy(repository / "pyproject.toml", tmp_path)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    return tmp_path


def setup(clone: Path, profile: str = "runtime") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(clone / "scripts" / "setup"), profile],
        env={"PATH": str(clone / "bin"), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
    )


def pretend_python(clone: Path, refuses: str) -> None:
    python = clone / "bin" / "python3"
    python.write_text(FAKE.format(refuses=refuses), encoding="utf-8")
    python.chmod(0o755)


def test_it_says_that_python_is_missing(clone: Path) -> None:
    done = setup(clone)

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "no Python 3.11 or newer" in done.stderr


def test_it_says_that_python_is_too_old(clone: Path) -> None:
    pretend_python(clone, refuses="version_info")

    done = setup(clone)

    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "no Python 3.11 or newer" in done.stderr


def test_it_says_how_to_get_the_venv_module(clone: Path) -> None:
    pretend_python(clone, refuses="ensurepip")

    done = setup(clone)

    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "apt install python3-venv" in done.stderr


def test_it_knows_its_profiles(clone: Path) -> None:
    done = setup(clone, "everything")

    assert done.returncode == 2
    assert "runtime dev bench" in done.stderr
