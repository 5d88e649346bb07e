"""Puts every box, arrow and label of a picture in its place, so that nothing lies on anything else."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.cli.picture.order import Section
from engine.cli.picture.planning import (
    BOX,
    HEAD_SIZE,
    LANE,
    LEFT_TEXT,
    PILL,
    SMALL,
    TEXT,
    Bent,
    Column,
    Lanes,
    Paper,
    Plan,
    Slot,
)
from engine.cli.picture.shapes import Arrow, Box, Frame, Heading, Label, Point
from engine.language.edges import Edge


@dataclass(slots=True)
class Drawn:
    """What has been put on the sheet so far."""

    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)


class Placed:
    """One section: its two columns, planned from top to bottom; `draw` puts it on the sheet once the widths are known."""

    def __init__(self, paper: Paper, section: Section, y: float) -> None:
        self.paper, self.section, self.top = paper, section, y
        self.main = Column(paper, section.main, section.end, frozenset(section.main))
        self.side = Column(paper, section.side, "", frozenset())
        self.lanes, self.cross = Lanes(), Lanes()
        for plan in self.main.plans.values():
            for slot in plan.left:
                self.main.plans[slot.to].entries += 1
        self.end_y = self.main.settle({}, y + 60)
        self.bottom = max(self.end_y + (44 if self.main.end else 0), self._beside()) + 10

    def _framed(self) -> list[str]:
        """Return the steps a fragment begins with, which need room for its name."""
        steps = list(self.main.plans)
        return [
            step
            for before, step in zip(["", *steps], steps, strict=False)
            if "." in step and before.rpartition(".")[0] != step.rpartition(".")[0]
        ]

    def _beside(self) -> float:
        """Place the steps beside the middle no higher than where one comes from; return where they end."""
        top: dict[str, float] = {}
        for plan in self.main.plans.values():
            for slot in plan.right:
                if slot.to in self.side.plans:
                    top.setdefault(slot.to, plan.y)
        return self.side.settle(top, self.top + 60)

    def widths(self) -> tuple[int, int, bool]:
        """Return how many lanes there are left of the middle and right of it, and whether anything stands beside."""
        jumps = self._jumps()
        crossings = self._crossings()
        self.jumps = [(each, self.lanes.lane(each.y, each.into)) for each in jumps]
        self.crossings = [(each, self.cross.lane(each.y, each.into)) for each in crossings]
        return len(self.lanes.taken), len(self.cross.taken), bool(self.side.plans)

    def _jumps(self) -> list[Bent]:
        """Return what goes from the middle to the middle."""
        entered: dict[str, int] = {}
        found = []
        for plan in self.main.plans.values():
            for slot in plan.left:
                nth = entered[slot.to] = entered.get(slot.to, 0) + 1
                into = self.main.plans[slot.to].y + 4 + 8 * nth
                found.append(Bent(slot, plan.y + slot.y, into))
        return sorted(found, key=lambda each: abs(each.y - each.into))

    def _crossings(self) -> list[Bent]:
        """Return what goes from the middle to what stands beside it."""
        entered: dict[str, int] = {}
        found = []
        for plan in self.main.plans.values():
            for slot in plan.right:
                if slot.to in self.side.plans:
                    nth = entered[slot.to] = entered.get(slot.to, 0) + 1
                    target = self.side.plans[slot.to]
                    into = target.y + min(6 + 8 * nth, target.h - 4)
                    found.append(Bent(slot, plan.y + slot.y, into))
        return sorted(found, key=lambda each: abs(each.y - each.into))

    # -- on the sheet --------------------------------------------------------------------------------------------------

    def draw(self, drawn: Drawn, x: float, side_x: float) -> None:
        """Put the section on the sheet. x, side_x: where the two columns begin."""
        wording = self.paper.wording
        title = wording.later(self.section.later) if self.section.later else ""
        if title:
            drawn.headings.append(Heading(x, self.top + 2, title))
        first = self.section.main[0]
        start = Box(
            "", x + BOX / 2 - 50, self.top + 16, 100, 26, "start", ("later" if title else "start",)
        )
        drawn.boxes.append(start)
        self._straight(drawn, start, self.main.plans[first].y, (), ())
        for column, left in ((self.main, x), (self.side, side_x)):
            for plan in column.plans.values():
                self._box(drawn, column, plan, left)
        if self.main.end:
            drawn.boxes.append(self._end(self.main.end, x, self.end_y, BOX))
        self._frames(drawn, x)
        for bent, lane in self.jumps:
            self._jump(drawn, bent, x - LEFT_TEXT - LANE * (lane + 0.5), x)
        for bent, lane in self.crossings:
            y, across = bent.y, x + BOX + TEXT + PILL + LANE * (lane + 1)
            points = ((x + BOX, y), (across, y), (across, bent.into), (side_x, bent.into))
            label = _beside_of(x + BOX, y, bent.slot)
            drawn.arrows.append(Arrow(points, "other", bent.slot.ways, (label,)))

    def _box(self, drawn: Drawn, column: Column, plan: Plan, x: float) -> None:
        wording, findings = self.paper.wording, self.paper.findings.get(plan.step, ())
        look = wording.look(plan.step)
        head = self.paper.wrap(
            wording.head(plan.step), BOX - 28 - 60 * bool(findings), HEAD_SIZE, 1
        )
        box = Box(
            plan.step, x, plan.y, BOX, plan.h, look, plan.title, head[0], findings, anchor=True
        )
        drawn.boxes.append(box)
        if plan.down_to:
            under = column.plans.get(plan.down_to)
            self._straight(drawn, box, under.y if under else self.end_y, plan.down, plan.below)
        for slot in plan.right:
            if column is self.main and slot.to in self.side.plans:
                continue
            self._pill(drawn, box, slot)

    def _straight(
        self, drawn: Drawn, box: Box, into: float, ways: tuple[Edge, ...], words: tuple[str, ...]
    ) -> None:
        said = tuple(word for word in words if word)
        labels = (Label(box.middle + 8, box.bottom + 21, said),) if said else ()
        drawn.arrows.append(
            Arrow(((box.middle, box.bottom), (box.middle, into)), "good", ways, labels)
        )

    def _pill(self, drawn: Drawn, box: Box, slot: Slot) -> None:
        x, y = box.right + TEXT, box.y + slot.y
        if slot.to in self.paper.program.ends:
            pill = self._end(slot.to, x, y - 12, PILL)
        else:
            words = self.paper.wrap(f"→ {self.paper.wording.name(slot.to)}", PILL - 20, 12, 1)
            pill = Box(slot.to, x, y - 12, PILL, 24, "link", tuple(words))
        drawn.boxes.append(pill)
        points = ((box.right, y), (x, y))
        drawn.arrows.append(Arrow(points, "other", slot.ways, (_beside_of(box.right, y, slot),)))

    def _end(self, end: str, x: float, y: float, width: float) -> Box:
        found = self.paper.program.ends[end]
        height = 24 if width == PILL else 32
        words = self.paper.wrap(end, width - 20, 12, 1)
        return Box(end, x, y, width, height, f"end {found.result}", tuple(words))

    def _jump(self, drawn: Drawn, bent: Bent, lane: float, x: float) -> None:
        slot, y, into = bent.slot, bent.y, bent.into
        points: tuple[Point, ...] = ((x, y), (lane, y), (lane, into), (x, into))
        label = Label(x - 8, y - 5 - SMALL * (len(slot.lines) - 1), slot.lines, before=True)
        look = "back" if into < y else "other"
        drawn.arrows.append(Arrow(points, look, slot.ways, (label,) if slot.lines else ()))

    def _frames(self, drawn: Drawn, x: float) -> None:
        rows: dict[str, list[Plan]] = {}
        for step in self._framed():
            rows[step.rpartition(".")[0]] = [
                plan
                for plan in self.main.plans.values()
                if plan.step.rpartition(".")[0] == step.rpartition(".")[0]
            ]
        for title, plans in rows.items():
            first, last = plans[0], plans[-1]
            y = first.y - 8
            drawn.frames.append(Frame(x - 8, y, BOX + 16, last.y + last.h + 8 - y, title))


def _beside_of(x: float, y: float, slot: Slot) -> Label:
    return Label(x + 13, y - 5 - SMALL * (len(slot.lines) - 1), slot.lines)
