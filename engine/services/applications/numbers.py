"""Numbers of cases: short enough to read over a telephone, made from the effect's key, so that a repeated effect gets the same one."""

from __future__ import annotations

import hashlib
from datetime import datetime

from engine.domain.calendar import local_date

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that cannot be taken for one another on paper: no 0, 1, I, O."""

LENGTH = 6


def number_for(key: str, service: str, opened: datetime, attempt: int = 0, prefix: str = "") -> str:
    """Return the number of the case this effect opens: `INC-261122-7F3K2P`.

    prefix: three letters, empty: made from the service's name;
    attempt: grows when another case of the day already bears the number (about one in two million at 1,000 cases a day).
    """
    digest = hashlib.blake2b(f"{key}#{attempt}".encode(), digest_size=8).digest()
    value = int.from_bytes(digest, "big")
    letters = "".join(ALPHABET[(value >> (5 * place)) & 31] for place in range(LENGTH))
    return f"{prefix or initials(service)}-{local_date(opened):%y%m%d}-{letters}"


def initials(service: str) -> str:
    """Return three letters that hint at the service."""
    name = service.rpartition(".")[2]
    return name.replace("_", "")[:3].upper()
