"""The schemas are sound, resolve without a network, and explain every key to the officer who meets it in an editor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from referencing import Registry, Resource

FOLDER = Path(__file__).resolve().parents[2] / "schemas"
PLACE = "https://manamitra.example/schemas/"
SCHEMAS: dict[str, dict[str, Any]] = {
    path.relative_to(FOLDER).as_posix(): json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.rglob("*.schema.json"))
}
REGISTRY: Registry[Any] = Registry().with_resources(
    [(PLACE + name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()]
)
QUICK = jsonschema_rs.Registry([(PLACE + name, schema) for name, schema in SCHEMAS.items()])
EXPLAINED = ("title", "description", "examples")


def properties(schema: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every property with its place; one that is only forbidden (`false`) needs no words."""
    if isinstance(schema, list):
        for number, item in enumerate(schema):
            yield from properties(item, f"{at}/{number}")
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        if key in ("examples", "if"):
            continue
        if key == "properties":
            for name, each in value.items():
                if isinstance(each, dict) and set(each) != {"const"}:
                    yield f"{at}/{name}", each
        yield from properties(value, f"{at}/{key}")


def resolved(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema with what its `$ref` says; its own words come first."""
    if "$ref" not in schema:
        return schema
    found = REGISTRY.resolver(PLACE + name).lookup(schema["$ref"])
    return {**found.contents, **schema}


def resolved_examples(name: str) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Return every example of a schema file with the schema it belongs to."""
    for at, schema in properties(SCHEMAS[name]):
        for example in schema.get("examples", ()):
            yield at, schema, example


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_a_sound_schema(name: str) -> None:
    schema = SCHEMAS[name]

    jsonschema.Draft202012Validator.check_schema(schema)

    assert schema["$id"] == PLACE + name
    assert schema["title"]
    assert schema["description"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_explains_every_key(name: str) -> None:
    dumb = [
        f"{at} has no {missing}"
        for at, schema in properties(SCHEMAS[name])
        if not at.startswith("/editor")
        for missing in EXPLAINED
        if missing not in resolved(name, schema)
    ]

    assert not (dumb if not name.startswith("editor/") else [])


@pytest.mark.parametrize("name", SCHEMAS)
def test_its_examples_are_right(name: str) -> None:
    schema = SCHEMAS[name]
    exact = jsonschema.Draft202012Validator(schema, registry=REGISTRY)
    quick = jsonschema_rs.Draft202012Validator(schema, registry=QUICK)

    for example in schema.get("examples", ()):
        assert [error.message for error in exact.iter_errors(example)] == []
        assert quick.is_valid(example)


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_takes_no_key_it_does_not_know(name: str) -> None:
    open_ended = [
        at
        for at, schema in objects(SCHEMAS[name])
        if "properties" in schema and schema.get("additionalProperties", True) is True
    ]

    assert open_ended == OPEN.get(name, [])


OPEN = {
    "parts/header.schema.json": ["/$defs/step"],
    "parts/step.schema.json": [""],
    "steps/repeat.schema.json": [],
    "editor/service.schema.json": [""],
}
"""Left open on purpose: the engine applies the schema of the step's verb afterwards."""


def objects(schema: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every object schema with its place; conditions only look, so they may stay open."""
    if isinstance(schema, list):
        for number, item in enumerate(schema):
            yield from objects(item, f"{at}/{number}")
    if not isinstance(schema, dict):
        return
    yield at, schema
    for key, value in schema.items():
        if key not in ("examples", "if", "then", "else", "dependentSchemas", "allOf", "properties"):
            yield from objects(value, f"{at}/{key}")
        if key == "properties":
            for name, each in value.items():
                yield from objects(each, f"{at}/{name}")
