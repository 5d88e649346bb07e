"""Does a file have the shape its schema describes? A quick yes for most; for the others, one sentence for each slip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

import jsonschema_rs

from engine.language.findings import Finding, tidy
from engine.language.nodes import Node, to_plain

Schema = Mapping[str, Any]


class Schemas:
    """A set of JSON Schemas (draft 2020-12) that may refer to each other by `$id`, each made ready the first time it is used."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        """Take the schemas by the name they are asked for; where a schema has no `$id`, the name is its address."""
        self._schemas = {name: {"$id": name, **schema} for name, schema in schemas.items()}
        self._quick: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._slow: dict[str, Callable[[Any], Iterable[Any]]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._schemas

    def properties(self, name: str) -> tuple[str, ...]:
        """Return the keys a schema knows, for suggestions."""
        return tuple(self._schemas[name].get("properties", ()))

    def accepts(self, name: str, plain: Any) -> bool:
        """Tell whether plain data has the shape."""
        validator = self._quick.get(name)
        if validator is None:
            validator = self._quick[name] = self._make_quick(name)
        return validator.is_valid(plain)

    def check(self, name: str, node: Node, path: str, plain: Any = None) -> tuple[Finding, ...]:
        """Return what is wrong with the shape of a tree. plain: its plain form, where the caller has it already."""
        data = to_plain(node) if plain is None else plain
        if self.accepts(name, data):
            return ()
        errors = self._slow.get(name)
        if errors is None:
            errors = self._slow[name] = self._make_slow(name)
        from engine.language.shapes import (
            findings_of,
        )  # only a wrong file pays for what explains it

        return tidy(findings_of(errors(data), node, path, self._schemas[name]))

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        addresses = [(schema["$id"], schema) for schema in self._schemas.values()]
        return jsonschema_rs.Registry(addresses, draft=jsonschema_rs.Draft202012)

    def _make_quick(self, name: str) -> jsonschema_rs.Draft202012Validator:
        return jsonschema_rs.Draft202012Validator(self._schemas[name], registry=self._registry)

    def _make_slow(self, name: str) -> Callable[[Any], Iterable[Any]]:
        from jsonschema import Draft202012Validator
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        known = (
            (each["$id"], DRAFT202012.create_resource(each)) for each in self._schemas.values()
        )
        registry: Registry[Any] = Registry().with_resources(known)
        return Draft202012Validator(self._schemas[name], registry=registry).iter_errors


def check_schema(node: Node, schema: str, path: str, schemas: Schemas) -> tuple[Finding, ...]:
    """Return what is wrong with the shape of a tree, by the schema of this name."""
    return schemas.check(schema, node, path)
