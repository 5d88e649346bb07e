"""What is known of one file while it is being written: its tree, its steps, and the types of its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.domain.types import Type
from engine.language import nodes
from engine.language.compiler.compiler import compile_alone, compile_service
from engine.language.compiler.draft import Draft
from engine.language.compiler.shared_ends import SharedEnd, ends_beside
from engine.language.compiler.world import World
from engine.language.expressions import names_in
from engine.language.files import FileKind, Place, service_id
from engine.language.model.service import Service
from engine.language.reading import Reading
from engine.language.source import Span
from engine.language.steps import BY_VERB
from engine.lsp.shapes import Path


@dataclass(frozen=True, slots=True)
class StepPlace:
    """A step as it stands in the tree. path: to its mapping; verb: empty where none was told."""

    id: nodes.Scalar
    verb: str
    node: nodes.Mapping
    path: Path


@dataclass(frozen=True, slots=True)
class Book:
    """place, text, tree: of the file; draft: of the service, the family by its first member, or the fragment; types: of every name
    that conditions and texts of this file may read; service: whose file, test or translation it is."""

    place: Place
    text: str
    tree: nodes.Node | None
    world: World
    draft: Draft | None
    types: Mapping[str, Type]
    service: Service | None

    @property
    def steps(self) -> tuple[StepPlace, ...]:
        """Return the steps of this file, or, in a test or a translation, those of its service."""
        return tuple(steps_of(self.flow))

    @property
    def flow(self) -> nodes.Node | None:
        """Return the tree in which steps and ends of this file's service stand."""
        if self.place.kind in (FileKind.SERVICE, FileKind.FAMILY, FileKind.FRAGMENT):
            own = self.tree
            if not (
                self.draft
                and isinstance(own, nodes.Mapping)
                and own.get("family")
                and own.get("service")
            ):
                return own
        return self.draft.flow.node if self.draft else None

    @property
    def ends(self) -> tuple[nodes.Scalar, ...]:
        """Return the names of the ends."""
        ends = self.flow.get("ends") if isinstance(self.flow, nodes.Mapping) else None
        return tuple(key for key, _ in ends.entries) if isinstance(ends, nodes.Mapping) else ()

    @property
    def shared_ends(self) -> Mapping[str, SharedEnd]:
        """Return the ends beside this file that its service, or its family, may name."""
        if self.draft is None or self.place.kind is FileKind.FRAGMENT:
            return {}
        return ends_beside(self.draft.flow, self.place.department, self.world)

    @property
    def names(self) -> list[str]:
        """Return every name a condition may read, with its parts."""
        return sorted(set(names_in(self.types)))

    def step(self, name: str) -> StepPlace | None:
        """Return the step of this name."""
        return next((each for each in self.steps if each.id.text == name), None)


def steps_of(node: nodes.Node | None, path: Path = ()) -> Iterator[StepPlace]:
    """Yield the steps of a file, those of `later` too, but not the questions inside a `repeat`."""
    if not isinstance(node, nodes.Mapping):
        return
    for key, value in node.entries:
        if key.text == "steps" and isinstance(value, nodes.Sequence):
            for number, item in enumerate(value.items):
                if isinstance(item, nodes.Mapping):
                    yield from _step(item, (*path, "steps", number))
        elif key.text == "later" and isinstance(value, nodes.Mapping):
            for name, part in value.entries:
                yield from steps_of(part, (*path, "later", name.text))


def _step(item: nodes.Mapping, path: Path) -> Iterator[StepPlace]:
    found = item.get("id")
    verb = next((key.text for key, _ in item.entries if key.text in BY_VERB), "")
    if isinstance(found, nodes.Scalar) and found.text:
        yield StepPlace(found, verb, item, path)


def verbs_of(node: nodes.Node | None, path: Path = ()) -> dict[Path, str]:
    """Return the verb of every mapping that is an item of `steps` or `each`, by its place."""
    found: dict[Path, str] = {}
    if isinstance(node, nodes.Mapping):
        for key, value in node.entries:
            found |= verbs_of(value, (*path, key.text))
    elif isinstance(node, nodes.Sequence):
        for number, item in enumerate(node.items):
            here = (*path, number)
            if isinstance(item, nodes.Mapping) and path and path[-1] in ("steps", "each"):
                found[here] = next((key.text for key, _ in item.entries if key.text in BY_VERB), "")
            found |= verbs_of(item, here)
    return found


def read_draft(place: Place, reading: Reading) -> tuple[Draft | None, Service | None]:
    """Return what the compiler knows of a file's names, and the service the file belongs to."""
    if place.kind is FileKind.FRAGMENT:
        fragment = reading.world.fragments.get(place.name)
        return (compile_alone(fragment, reading.world) if fragment else None), None
    service = _service_of(place, reading)
    return (compile_service(service, reading.world)[0] if service else None), service


def _service_of(place: Place, reading: Reading) -> Service | None:
    wanted = service_id(place)
    family = place.kind in (FileKind.FAMILY, FileKind.FAMILY_SCENARIOS)
    for service in reading.services:
        member = service.family is not None and service.family.text == place.name
        if service.id == wanted or (family and member and service.department == place.department):
            return service
    return None


def spans(node: nodes.Node, path: Path = ()) -> Iterator[tuple[Path, nodes.Scalar, bool]]:
    """Yield every scalar of a tree with its way; True: it is a key."""
    if isinstance(node, nodes.Scalar):
        yield path, node, False
    elif isinstance(node, nodes.Mapping):
        for key, value in node.entries:
            here = (*path, key.text)
            yield here, key, True
            yield from spans(value, here)
    else:
        for number, item in enumerate(node.items):
            yield from spans(item, (*path, number))


def holds(span: Span, line: int, column: int) -> bool:
    """Tell whether a place lies in a span, its end included; both count from 1."""
    return (span.line, span.column) <= (line, column) <= (span.end_line, span.end_column)


def node_at(node: nodes.Node | None, path: Path) -> nodes.Node | None:
    """Return what lies under a path."""
    for part in path:
        if isinstance(node, nodes.Mapping) and isinstance(part, str):
            node = node.get(part)
        elif isinstance(node, nodes.Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            return None
    return node
