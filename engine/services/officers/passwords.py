"""Seals and compares passwords with Argon2id, so that a stolen table opens no door."""

from __future__ import annotations

import threading
from typing import Final

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id, verify

SHORTEST: Final = 12
"""Letters at least, without rules about kinds of letters: NIST SP 800-63B-4, 3.1.1.2 (August 2025) asks for length alone."""

LONGEST_BYTES: Final = 1_024
"""More is refused unread: comparing costs time and memory."""

NOBODYS: Final = "$argon2id$v=19$m=65536,t=2,p=1$C+diPq8Lgeltr2rerN4jfA$+BkyKsRv71onDhMdDWdHbZ9PpHH2C11QeYp+nlQaZn0"
"""A sealed password of the usual cost, to compare with where there is no officer; it never counts as fitting."""

_together = threading.BoundedSemaphore(2)
"""Each comparison takes 64 MB (libsodium's interactive cost, https://doc.libsodium.org/password_hashing/default_phf)."""


def seal(password: str) -> str:
    """Return the sealed password: cost, salt and digest in one text."""
    sealed: bytes = argon2id.str(
        password.encode(),
        opslimit=argon2id.OPSLIMIT_INTERACTIVE,
        memlimit=argon2id.MEMLIMIT_INTERACTIVE,
    )
    return sealed.decode()


def fits(sealed: str, password: str) -> bool:
    """Return whether this password was sealed; takes about 60 ms, whatever the answer."""
    typed = password.encode()
    if len(typed) > LONGEST_BYTES:
        return False
    try:
        with _together:
            return bool(verify(sealed.encode(), typed)) and sealed != NOBODYS
    except CryptoError:
        return False
