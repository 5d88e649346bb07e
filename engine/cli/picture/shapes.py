"""What a picture is made of: boxes, arrows with their labels, frames around what belongs together, headings."""

from __future__ import annotations

from dataclasses import dataclass

from engine.language.edges import Edge
from engine.language.findings import Finding

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A step, an end, or a small box that names one which is drawn elsewhere.

    look: its colour and shape (`question`, `system`, `money`, `officers`, `words`, `decision`, `start`, `end success`, `link`);
    head: a small line above; to: the step or end it stands for.
    """

    to: str
    x: float
    y: float
    w: float
    h: float
    look: str
    lines: tuple[str, ...]
    head: str = ""
    findings: tuple[Finding, ...] = ()
    anchor: bool = False

    @property
    def middle(self) -> float:
        return self.x + self.w / 2

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside an arrow. x, y: where its first line begins (or ends, where it stands left of a box)."""

    x: float
    y: float
    lines: tuple[str, ...]
    before: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line that ends at a box. ways: those it stands for; look: `good`, `other` or `back`."""

    points: tuple[Point, ...]
    look: str
    ways: tuple[Edge, ...] = ()
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame around the steps of a fragment."""

    x: float
    y: float
    w: float
    h: float
    title: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of larger words."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything to be drawn."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    frames: tuple[Frame, ...]
    headings: tuple[Heading, ...]
