"""Writes a picture as SVG: text stays text, light and dark by the reader's own wish, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape

from engine.cli.picture.shapes import Arrow, Box, Frame, Heading, Label, Picture
from engine.cli.reading import PROJECT
from engine.language.findings import Finding, Severity

TIP = 7.0


def draw(picture: Picture, title: str) -> str:
    """Return the picture as SVG. title: what a reader's program calls it."""
    w, h = round(picture.width), round(picture.height)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>\n{_style()}</style>",
        f'<rect class="paper" width="{w}" height="{h}"/>',
        *map(_frame, picture.frames),
        *map(_arrow, picture.arrows),
        *map(_box, picture.boxes),
        *map(_labels, picture.arrows),
        *map(_heading, picture.headings),
        "</svg>",
    ]
    return "\n".join(line for line in lines if line) + "\n"


@cache
def _style() -> str:
    return (PROJECT / "templates" / "graph" / "picture.css").read_text("utf-8")


def _heading(heading: Heading) -> str:
    return f'<text class="heading" x="{heading.x:.1f}" y="{heading.y:.1f}">{escape(heading.text)}</text>'


def _frame(frame: Frame) -> str:
    place = f'x="{frame.x:.1f}" y="{frame.y:.1f}" width="{frame.w:.1f}" height="{frame.h:.1f}"'
    name = f'<text class="head" x="{frame.x + 2:.1f}" y="{frame.y - 4:.1f}">{escape(frame.title)}</text>'
    return f'<rect class="frame" rx="10" {place}/>{name}'


def _arrow(arrow: Arrow) -> str:
    """Draw the line; its tip lies before the box it ends at."""
    (bx, by), (x, y) = arrow.points[-2:]
    dx, dy = (x > bx) - (x < bx), (y > by) - (y < by)
    short = [*arrow.points[:-1], (x - dx * TIP, y - dy * TIP)]
    path = "M" + " L".join(f"{px:.1f},{py:.1f}" for px, py in short)
    left, right = (
        (x - dx * TIP - dy * 4, y - dy * TIP - dx * 4),
        (x - dx * TIP + dy * 4, y - dy * TIP + dx * 4),
    )
    tip = " ".join(f"{px:.1f},{py:.1f}" for px, py in ((x, y), left, right))
    ways = ";".join("|".join(way) for way in arrow.ways)
    line = f'<path class="arrow {arrow.look}" d="{path}" data-ways="{escape(ways)}"/>'
    return f'{line}<polygon class="tip-{arrow.look}" points="{tip}"/>'


def _labels(arrow: Arrow) -> str:
    return "".join(_label(each) for each in arrow.labels if each.lines)


def _label(label: Label) -> str:
    anchor = ' text-anchor="end"' if label.before else ""
    spans = "".join(
        f'<tspan x="{label.x:.1f}" y="{label.y + 14 * place:.1f}">{escape(line)}</tspan>'
        for place, line in enumerate(label.lines)
    )
    return f'<text class="label"{anchor}>{spans}</text>'


def _box(box: Box) -> str:
    key = box.look.startswith("key")
    look = box.look.removeprefix("key").removeprefix("end").strip() or "none"
    name = f' id="step-{escape(box.to)}"' if box.anchor else ""
    about = f' data-to="{escape(box.to)}"' if box.to else ""
    parts = [
        f"<g{name}{about}>",
        _shape(box, look),
        *_text(box, small=key or not box.anchor),
        _marks(box),
        "</g>",
    ]
    return "".join(parts)


def _shape(box: Box, look: str) -> str:
    x, y, w, h = box.x, box.y, box.w, box.h
    cls = f'class="box {look}"'
    if look == "decision":
        corners = (
            (x, y + h / 2), (x + 14, y), (x + w - 14, y), (x + w, y + h / 2), (x + w - 14, y + h), (x + 14, y + h),
        )  # fmt: skip
        points = " ".join(f"{px:.1f},{py:.1f}" for px, py in corners)
        return f'<polygon {cls} points="{points}"/>'
    round_ = {"question": 14, "words": 3, "system": 3, "money": 8, "officers": 8}.get(
        look, min(h / 2, 17)
    )
    place = f'x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{round_:g}"'
    sides = f'<path class="box {look}" d="M{x + 6:.1f},{y:.1f} v{h:.1f} M{x + w - 6:.1f},{y:.1f} v{h:.1f}"/>'
    return f"<rect {cls} {place}/>" + (sides if look in ("system", "officers") else "")


def _text(box: Box, *, small: bool) -> Iterator[str]:
    if small:
        for line in box.lines:
            y = box.y + box.h / 2 + 4.5
            yield f'<text class="small" x="{box.middle:.1f}" y="{y:.1f}" text-anchor="middle">{escape(line)}</text>'
        return
    y = box.y + 17
    if box.head:
        yield f'<text class="head" x="{box.x + 16:.1f}" y="{y:.1f}">{escape(box.head)}</text>'
        y += 19
    for place, line in enumerate(box.lines):
        yield f'<text x="{box.x + 16:.1f}" y="{y + 18 * place:.1f}">{escape(line)}</text>'


def _marks(box: Box) -> str:
    """Mark what `catalog validate` found here: the worst code, all of it when pointed at."""
    if not box.findings:
        return ""
    worst, more = _worst(box.findings), len(box.findings) > 1
    x, y, w = box.right - 74 - 10 * more, box.y - 8, 68 + 14 * more
    told = "\n".join(map(_told, box.findings))
    text = f'<text class="marked" x="{x + w / 2:.1f}" y="{y + 12:.1f}" text-anchor="middle">{escape(mark(box.findings))}</text>'
    place = f'x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="17" rx="8"'
    shape = f'<rect class="mark {worst.severity}" {place}/>'
    return f"<g><title>{escape(told)}</title>{shape}{text}</g>"


def mark(findings: Sequence[Finding]) -> str:
    """Return the words of a mark: the worst code, and how many more there are."""
    more = f" +{len(findings) - 1}" if len(findings) > 1 else ""
    return _worst(findings).code + more


def _worst(findings: Sequence[Finding]) -> Finding:
    return min(findings, key=lambda each: list(Severity).index(each.severity))


def _told(finding: Finding) -> str:
    parts = (f"{finding.code} {finding.message}", finding.why, finding.fix)
    return ". ".join(part.rstrip(".") for part in parts if part) + "."
