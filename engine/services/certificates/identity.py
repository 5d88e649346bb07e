"""The id in a certificate's web address: 80 random bits, spelled so that a person can read them aloud."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32 (https://www.crockford.com/base32.html, read 2026-11): no I, L, O or U."""

ENTROPY_BYTES = 10
LENGTH = 16

_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def certificate_id(entropy: bytes) -> str:
    """Return the id spelled from ten random bytes, five bits a letter. The caller owns the randomness."""
    if len(entropy) != ENTROPY_BYTES:
        message = f"a certificate id needs {ENTROPY_BYTES} random bytes, not {len(entropy)}"
        raise ValueError(message)
    bits = int.from_bytes(entropy, "big")
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(75, -1, -5))


def read_id(typed: str) -> str | None:
    """Return the id that somebody typed or scanned, look-alikes and spaces forgiven; None where it cannot be one."""
    spelled = typed.strip().upper().translate(_LOOK_ALIKES)
    if len(spelled) == LENGTH and all(letter in ALPHABET for letter in spelled):
        return spelled
    return None
