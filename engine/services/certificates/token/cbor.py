"""CBOR in its one deterministic form (RFC 8949, section 4.2): what could be written in a second way is refused."""

from __future__ import annotations

from typing import Any

import cbor2

_TROUBLE = (
    cbor2.CBORDecodeError,
    cbor2.CBOREncodeError,
    ValueError,
    TypeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)
"""All that reading hostile bytes may raise; a decimal number that is too large, one of ArithmeticError."""


class Malformed(ValueError):
    """The bytes are nothing of ours. Deliberately one class for every reason: nobody learns how close a forgery came."""


def encode(value: Any) -> bytes:
    """Return the bytes of a value. Keys are put in order, so that the same value always gives the same bytes."""
    return cbor2.dumps(value, canonical=True)


def decode(content: bytes, most: int) -> Any:
    """Return the value of these bytes.

    Raises Malformed where they are more than `most`, are no CBOR, or are not exactly what `encode` makes of their value: trailing
    bytes, a key twice, a number in more bytes than it needs, a text that is not UTF-8.
    """
    if len(content) > most:
        raise Malformed
    try:
        value = cbor2.loads(content)
        again = encode(value)
    except _TROUBLE as cause:
        raise Malformed from cause
    if again != content:
        raise Malformed
    return value
