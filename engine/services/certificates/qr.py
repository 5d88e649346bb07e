"""The QR code that leads from the paper to the certificate's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import segno

MODULE_MM: Final = 0.58
"""The smallest square that phones still read from a photo of a whole page taken at 1600 pixels."""

SMALLEST_MM: Final = 30.0
QUIET_MODULES: Final = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """A drawn code. svg: one path, quiet zone included; side_mm: the width it must be printed at, at least."""

    svg: str
    side_mm: float


def qr_text(url: str) -> str:
    """Return the address in capitals, which a QR code holds in fewer squares; `/c/<id>` answers to both cases.

    Raises ValueError for an address with a query or a fragment, whose case could matter.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        message = f"a certificate's address is http(s)://host/c/<id>, not {url!r}"
        raise ValueError(message)
    return url.upper()


def draw_qr(url: str) -> QrCode:
    """Return the code for a certificate's address, error level M: a stain or a fold is forgiven."""
    code = segno.make_qr(qr_text(url), error="m", boost_error=False)
    side = code.symbol_size(border=QUIET_MODULES)[0]
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix_iter(border=QUIET_MODULES))
        for x, dark in enumerate(row)
        if dark
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{path}"/></svg>'
    )
    return QrCode(svg, max(SMALLEST_MM, round(side * MODULE_MM, 1)))
