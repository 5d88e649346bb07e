"""The catalogue that ships with the engine has the shape the schemas describe, and so has every example in the officers' pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.language.nodes import parse, to_plain

ROOT = Path(__file__).resolve().parents[2]
CATALOG = ROOT / "catalog"
FILES = [path.relative_to(CATALOG).as_posix() for path in sorted(CATALOG.rglob("*.yaml"))]
PAGES = [path.stem for path in sorted((ROOT / "docs/steps").glob("*.md"))]
KINDS = (
    (r"catalog\.yaml", "catalog"),
    (r".*/lists\.yaml", "lists"),
    (r"_shared/policies\.yaml", "policies"),
    (r"_shared/waivers\.yaml", "waivers"),
    (r"_shared/certificates/.*", "certificate"),
    (r"_shared/connectors/.*", "connectors"),
    (r"_shared/fragments/.*", "fragment"),
    (r"_shared/style/.*", "style"),
    (r".*/_department\.yaml", "department"),
    (r".*/_?ends\.yaml", "ends"),
    (r".*/_fees\.yaml", "fees"),
    (r".*/_connectors\.yaml", "connectors"),
    (r".*/_\w+\.[a-z]{2,3}\.yaml", "sidecar"),
    (r".*\.family\.test\.yaml", "family_scenario"),
    (r".*\.family\.yaml", "family"),
    (r".*\.test\.yaml", "scenario"),
    (r".*", "service"),
)
WITH_STEPS = ("service", "family", "fragment")

Validators = dict[str, Draft202012Validator]


def kind_of(path: str) -> str:
    """Return which schema a file of the catalogue is checked by."""
    return next(kind for pattern, kind in KINDS if re.fullmatch(pattern, path))


def read(source: bytes, path: str) -> Any:
    """Return the plain content of a file in the strict YAML of the catalogue."""
    parsed = parse(source, path)
    assert parsed.node is not None
    assert not parsed.findings
    return to_plain(parsed.node)


def step_errors(step: dict[str, Any], validators: Validators) -> list[str]:
    """Return what is wrong with a step by the schema of its verb."""
    verbs = [key for key in step if f"steps/{key}.schema.json" in validators]
    if len(verbs) != 1:
        return [f"{step.get('id')}: its verbs are {verbs}"]
    errors = validators[f"steps/{verbs[0]}.schema.json"].iter_errors(step)
    return [f"{step['id']}: {error.message}" for error in errors]


@pytest.mark.parametrize("path", FILES)
def test_it_has_the_shape_of_its_kind(path: str, validators: Validators) -> None:
    kind = kind_of(path)
    content = read((CATALOG / path).read_bytes(), path)

    errors = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in validators[f"{kind}.schema.json"].iter_errors(content)
    ]
    if kind in WITH_STEPS:
        later = content.get("later", {}).values()
        steps = [*content.get("steps", ()), *(step for each in later for step in each["steps"])]
        errors += [error for step in steps for error in step_errors(step, validators)]

    assert errors == []


@pytest.mark.parametrize("verb", PAGES)
def test_a_page_shows_a_step_that_would_be_taken(verb: str, validators: Validators) -> None:
    page = (ROOT / f"docs/steps/{verb}.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)

    assert page.startswith(f"# `{verb}`")
    assert examples
    for example in examples:
        for step in read(example.encode(), f"docs/steps/{verb}.md"):
            assert verb in step
            assert step_errors(step, validators) == []
