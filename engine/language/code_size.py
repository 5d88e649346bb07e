"""How large the QR code of a certificate becomes with the longest values its kind allows, before one is ever issued."""

from __future__ import annotations

from typing import Final

from engine.language.model.certificate import CertificateKind

_START_BYTES: Final = 273
"""Of a signed token without its fields: issuer and place of its status at a host of 24 letters, number, days, place, signature."""
_FIELD_BYTES: Final = 5
"""A field's number and its length."""
_PHOTOGRAPH_BYTES: Final = 18
"""The print of the photograph on the paper, and its number."""
_PREFIX_BITS: Final = 300
"""What a code holds before its digits: the address, and the heads of its three parts."""
_CODEWORDS: Final = (
    *(16, 28, 44, 64, 86, 108, 124, 154, 182, 216, 254, 290, 334, 365, 415, 453, 507, 563, 627, 669),
    *(714, 782, 860, 914, 1000, 1062, 1128, 1193, 1267, 1373, 1455, 1541, 1631, 1725, 1812, 1914, 1992),
    *(2102, 2216, 2334),
)  # fmt: skip
"""Bytes a code of version 1, 2, … holds at level M (ISO/IEC 18004:2015, table 7)."""
LARGEST_VERSION: Final = 17
"""50 mm wide: the largest that a photo of a whole page still shows."""


def token_bytes(kind: CertificateKind) -> int:
    """Return how long the signed token can be, with the longest values."""
    fields = sum(_FIELD_BYTES + each.code_bytes for each in kind.fields if each.token)
    return _START_BYTES + fields + (_PHOTOGRAPH_BYTES if kind.photograph else 0)


def code_version(size: int) -> int:
    """Return the version of the QR code that holds a token of so many bytes; 41 where none does."""
    bits = _PREFIX_BITS + -(
        -size * 170 // 21
    )  # seven bytes are seventeen digits, three digits are ten bits
    fitting = (version for version, held in enumerate(_CODEWORDS, 1) if held * 8 >= bits)
    return next(fitting, len(_CODEWORDS) + 1)
