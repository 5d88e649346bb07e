"""Modules stay small enough to hold in mind, and say in one sentence what they are for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

MODULE_LINES = 400
DOMAIN_LINES = 5_000

ENGINE = Path(__file__).resolve().parents[2] / "engine"
MODULES = sorted(ENGINE.rglob("*.py"))


def lines(path: Path) -> int:
    """Return the number of lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def name(path: Path) -> str:
    """Return a path as a person would type it."""
    return path.relative_to(ENGINE.parent).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_it_holds_one_idea(module: Path) -> None:
    assert lines(module) <= MODULE_LINES, f"{name(module)}: split it, it holds more than one idea"


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_it_says_what_it_is_for(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))

    assert docstring, f"{name(module)}: opens without a sentence about what it is for"


def test_domain_stays_the_nouns() -> None:
    total = sum(lines(path) for path in (ENGINE / "domain").rglob("*.py"))

    assert total <= DOMAIN_LINES, "engine/domain: a name belongs there only when two layers need it"
