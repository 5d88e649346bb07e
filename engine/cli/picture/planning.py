"""How high each step's box must be, and what leaves it to the right, to the left and below, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count

from engine.cli.picture.measure import Ruler
from engine.cli.picture.order import Groups
from engine.cli.picture.wording import Wording
from engine.language.edges import Edge
from engine.language.findings import Finding
from engine.language.program import Program

BOX, PILL, TEXT = 320.0, 190.0, 176.0
"""Widths of a step, of a small box, of the labels between them."""
LEFT_TEXT = 150.0
LINE, SMALL = 18.0, 14.0
"""Heights of a line of a title and of a label."""
LANE, GAP, PAD = 12.0, 24.0, 12.0
LABEL_SIZE, TITLE_SIZE, HEAD_SIZE = 11.0, 13.0, 10.5


@dataclass(slots=True)
class Slot:
    """A way out of a box to the right or left. y: of its line, from the top of the box."""

    to: str
    ways: tuple[Edge, ...]
    lines: tuple[str, ...]
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Bent:
    """A line that goes round others. y, into: the heights at which it leaves its box and enters the other."""

    slot: Slot
    y: float
    into: float


@dataclass(slots=True)
class Plan:
    """A step's box before its place is known."""

    step: str
    title: tuple[str, ...]
    right: list[Slot] = field(default_factory=list)
    left: list[Slot] = field(default_factory=list)
    down: tuple[Edge, ...] = ()
    down_to: str = ""
    below: tuple[str, ...] = ()
    entries: int = 0
    y: float = 0.0
    h: float = 0.0


@dataclass(frozen=True, slots=True)
class Paper:
    """What the parts of a picture are planned with."""

    program: Program
    wording: Wording
    ruler: Ruler
    groups: Groups
    findings: Mapping[str, tuple[Finding, ...]]

    def wrap(self, text: str, width: float, size: float = LABEL_SIZE, most: int = 2) -> list[str]:
        """Return a text in lines."""
        return self.ruler.lines(text, width, size, most)

    def words(self, ways: Iterable[Edge], width: float, *, plain: bool = False) -> tuple[str, ...]:
        """Return the lines beside an arrow that stands for these ways."""
        each = {
            self.wording.way(way, plain=plain): 2 + 2 * (way.manner == "branch") for way in ways
        }
        return tuple(
            line
            for text, most in each.items()
            if text
            for line in self.wrap(text, width, most=most)
        )


class Column:
    """Steps below each other, with what leaves each of them."""

    def __init__(
        self, paper: Paper, steps: tuple[str, ...], end: str, peers: frozenset[str]
    ) -> None:
        self.paper = paper
        self.peers = peers
        follows = dict(zip(steps, (*steps[1:], end), strict=False))
        self.plans = {step: self._plan(step, follows[step]) for step in steps}
        self.end = end if any(plan.down_to == end for plan in self.plans.values()) else ""

    def _plan(self, step: str, follows: str) -> Plan:
        wording = self.paper.wording
        title = self.paper.wrap(wording.title(step), BOX - 28, TITLE_SIZE)
        plan = Plan(step, tuple(title))
        for target, ways in self.paper.groups[step].items():
            if target == follows and follows:
                plan.down, plan.down_to = ways, target
                plan.below = self.paper.words(ways, TEXT + 60, plain=True)
            elif target in self.peers:
                plan.left.append(Slot(target, ways, self.paper.words(ways, LEFT_TEXT - 14)))
            else:
                plan.right.append(Slot(target, ways, self.paper.words(ways, TEXT - 24)))
        return plan

    def settle(self, top: Mapping[str, float], y: float) -> float:
        """Give every box its height and place; top: where a box may begin at the earliest. Return where the column ends."""
        for plan in self.plans.values():
            right = _spread(plan.right, 10.0, 28.0)
            left = _spread(plan.left, 14.0 + plan.entries * 8, 18.0)
            plan.h = max(28 + LINE * len(plan.title), right + 8, left + 8, 52.0)
            plan.y = y = max(y, top.get(plan.step, 0.0))
            y += plan.h + GAP + SMALL * len(plan.below)
        return y


def _spread(slots: list[Slot], begin: float, least: float) -> float:
    """Put the lines of these ways below each other and return where the last one ends."""
    y = begin
    for slot in slots:
        text = SMALL * max(1, len(slot.lines))
        slot.y = y + text
        y += max(least, text + 10)
    return y


@dataclass(slots=True)
class Lanes:
    """Vertical lines beside a column that must not lie on each other."""

    taken: list[list[tuple[float, float]]] = field(default_factory=list)

    def lane(self, one: float, other: float) -> int:
        """Return the first lane that is free between these heights, and take it."""
        low, high = min(one, other) - 3, max(one, other) + 3
        for number in count():
            if number == len(self.taken):
                self.taken.append([])
            if all(high < first or low > last for first, last in self.taken[number]):
                self.taken[number].append((low, high))
                return number
        raise AssertionError
