"""The photograph on a paper: what is taken as one, how it is printed, and the print of it that the code vouches for."""

from __future__ import annotations

import io
from functools import lru_cache
from hashlib import sha256
from typing import Final

from PIL import Image, ImageOps

from engine.services.certificates.token.claims import PRINT_BYTES

MOST_BYTES: Final = 100_000
MOST_PIXELS: Final = 4_000_000
FORMATS: Final = ("JPEG", "PNG")
PRINTED: Final = (350, 450)
"""Pixels: 35 by 45 mm, the usual size in India, at 254 dots an inch."""
QUALITY: Final = 80
KEPT: Final = 64
"""Photographs remembered: each is wanted when its certificate is signed, and once more when it is handed over."""


class BadPhotographError(ValueError):
    """This cannot be printed as a photograph; the message is half a sentence that says why."""


@lru_cache(KEPT)
def printed_photograph(content: bytes) -> bytes:
    """Return the JPEG that is printed: upright, in colour, not larger than it is shown, with nothing in it but the picture.

    What cameras write beside a picture (place, device) is left behind. Raises BadPhotographError.
    """
    if len(content) > MOST_BYTES:
        raise BadPhotographError(f"has {len(content):,} bytes, {MOST_BYTES:,} is the most")
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        small = picture.width * picture.height <= MOST_PIXELS
        upright = ImageOps.exif_transpose(picture).convert("RGB") if small else None
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError) as cause:
        raise BadPhotographError("is not a JPEG or PNG that can be opened") from cause
    if upright is None:
        size = f"{picture.width:,} by {picture.height:,}"
        raise BadPhotographError(f"has {size} pixels, {MOST_PIXELS:,} is the most")
    upright.thumbnail(PRINTED)
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def print_of(jpeg: bytes) -> bytes:
    """Return what the code says of a printed photograph: another picture has another print."""
    return sha256(jpeg).digest()[:PRINT_BYTES]
