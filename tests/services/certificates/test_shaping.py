"""Letters stand on the paper as people write them: every hard word has the outlines, at the places, that HarfBuzz gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import typst
import uharfbuzz
import yaml

from engine.services.certificates.render import installed_fonts, nastaliq

Point = tuple[float, float]

WORDS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("hard_words.yaml").read_text(encoding="utf-8")
)
FAMILY = {"te": "Telugu", "hi": "Devanagari", "ur": "Arabic", "en": ""}
NASTALIQ = [file for file in nastaliq() if file.stem.endswith("-Regular")]
EACH = [(language, str(word)) for language in FAMILY for word in WORDS[language]]
SIZE = 100.0
CONJUNCTS = ("akhn", "blwf", "pstf", "half", "pres", "blws", "psts", "abvs")
LINK = "{http://www.w3.org/1999/xlink}href"
SVG = "{http://www.w3.org/2000/svg}"
PAGE = (
    '#set page(width: auto, height: auto, margin: 0pt)\n#set text(font: sys.inputs.font, size: 100pt, lang: sys.inputs.lang)\n'
    "#sys.inputs.word"
)  # fmt: skip


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> typst.Compiler:
    page = tmp_path_factory.mktemp("page") / "word.typ"
    page.write_text(PAGE, encoding="utf-8")
    urdu = tmp_path_factory.mktemp("urdu")
    for file in NASTALIQ:
        (urdu / file.name).symlink_to(file)
    folders = [str(folder) for folder in (*installed_fonts(), urdu)]
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=folders
    )
    return typst.Compiler(str(page), font_paths=fonts, ignore_system_fonts=True)


@pytest.fixture(scope="module")
def shapers() -> dict[str, uharfbuzz.Font]:
    found = {}
    for language, script in FAMILY.items():
        name = f"NotoSans{script}["
        files = [file for folder in installed_fonts() for file in folder.glob("*.ttf")]
        file = next(each for each in files if each.name.startswith(name))
        found[language] = shaper_of(file)
    return found


def shaper_of(file: Path) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))))


def placed(points: list[Point], x: float, y: float) -> Iterator[tuple[int, int]]:
    """Yield points moved to their glyph's place, in half units of a font of 100 points: rounding is no difference."""
    for point in points:
        yield round((point[0] + x) * 2), round((point[1] + y) * 2)


def drawn(
    word: str, language: str, compiler: typst.Compiler, font: str = ""
) -> list[tuple[int, int]]:
    """Return where typst puts the points of all outlines."""
    font = font or f"Noto Sans {FAMILY[language]}".strip()
    page = compiler.compile(format="svg", sys_inputs={"word": word, "lang": language, "font": font})
    assert isinstance(page, bytes)
    tree = ET.fromstring(page)
    outlines = {
        f"#{symbol.get('id')}": points_of(symbol.find(f"{SVG}path").get("d"))
        for symbol in tree.iter(f"{SVG}symbol")
    }
    found: list[tuple[int, int]] = []
    for group in tree.iter(f"{SVG}g"):
        right, down = map(float, group.get("transform", "").rstrip(")").split()[-2:])
        rise = float(tree.get("height", "").removesuffix("pt")) - down
        for use in group.iter(f"{SVG}use"):
            found += placed(outlines[use.get(LINK)], right + float(use.get("x", "0")), rise)
    return sorted(found)


def points_of(path: str) -> list[Point]:
    """Return the corners of an SVG path of relative commands, without those that only steer a curve."""
    found: list[Point] = []
    x = y = 0.0
    start = (x, y)
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        values = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        match command:
            case "M":
                x, y = values[-2:]
                continue
            case "h":
                x += values[0]
            case "v":
                y += values[0]
            case "Z":  # the next one begins where this one began
                x, y = start
                continue
            case _:
                x, y = x + values[-2], y + values[-1]
        if command == "m":
            start = (x, y)
        found.append((x, y))
    return found


def shaped(
    word: str, language: str, font: uharfbuzz.Font, joined: bool = True
) -> list[tuple[int, int]]:
    """Return where HarfBuzz puts them; every letter has a glyph."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    buffer.language = language
    uharfbuzz.shape(font, buffer, dict.fromkeys(CONJUNCTS, joined))
    scale = SIZE / font.face.upem
    found: list[tuple[int, int]] = []
    at = 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        assert info.codepoint != 0, f"{word}: a letter without a glyph"
        points = [(x * scale, y * scale) for x, y in corners(font, info.codepoint)]
        found += placed(points, (at + position.x_offset) * scale, position.y_offset * scale)
        at += position.x_advance
    return sorted(found)


def corners(font: uharfbuzz.Font, glyph: int) -> list[Point]:
    found: list[Point] = []
    pen = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(lambda x, y, data: data.append((x, y)))
    pen.set_line_to_func(lambda x, y, data: data.append((x, y)))
    pen.set_quadratic_to_func(lambda _a, _b, x, y, data: data.append((x, y)))
    pen.set_cubic_to_func(lambda _a, _b, _c, _d, x, y, data: data.append((x, y)))
    pen.set_close_path_func(lambda _data: None)
    font.draw_glyph(glyph, pen, found)
    return found


@pytest.mark.parametrize(("language", "word"), EACH, ids=str)
def test_it_is_shaped_as_harfbuzz_shapes_it(
    language: str, word: str, compiler: typst.Compiler, shapers: dict[str, uharfbuzz.Font]
) -> None:
    ours, theirs = drawn(word, language, compiler), shaped(word, language, shapers[language])

    assert len(ours) > 3
    assert near(ours, theirs)


@pytest.mark.skipif(not NASTALIQ, reason="Noto Nastaliq Urdu (fonts-noto-core) is not installed")
@pytest.mark.parametrize("word", [str(word) for word in WORDS["ur"]])
def test_urdu_hangs_in_nastaliq_as_harfbuzz_hangs_it(
    word: str, compiler: typst.Compiler, shapers: dict[str, uharfbuzz.Font]
) -> None:
    ours = drawn(word, "ur", compiler, "Noto Nastaliq Urdu")

    assert near(ours, shaped(word, "ur", shaper_of(NASTALIQ[0])))
    assert not near(ours, shaped(word, "ur", shapers["ur"])), "this is Naskh"


def test_letters_that_are_not_joined_are_told_apart(
    compiler: typst.Compiler, shapers: dict[str, uharfbuzz.Font]
) -> None:
    ours = drawn("శ్రీ", "te", compiler)

    assert near(ours, shaped("శ్రీ", "te", shapers["te"]))
    assert not near(ours, shaped("శ్రీ", "te", shapers["te"], joined=False))


def near(ours: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> bool:
    """Tell whether the points are the same, but for a rounding."""
    left = {*theirs}
    return all(
        any((x + dx, y + dy) in left for dx in (-1, 0, 1) for dy in (-1, 0, 1)) for x, y in ours
    ) and all(
        any((x + dx, y + dy) in {*ours} for dx in (-1, 0, 1) for dy in (-1, 0, 1)) for x, y in left
    )
