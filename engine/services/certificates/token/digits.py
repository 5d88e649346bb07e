"""Bytes as decimal digits: seven bytes are seventeen digits, which a QR code holds in fewer squares than letters."""

from __future__ import annotations

from typing import Final

from engine.services.certificates.token.cbor import Malformed

BLOCK: Final = 7
WIDTHS: Final = {1: 3, 2: 5, 3: 8, 4: 10, 5: 13, 6: 15, 7: 17}
"""Digits that so many bytes need, the last block of a text being shorter than the others."""
_BYTES: Final = {digits: size for size, digits in WIDTHS.items()}
_WIDE: Final = WIDTHS[BLOCK]


def to_digits(content: bytes) -> str:
    """Return the digits of these bytes."""
    blocks = (content[start : start + BLOCK] for start in range(0, len(content), BLOCK))
    return "".join(f"{int.from_bytes(block, 'big'):0{WIDTHS[len(block)]}}" for block in blocks)


def from_digits(text: str) -> bytes:
    """Return the bytes of these digits. Raises Malformed where no bytes have them."""
    if text and not (text.isascii() and text.isdigit()):
        raise Malformed
    content = bytearray()
    for start in range(0, len(text), _WIDE):
        block = text[start : start + _WIDE]
        size = _BYTES.get(len(block))
        if size is None or (number := int(block)) >> 8 * size:
            raise Malformed
        content += number.to_bytes(size, "big")
    return bytes(content)
