"""A catalogue looked at as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.language.model.flow import Flow, StepNode
from engine.language.outline import Outline, Script, script_of
from engine.language.reading import Reading


@dataclass(frozen=True, slots=True)
class Whole:
    """A catalogue. files: bytes by path; reading: of what all services stand on; outlines: of every service, by their paths."""

    files: Mapping[str, bytes]
    reading: Reading
    outlines: tuple[Outline, ...]

    def shared_flows(self) -> Iterator[Flow]:
        """Yield what is written of families, then of fragments, then ends that are said once."""
        yield from (family.flow for family in self.reading.world.families.values())
        yield from (fragment.flow for fragment in self.reading.world.fragments.values())
        yield from self.reading.world.ends.values()

    def scripts(self) -> Iterator[Script]:
        """Yield what is written of services, then of what they share."""
        yield from (outline.script for outline in self.outlines)
        yield from map(script_of, self.shared_flows())


def rows_of(flow: Flow) -> Iterator[tuple[StepNode, ...]]:
    """Yield the rows of steps a file has: its own, and one for each thing that may be done later."""
    yield flow.steps
    yield from (later.steps for later in flow.later)
