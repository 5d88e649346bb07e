"""The schemas, ready for both validators."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

PLACE = "https://manamitra.example/schemas/"


@pytest.fixture(scope="session")
def schemas(repository: Path) -> dict[str, dict[str, Any]]:
    """Return every schema by its path below schemas/."""
    folder = repository / "schemas"
    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.schema.json"))
    }


@pytest.fixture(scope="session")
def registry(schemas: dict[str, dict[str, Any]]) -> Registry[Any]:
    """Return where `$ref`s are looked up; nothing is fetched."""
    return Registry().with_resources(
        [(PLACE + name, Resource.from_contents(schema)) for name, schema in schemas.items()]
    )


@pytest.fixture(scope="session")
def validators(
    schemas: dict[str, dict[str, Any]], registry: Registry[Any]
) -> dict[str, Draft202012Validator]:
    """Return the exact validator of each schema."""
    return {
        name: Draft202012Validator(schema, registry=registry) for name, schema in schemas.items()
    }
