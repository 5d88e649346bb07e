"""The schemas are sound, resolve without a network, and explain every key to the officer who meets it in an editor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry

from engine.language.files import FileKind
from engine.language.header import HEADER

PLACE = "https://manamitra.example/schemas/"
FOLDER = Path(__file__).resolve().parents[2] / "schemas"
NAMES = [path.relative_to(FOLDER).as_posix() for path in sorted(FOLDER.rglob("*.schema.json"))]
EXPLAINED = ("title", "description", "examples")
OPEN = {
    "parts/header.schema.json": ["/$defs/step"],
    "parts/step.schema.json": [""],
    "editor/service.schema.json": [""],
}
"""Left open on purpose: the schema of the step's own verb is applied as well."""

Schemas = dict[str, dict[str, Any]]


def parts(schema: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every schema inside a schema with its place; conditions only look, so they are left out."""
    if isinstance(schema, list):
        for number, item in enumerate(schema):
            yield from parts(item, f"{at}/{number}")
    elif isinstance(schema, dict):
        yield at, schema
        for key, value in schema.items():
            if key in ("properties", "$defs", "patternProperties"):
                for name, each in value.items():
                    yield from parts(each, f"{at}/{key}/{name}")
            elif key not in ("examples", "if", "then", "else", "dependentSchemas", "allOf"):
                yield from parts(value, f"{at}/{key}")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_sound_schema(name: str, schemas: Schemas) -> None:
    schema = schemas[name]

    Draft202012Validator.check_schema(schema)

    assert schema["$id"] == PLACE + name
    assert schema["title"]
    assert schema["description"]


@pytest.mark.parametrize("name", NAMES)
def test_it_explains_every_key(name: str, schemas: Schemas, registry: Registry[Any]) -> None:
    resolver = registry.resolver(PLACE + name)
    silent = []
    for at, schema in parts(schemas[name]):
        for key, each in schema.get("properties", {}).items():
            told = each
            if "$ref" in each:
                told = {**resolver.lookup(each["$ref"]).contents, **each}
            silent += [f"{at}/{key}: no {word}" for word in EXPLAINED if word not in told]

    assert silent == []


@pytest.mark.parametrize("name", NAMES)
def test_it_takes_no_key_it_does_not_know(name: str, schemas: Schemas) -> None:
    open_ended = [
        at
        for at, schema in parts(schemas[name])
        if "properties" in schema and schema.get("additionalProperties", True) is True
    ]

    assert open_ended == OPEN.get(name, [])


@pytest.mark.parametrize("name", NAMES)
def test_its_examples_fit_it(
    name: str, schemas: Schemas, validators: dict[str, Draft202012Validator]
) -> None:
    registry = jsonschema_rs.Registry([(PLACE + path, schemas[path]) for path in schemas])
    quick = jsonschema_rs.Draft202012Validator(schemas[name], registry=registry)

    for example in schemas[name].get("examples", ()):
        assert [error.message for error in validators[name].iter_errors(example)] == []
        assert quick.is_valid(example)


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_its_keys_fit_them(
    name: str, schemas: Schemas, registry: Registry[Any]
) -> None:
    misleading = []
    for at, schema in parts(schemas[name]):
        for key, each in schema.get("properties", {}).items():
            if not isinstance(each, dict) or not _stands_alone(each):
                continue
            rooted = {**each, "$id": PLACE + name}
            validator = Draft202012Validator(rooted, registry=registry)
            misleading += [
                f"{at}/{key}: {example!r}: {error.message}"
                for example in each.get("examples", ())
                for error in validator.iter_errors(example)
            ]

    assert misleading == []


def _stands_alone(schema: dict[str, Any]) -> bool:
    """Tell whether a schema refers to other files only, so that it can be tried outside its own."""
    return '"$ref": "#' not in str(schema).replace("'", '"')


@pytest.mark.parametrize("kind", HEADER)
def test_the_header_comes_in_the_order_of_its_schema(kind: FileKind) -> None:
    schema = json.loads((FOLDER / f"{kind}.schema.json").read_bytes())

    assert list(HEADER[kind]) == list(schema["properties"])
