"""Every event of the log is named and explained, and no other is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LEVELS = ("debug", "info", "warning", "error", "critical")


def events(module: Path) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield name, level and fields of every event a module writes."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        match node:
            case ast.Call(
                ast.Attribute(ast.Name("log"), level),
                [ast.Constant(str() as name)],
                fields,
            ) if level in LEVELS:
                yield name, level, frozenset(str(each.arg) for each in fields)


def test_the_page_lists_what_the_engine_writes(repository: Path) -> None:
    sandbox = repository / "engine" / "sandbox"
    modules = [
        each for each in (repository / "engine").rglob("*.py") if sandbox not in each.parents
    ]
    page = (repository / "docs/production/logs.md").read_text("utf-8")

    written = {each for module in modules for each in events(module)}
    told = {
        (name, level, frozenset(filter(None, re.split(r",\s*", fields.strip()))))
        for name, level, fields in re.findall(
            r"^\| `([\w.]+)` \| (\w+) \|([^|]*)\|", page, re.MULTILINE
        )
    }

    assert told == written


def test_an_event_has_a_name_and_fields_and_no_sentence(repository: Path) -> None:
    for module in (repository / "engine").rglob("*.py"):
        for name, _, _ in events(module):
            if "sandbox" not in module.parts:
                assert re.fullmatch(r"[a-z]+([._][a-z]+)*", name), f"{module.name}: {name}"
