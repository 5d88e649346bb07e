"""The photograph on a page of a PDF: which it is, and whether it is what a reader sees there."""

from __future__ import annotations

import io
from typing import Any, Final

from PIL import Image, ImageChops, ImageStat

from engine.services.certificates.photograph import MOST_BYTES, PRINTED, print_of

SCALE: Final = 2.0
"""Pixels of a point, at which the page is looked at."""
MOST_DIFFERENCE: Final = 8.0
"""Of 255, on average: what drawing a picture smaller changes. Another face, a line across it or a stamp over it is more."""
INSET: Final = 2
"""Pixels left out at each side, where the frame is."""


def print_seen(page: Any) -> bytes:
    """Return the print of the one picture on a page; nothing where there is none, or more, or where something lies over it.

    page: of pypdfium2, which raises PdfiumError and ValueError.
    """
    import pypdfium2.raw as pdfium

    pictures = list(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,)))
    if len(pictures) != 1:
        return b""
    content = bytes(pictures[0].get_data())
    if len(content) > MOST_BYTES:
        return b""
    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG",))
        small = picture.width <= PRINTED[0] and picture.height <= PRINTED[1]
        return print_of(content) if small and _seen(page, pictures[0], picture) else b""
    except (OSError, SyntaxError, Image.DecompressionBombError):
        return b""


def _seen(page: Any, placed: Any, picture: Image.Image) -> bool:
    """Tell whether the page shows the picture where it is placed. Pages of a PDF have their height upwards."""
    left, bottom, right, top = placed.get_bounds()
    height = page.get_size()[1]
    shown = page.render(scale=SCALE).to_pil().convert("RGB")
    box = [round(each * SCALE) for each in (left, height - top, right, height - bottom)]
    seen = shown.crop((box[0] + INSET, box[1] + INSET, box[2] - INSET, box[3] - INSET))
    if min(seen.size) < 20:
        return False
    whole = picture.convert("RGB").resize((box[2] - box[0], box[3] - box[1]))
    meant = whole.crop((INSET, INSET, whole.width - INSET, whole.height - INSET))
    return max(ImageStat.Stat(ImageChops.difference(seen, meant)).mean) <= MOST_DIFFERENCE
