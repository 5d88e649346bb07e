"""A kind of step exists in every place that must know it, or in none."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SIBLINGS = {
    "engine/language/steps": ".py",
    "engine/interpreter/steps": ".py",
    "schemas/steps": ".schema.json",
    "docs/steps": ".md",
    "tests/interpreter/cases": ".yaml",
}
REGISTRIES = ("engine/language/steps", "engine/interpreter/steps")
NOT_A_STEP = {"README", "index", "runner"}
COMPILED_AWAY = {"use"}
"""A fragment's steps stand in the program itself, so the interpreter never meets these verbs."""
NOT_INTERPRETED = ("engine/interpreter/steps", "tests/interpreter/cases")


def verbs_in(folder: Path, ending: str) -> set[str]:
    """Return the step kinds that a folder has a file for; a leading underscore is not a step."""
    stems = {path.name.removesuffix(ending) for path in folder.glob(f"*{ending}")}
    return {stem for stem in stems if not stem.startswith("_") and stem not in NOT_A_STEP}


def registered_in(package: Path, name: str) -> set[str]:
    """Return the modules of a package that its registry, a constant in its `__init__.py`, speaks of."""
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name
        for each in tree.body
        if isinstance(each, ast.ImportFrom) and each.module == name
        for alias in each.names
    }
    registries = [each for each in tree.body if isinstance(each, ast.Assign | ast.AnnAssign)]
    spoken_of = {
        part.id for each in registries for part in ast.walk(each) if isinstance(part, ast.Name)
    }
    return imported & spoken_of


def wanted(verb: str, folder: str) -> bool:
    return verb not in COMPILED_AWAY or folder not in NOT_INTERPRETED


def test_it_has_every_sibling_of_every_step(repository: Path) -> None:
    found = {folder: verbs_in(repository / folder, end) for folder, end in SIBLINGS.items()}
    everything = set().union(*found.values())

    missing = [
        f"{folder}/{verb}{ending}"
        for verb in sorted(everything)
        for folder, ending in SIBLINGS.items()
        if verb not in found[folder] and wanted(verb, folder)
    ]

    assert everything, f"no kind of step found in any of {', '.join(SIBLINGS)}"
    assert not missing, "a kind of step is not complete; missing:\n  " + "\n  ".join(missing)


@pytest.mark.parametrize("folder", REGISTRIES)
def test_it_registers_exactly_its_folder(folder: str, repository: Path) -> None:
    present = verbs_in(repository / folder, ".py")

    registered = registered_in(repository / folder, folder.replace("/", "."))

    assert registered == present, (
        f"{folder}/__init__.py: the registry lacks {sorted(present - registered)}"
        f" and names {sorted(registered - present)} that have no file"
    )
