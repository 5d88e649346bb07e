"""What the schemas say about one place of a file: which keys may stand there, what they mean, what their value may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from engine.language.files import FileKind
from engine.language.steps import BY_VERB

Path = tuple[str | int, ...]
"""Keys and places in lists, from the top of a file to a value; list items count from 0."""

STEP = "parts/header.schema.json#/$defs/step"
EACH = "steps/{verb}.schema.json"


class Shape(NamedTuple):
    """A schema with the file it stands in. refs: every reference followed on the way to it, by path below `schemas/`."""

    schema: Mapping[str, Any]
    file: str
    refs: tuple[str, ...] = ()

    def is_a(self, ref: str) -> bool:
        """Tell whether this is what another schema describes (`parts/words.schema.json`), or a part of that file's `$defs`."""
        return any(each == ref or each.startswith(f"{ref}#") for each in self.refs)

    @property
    def help(self) -> str:
        """Return title and description as an officer reads them, with an example."""
        said = self.schema.get("description", "")
        examples = self.schema.get("examples", ())
        example = f"\n\nExample: `{_shown(examples[0])}`" if examples else ""
        return f"**{self.schema.get('title', '')}**: {said}{example}" if said else ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return the only values that may stand here, where they are counted out."""
        kind = self.schema.get("type")
        if "const" in self.schema:
            return (str(self.schema["const"]),)
        return ("true", "false") if kind == "boolean" else tuple(self.schema.get("enum", ()))


class Shapes:
    """All schemas, asked by place."""

    def __init__(self, schemas: Mapping[str, Mapping[str, Any]]) -> None:
        self._schemas = schemas

    def of_file(self, kind: FileKind) -> Shape | None:
        """Return the shape of a whole file."""
        name = f"{kind}.schema.json"
        found = self._schemas.get(name)
        return self._followed(Shape(found, name)) if found else None

    def at(self, kind: FileKind, path: Path, verbs: Mapping[Path, str]) -> Shape | None:
        """Return the shape of a place. verbs: of each step, by its place."""
        shape = self.of_file(kind)
        for depth, part in enumerate(path):
            if shape is None:
                return None
            shape = self.below(shape, part, verbs.get(path[: depth + 1], ""))
        return shape

    def below(self, shape: Shape, part: str | int, verb: str = "") -> Shape | None:
        """Return the shape of what lies under a key, or of an item. verb: of the step that lies there."""
        if isinstance(part, int):
            inner = shape.schema.get("items")
            if not isinstance(inner, Mapping):
                return None
            found = self._followed(Shape(inner, shape.file))
            return self._step(found, verb)
        return next((under for key, under in self._matching(shape, part)), None)

    def keys(self, shape: Shape) -> Iterator[tuple[str, Shape]]:
        """Yield every key that is written out in the schema, with the shape of its value."""
        for key, inner in shape.schema.get("properties", {}).items():
            if isinstance(inner, Mapping):
                yield key, self._followed(Shape(inner, shape.file))

    def required(self, shape: Shape) -> frozenset[str]:
        """Return the keys that must be there."""
        return frozenset(shape.schema.get("required", ()))

    def _matching(self, shape: Shape, key: str) -> Iterator[tuple[str, Shape]]:
        schema = shape.schema
        exact = schema.get("properties", {}).get(key)
        patterns = schema.get("patternProperties", {}).items()
        others = [inner for pattern, inner in patterns if re.search(pattern, key)]
        for inner in (exact, *others, schema.get("additionalProperties")):
            if isinstance(inner, Mapping):
                yield key, self._followed(Shape(inner, shape.file))

    def _step(self, shape: Shape, verb: str) -> Shape:
        """Return the schema of the verb where a step stands; that of all verbs together where its verb is not told yet."""
        if STEP not in shape.refs and "if" not in shape.schema:
            return shape
        names = [verb] if verb in BY_VERB else list(BY_VERB)
        if STEP not in shape.refs and verb not in ("ask", "choose"):
            names = ["ask", "choose"] if verb not in BY_VERB else [verb]
        files = [EACH.format(verb=name) for name in names]
        if len(files) == 1 and files[0] in self._schemas:
            return Shape(self._schemas[files[0]], files[0], (*shape.refs, files[0]))
        return Shape(self._verbs(files), files[0], shape.refs)

    def _verbs(self, files: Iterable[str]) -> dict[str, Any]:
        """Return the keys of a step that has no verb yet: its id, and every verb."""
        found: dict[str, Any] = {}
        for file in files:
            schema = self._schemas[file]
            verb = file.removeprefix("steps/").removesuffix(".schema.json")
            for key in ("id", verb):
                inner = {**schema["properties"][key]}
                if key == verb:
                    inner["description"] = schema.get("description", "")
                found.setdefault(key, inner)
        return {"properties": found, "required": ["id"]}

    def _followed(self, shape: Shape) -> Shape:
        """Return the schema behind a reference; titles written beside the reference stand before its own."""
        reference = shape.schema.get("$ref")
        if not isinstance(reference, str):
            return shape
        file, _, pointer = reference.partition("#")
        file = _joined(shape.file, file) if file else shape.file
        found: Any = self._schemas.get(file, {})
        for part in filter(None, pointer.split("/")):
            found = found.get(part, {})
        own = {key: value for key, value in shape.schema.items() if key != "$ref"}
        name = f"{file}#{pointer}" if pointer else file
        return self._followed(Shape({**found, **own}, file, (*shape.refs, name)))


def _joined(base: str, reference: str) -> str:
    """Return where a relative reference leads."""
    parts = base.split("/")[:-1]
    for part in reference.split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _shown(example: Any) -> str:
    """Return an example as it would stand in the file."""
    if isinstance(example, Mapping):
        inner = ", ".join(f"{key}: {_shown(value)}" for key, value in example.items())
        return "{" + inner + "}"
    if isinstance(example, list):
        return "[" + ", ".join(map(_shown, example)) + "]"
    return str(example).lower() if isinstance(example, bool) else str(example)
