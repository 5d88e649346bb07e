"""A photo of a whole page as a phone takes it and WhatsApp passes it on: held a little askew, uneven light, a little blur, noise, JPEG.

What it lacks: glare, folds, the stripes of a screen, a printer's own faults. Everything is drawn by lot from `seed`, so that a photo
that could not be read can be taken again.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageChops, ImageFilter

from tests.services.certificates.verifying.papers import jpeg, page

Point = tuple[float, float]

FRAME: Final = 3 / 4
"""Width of a phone's picture for its height."""
A4_INCHES: Final = 297 / 25.4
FILLS: Final = (0.88, 0.95)
"""How much of the picture's height the page takes."""
TURN: Final = 4.0
"""Degrees to either side."""
ASKEW: Final = 0.025
"""How far a corner is from where a page held flat has it, of the page's width."""
BLUR: Final = (0.5, 0.9)
"""Pixels, standard deviation."""
OUT_OF_FOCUS: Final = (1.2, 1.2)
DIM: Final = (0.65, 0.9)
"""How much light the darkest side has, of the brightest."""
NOISE: Final = (3.0, 7.0)
QUALITY: Final = (65, 85)


def photo_of(pdf: bytes, long_side: int, seed: int, blur: Point = BLUR) -> bytes:
    """Return a JPEG of the first page, so many pixels high."""
    chance = random.Random(seed)
    size = (round(long_side * FRAME), long_side)
    corners = _corners(size, chance)
    flat = page(pdf, round(1.15 * (corners[2][1] - corners[0][1]) / A4_INCHES)).convert("L")
    table = chance.randrange(60, 150)
    seen = flat.transform(
        size,
        Image.Transform.PERSPECTIVE,
        _mapping(corners, flat.size),
        Image.Resampling.BICUBIC,
        fillcolor=table,
    )
    seen = seen.filter(ImageFilter.GaussianBlur(chance.uniform(*blur)))
    seen = _noisy(_lit(seen, chance), chance)
    return jpeg(seen.convert("RGB"), chance.randint(*QUALITY))


def _corners(size: tuple[int, int], chance: random.Random) -> list[Point]:
    """Return where the page's corners are in the picture: top left, top right, bottom right, bottom left."""
    height = size[1] * chance.uniform(*FILLS)
    width = height / math.sqrt(2)
    turn = math.radians(chance.uniform(-TURN, TURN))
    found = []
    for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        across = x * width + chance.uniform(-ASKEW, ASKEW) * width
        down = y * height + chance.uniform(-ASKEW, ASKEW) * width
        found.append(
            (
                size[0] / 2 + across * math.cos(turn) - down * math.sin(turn),
                size[1] / 2 + across * math.sin(turn) + down * math.cos(turn),
            )
        )
    return found


def _mapping(corners: Sequence[Point], flat: tuple[int, int]) -> list[float]:
    """Return the eight numbers that lead from a point of the picture to one of the page (the plane's projective map)."""
    wide, high = flat
    rows = []
    for (x, y), (u, v) in zip(corners, ((0, 0), (wide, 0), (wide, high), (0, high)), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, float(u)])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, float(v)])
    return _solved(rows)


def _solved(rows: list[list[float]]) -> list[float]:
    """Return the solution of linear equations by elimination; each row ends with its right side."""
    count = len(rows)
    for at in range(count):
        best = max(range(at, count), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(count):
            if other != at:
                factor = rows[other][at]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[-1] for row in rows]


def _lit(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Return it with light from one side."""
    dim = chance.uniform(*DIM)
    light = Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270)))
    light = light.point([round(255 * (dim + (1 - dim) * value / 255)) for value in range(256)])
    return ImageChops.multiply(picture, light.resize(picture.size, Image.Resampling.BICUBIC))


def _noisy(picture: Image.Image, chance: random.Random) -> Image.Image:
    strength = chance.uniform(*NOISE) / (256 / math.sqrt(12))
    grain = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
    grain = grain.point([round(128 + (value - 128) * strength) for value in range(256)])
    return ImageChops.add(picture, grain, 1.0, -128)
