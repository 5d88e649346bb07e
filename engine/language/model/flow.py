"""What services, families and fragments share: steps from top to bottom, and ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.language import nodes
from engine.language.model.names import Name, names_at


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNode:
    """A step as it stands in its file, its verb told and its form checked."""

    path: str
    id: Name
    verb: str
    node: nodes.Mapping

    def get(self, key: str) -> nodes.Node | None:
        """Return what stands under this key."""
        return self.node.by_name.get(key)

    @property
    def said(self) -> nodes.Node:
        """Return what stands under the verb."""
        return self.node.by_name[self.verb]

    @property
    def former_ids(self) -> tuple[Name, ...]:
        """Return what it was called before."""
        return names_at(self.node, "former_ids")


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterNode:
    """Something that may be done afterwards."""

    id: Name
    node: nodes.Mapping
    steps: tuple[StepNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Steps, what may be done later, and ends."""

    path: str
    node: nodes.Mapping
    steps: tuple[StepNode, ...]
    later: tuple[LaterNode, ...]
    ends: tuple[tuple[Name, nodes.Mapping], ...]

    def every_step(self) -> Iterator[StepNode]:
        """Yield its steps, then those that may be done later."""
        yield from self.steps
        for later in self.later:
            yield from later.steps

    def end(self, name: str) -> tuple[Name, nodes.Mapping] | None:
        """Return the end of this name."""
        return next((end for end in self.ends if end[0].text == name), None)
