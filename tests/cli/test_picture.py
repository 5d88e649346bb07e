"""The picture of every service can be read: nothing lies on anything else, every way is drawn once and ends at a box."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from engine.cli.picture.measure import Ruler
from engine.cli.picture.notation import escaped, mermaid
from engine.cli.picture.shapes import Arrow, Box, Picture
from engine.cli.picture.sheet import sheet
from engine.cli.picture.svg import draw
from engine.cli.picture.wording import Wording
from engine.cli.picture.written import end_words, written
from engine.language.edges import edges_of
from engine.language.findings import error
from engine.language.program import Program
from engine.language.source import Span
from tests import real

HERE = Path(__file__).parent
SERVICES = real.each()
WIDEST, HIGHEST = 2_400, 3_700
LINE = re.compile(r"""
    \ \ \w+ (?: [\[({/]{1,2} "[^"]*" [\])}/]{1,2} )?
    (?: \ (?:--\ "[^"]*"\ )?-->\ \w+ )?
""", re.VERBOSE)  # fmt: skip
"""A line of Mermaid's notation as it is written here: a box, an arrow between two, or both."""
SVG = "{http://www.w3.org/2000/svg}"


def program_of(service: str) -> Program:
    return real.loaded().catalogue.programs[service]


@cache
def pictures(service: str) -> tuple[Picture, ...]:
    program = program_of(service)
    return tuple(sheet(program, language, real.files()) for language in program.languages[:2])


@pytest.mark.parametrize("service", SERVICES)
def test_it_can_be_read(service: str) -> None:
    program = program_of(service)
    for picture in pictures(service):
        assert not [pair for pair in itertools.combinations(picture.boxes, 2) if overlap(*pair)]
        assert not [arrow for arrow in picture.arrows if not ends_at_its_box(arrow, picture)]
        assert not [pair for pair in crossed(picture) if pair]
        drawn = [way for arrow in picture.arrows for way in arrow.ways]
        assert sorted(drawn) == sorted(edges_of(program))
        assert picture.width <= WIDEST
        assert picture.height <= HIGHEST
        assert all(box.x >= 0 and box.right <= picture.width for box in picture.boxes)
        assert all(box.y >= 0 and box.bottom <= picture.height for box in picture.boxes)


@pytest.mark.parametrize("service", SERVICES)
def test_it_shows_every_step_and_every_end(service: str) -> None:
    program = program_of(service)
    for picture in pictures(service):
        tree = ET.fromstring(draw(picture, service))
        named = {each.get("id", "").removeprefix("step-") for each in tree.iter(f"{SVG}g")}

        assert {*program.by_id, *program.ends} <= named
        assert all("".join(each.itertext()).strip() for each in tree.iter(f"{SVG}text"))


@pytest.mark.parametrize("service", SERVICES)
def test_its_words_fit_their_boxes(service: str) -> None:
    for picture in pictures(service):
        ruler = Ruler([line for box in picture.boxes for line in (*box.lines, box.head)])
        wide = [
            box.lines
            for box in picture.boxes
            if any(ruler.width(line, 12) > box.w - 8 for line in box.lines)
        ]
        assert not wide


@pytest.mark.parametrize("service", SERVICES)
def test_its_notation_has_every_step_with_its_words(service: str) -> None:
    program = program_of(service)
    places, ends = written(program, real.files()), end_words(program, real.files())
    for language in program.languages[:2]:
        wording = Wording(program, places, ends, language)
        first, *lines = mermaid(wording, {program.first: "⚠ FLOW-999", "": "⚠ FLOW-998"}).split(
            "\n"
        )

        assert first == "flowchart TD"
        assert [line for line in lines if not LINE.fullmatch(line)] == []
        for name, words in [
            *((step, wording.title(step)) for step in program.by_id),
            *((end, wording.end(end)) for end in program.ends),
        ]:
            drawn = [
                line for line in lines if re.match(rf"  {name.replace('.', '__')}_?[\[({{]", line)
            ]
            assert any(escaped(words) in line for line in drawn), name
        assert sum("⚠ FLOW-999" in line for line in lines) == 1
        assert sum("⚠ FLOW-998" in line for line in lines) == 1


@pytest.mark.parametrize("row", yaml.safe_load((HERE / "notation.yaml").read_text("utf-8")))
def test_it_writes_words_that_mermaid_cannot_misread(row: dict[str, str]) -> None:
    assert escaped(row["words"]) == row["written"], row["it"]


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )


def ends_at_its_box(arrow: Arrow, picture: Picture) -> bool:
    """Whether the tip lies on the edge of a box that stands for where the ways lead."""
    x, y = arrow.points[-1]
    there = [
        box
        for box in picture.boxes
        if box.x - 0.1 <= x <= box.right + 0.1 and box.y - 0.1 <= y <= box.bottom + 0.1
    ]
    return any(not arrow.ways or box.to == arrow.ways[0].end for box in there)


def crossed(picture: Picture) -> list[tuple[str, str]]:
    """Return the boxes that a line runs through on its way."""
    found = []
    for arrow in picture.arrows:
        for one, other in itertools.pairwise(arrow.points):
            low_x, high_x = sorted((one[0], other[0]))
            low_y, high_y = sorted((one[1], other[1]))
            found += [
                (box.to, arrow.look)
                for box in picture.boxes
                if low_x < box.right - 1
                and high_x > box.x + 1
                and low_y < box.bottom - 1
                and high_y > box.y + 1
            ]
    return found


def test_it_marks_what_was_found_on_the_step_it_belongs_to() -> None:
    program = program_of("municipal.water_leak")
    path = "municipal/water_leak.yaml"
    text = real.files()[path].decode().splitlines()
    line = next(place for place, each in enumerate(text, 1) if "id: street" in each)
    findings = (
        error(path, Span(line, 5, line, 9), "FLOW-999", "Something is wrong here", "", "Change it"),
        error(path, Span(1, 1, 1, 2), "FLOW-998", "Something is wrong with the service"),
        error("revenue/adangal.yaml", Span(line, 1, line, 2), "FLOW-997", "Not of this service"),
    )

    picture = sheet(program, "te", real.files(), findings)

    marked = {box.to: [each.code for each in box.findings] for box in picture.boxes if box.findings}
    assert marked == {"street": ["FLOW-999"], "": ["FLOW-998"]}
    assert "FLOW-999 Something is wrong here. Change it." in draw(picture, "x")
