"""The QR code that leads from the paper to the certificate's page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import segno
from segno.consts import MODE_ALPHANUMERIC, MODE_BYTE, MODE_NUMERIC

MODULE_MM: Final = 0.58
"""The smallest square that phones still read from a photo of a whole page taken at 1600 pixels."""

SMALLEST_MM: Final = 30.0
QUIET_MODULES: Final = 4
LARGEST: Final = 17
"""The version of the largest code: 50 mm wide."""
MASK: Final = 3
"""Of codes with a token: trying all eight takes longer than drawing the whole page, and digits look random under any of them."""


DARK: Final = re.compile(rb"\x01+")
"""Squares side by side are drawn as one: the page is drawn sooner, and no hair of white stands between them."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A drawn code. svg: one path, quiet zone included; side_mm: the width it must be printed at, at least."""

    svg: str
    side_mm: float


def qr_text(url: str) -> str:
    """Return an address in capitals, which a QR code holds in fewer squares; `/c/<id>` answers to both cases.

    What follows `#` must be digits. Raises ValueError for an address with a query, or with anything else whose case could matter.
    """
    parts = urlsplit(url)
    digits = parts.fragment.isascii() and parts.fragment.isdigit()
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.query
        or not (digits or not parts.fragment)
    ):
        message = (
            f"a certificate's address is http(s)://host/c/<id>, then # and digits, not {url!r}"
        )
        raise ValueError(message)
    return url.upper()


def draw_qr(url: str) -> QrCode:
    """Return the code for a certificate's address, error level M: a stain or a fold is forgiven.

    Raises ValueError for an address with a token too long for a code that a photo of a whole page can still show.
    """
    address, hash_, digits = qr_text(url).partition("#")
    content: Any = [(address, MODE_ALPHANUMERIC), (hash_, MODE_BYTE), (digits, MODE_NUMERIC)]
    code = segno.make_qr(
        content if digits else address, error="m", boost_error=False, mask=MASK if digits else None
    )
    if int(code.version) > LARGEST:
        message = (
            f"the code is of version {code.version}, {LARGEST} is the largest that is still read"
        )
        raise ValueError(message)
    side = code.symbol_size(border=QUIET_MODULES)[0]
    path = "".join(
        f"M{run.start() + QUIET_MODULES} {y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(code.matrix, QUIET_MODULES)
        for run in DARK.finditer(row)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{path}"/></svg>'
    )
    return QrCode(svg, max(SMALLEST_MM, round(side * MODULE_MM, 1)))
