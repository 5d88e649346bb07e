"""Draws the faces on the pretend departments' papers: flat shapes, drawn by lot and plainly of nobody."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageDraw

from engine.sandbox.departments.chance import Chance

WIDE, HIGH = 280, 360
QUALITY: Final = 75
CLOTHES: Final = ("#7a3b69", "#2f6690", "#3a7d44", "#b5651d", "#51557e", "#8c2f39")
SKINS: Final = ("#8d5a3a", "#a9714b", "#c08a5e", "#d9a679")
HAIR: Final = "#1f1a17"


def portrait(of: str) -> bytes:
    """Return a JPEG, always the same one for the same person. of: what the person is told apart by."""
    chance = Chance("portrait", of)
    skin, clothes = chance.one_of(SKINS), chance.one_of(CLOTHES)
    wide, long_hair, glasses = chance.between(100, 126), chance.whole(2), chance.whole(3)
    picture = Image.new("RGB", (WIDE, HIGH), "#dfe7ec")
    pen = ImageDraw.Draw(picture)
    middle, top = WIDE // 2, 84
    left, right, chin = middle - wide // 2, middle + wide // 2, top + 150
    if long_hair:
        pen.rounded_rectangle((left - 16, top - 10, right + 16, chin + 60), 50, fill=HAIR)
    pen.rounded_rectangle((30, 270, WIDE - 30, HIGH + 80), 70, fill=clothes)
    pen.rectangle((middle - 24, chin - 20, middle + 24, 290), fill=skin)
    pen.ellipse((left, top, right, chin), fill=skin)
    pen.pieslice((left - 8, top - 22, right + 8, top + 112), 180, 360, fill=HAIR)
    for x in (middle - 26, middle + 26):
        pen.ellipse((x - 6, 158, x + 6, 170), fill=HAIR)
        if not glasses:
            pen.ellipse((x - 19, 146, x + 19, 184), outline=HAIR, width=4)
    pen.line((middle, 172, middle - 7, 194, middle + 3, 196), fill=HAIR, width=3)
    pen.arc((middle - 24, 190, middle + 24, 216), 20, 160, fill="#5c2b22", width=4)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
