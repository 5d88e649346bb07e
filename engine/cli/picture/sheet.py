"""Puts the sections of a service on one sheet: a title and a key above, every end with its words below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.cli.picture.measure import Ruler
from engine.cli.picture.order import groups, sections
from engine.cli.picture.placing import Drawn, Placed
from engine.cli.picture.planning import BOX, LANE, LEFT_TEXT, PILL, TEXT, TITLE_SIZE, Paper
from engine.cli.picture.shapes import Box, Heading, Picture
from engine.cli.picture.wording import GROUPS, Wording
from engine.cli.picture.written import end_words, on_steps, written
from engine.language.findings import Finding
from engine.language.program import Program

MARGIN = 28.0
KEY, KEY_ROW = 268.0, 30.0
END_WIDTH, END_GAP = 380.0, 16.0


def sheet(
    program: Program,
    language: str,
    files: Mapping[str, bytes],
    findings: Iterable[Finding] = (),
) -> Picture:
    """Return the picture of a program in one language. files: of the catalogue; findings: those of other services are passed over."""
    places = written(program, files)
    wording = Wording(program, places, end_words(program, files), language)
    paper = Paper(
        program,
        wording,
        Ruler(wording.all()),
        groups(program),
        on_steps(findings, places, program.sources),
    )
    y = MARGIN + 40 + KEY_ROW * 2 + 10
    placed = []
    for section in sections(program):
        placed.append(Placed(paper, section, y))
        y = placed[-1].bottom + 32
    each = [section.widths() for section in placed]
    lanes, crossings = max(left for left, _, _ in each), max(across for _, across, _ in each)
    x = MARGIN + (LEFT_TEXT + LANE * (lanes + 1) if lanes else 8)
    side_x = x + BOX + TEXT + PILL + LANE * (crossings + 1) + 26
    right = (side_x if any(beside for _, _, beside in each) else x) + BOX + TEXT + PILL
    width = max(right + MARGIN, MARGIN * 2 + KEY * 3)
    drawn = Drawn()
    for one in placed:
        one.draw(drawn, x, side_x)
    height = _ends(drawn, paper, y, width)
    _head(drawn, paper, width)
    return Picture(
        width,
        height,
        tuple(drawn.boxes),
        tuple(drawn.arrows),
        tuple(drawn.frames),
        tuple(drawn.headings),
    )


def _head(drawn: Drawn, paper: Paper, width: float) -> None:
    drawn.headings.append(Heading(MARGIN, MARGIN + 14, paper.wording.service()))
    columns = max(1, int((width - 2 * MARGIN) // KEY))
    for place, (look, words) in enumerate(GROUPS.items()):
        x, y = MARGIN + KEY * (place % columns), MARGIN + 36 + KEY_ROW * (place // columns)
        drawn.boxes.append(Box("", x, y, KEY - 14, 22, f"key {look}", (words,)))
    loose = paper.findings.get("", ())
    if loose:
        drawn.boxes.append(Box("", width - MARGIN - 70, MARGIN, 70, 22, "key", (), "", loose))


def _ends(drawn: Drawn, paper: Paper, y: float, width: float) -> float:
    """Draw every end with its words, and return how high the sheet is."""
    drawn.headings.append(Heading(MARGIN, y + 8, "How it can end"))
    columns = max(1, int((width - 2 * MARGIN + END_GAP) // (END_WIDTH + END_GAP)))
    y += 24
    row: list[Box] = []
    for place, (end, found) in enumerate(paper.program.ends.items()):
        if place % columns == 0:
            y = max((box.bottom for box in row), default=y - END_GAP) + END_GAP
            row = []
        lines = paper.wrap(paper.wording.end(end), END_WIDTH - 28, TITLE_SIZE, 3)
        box = Box(
            end,
            MARGIN + (END_WIDTH + END_GAP) * (place % columns),
            y,
            END_WIDTH,
            34 + 18 * max(1, len(lines)),
            f"end {found.result}",
            tuple(lines),
            f"{end} · {found.result}" + (f" → {found.to}" if found.to else ""),
            anchor=True,
        )
        row.append(box)
        drawn.boxes.append(box)
    return max(box.bottom for box in row) + MARGIN
