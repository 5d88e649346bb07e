"""What is logged of a certificate: that it was issued, revoked or replaced, its type, day, key and the fingerprint of its token.

No name, no number, no office below the district: who reads the whole log learns how many, never who. The token holds 80 random bits,
so that nobody can guess its fingerprint from a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal

from engine.services.certificates.token.cbor import Malformed, decode, encode

EVENTS: Final = ("issued", "revoked", "suspended", "restored", "replaced")
Event = Literal["issued", "revoked", "suspended", "restored", "replaced"]
_DOMAIN: Final = b"mana-mitra certificate v1\0"
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. day: `2026-11-22`; district: its code, or empty; kid: of the key that signed; print: of the token."""

    event: Event
    type: str
    day: str
    district: str
    kid: bytes
    print: bytes

    def to_bytes(self) -> bytes:
        """Return the entry as it is logged."""
        return encode(
            [EVENTS.index(self.event), self.type, self.day, self.district, self.kid, self.print]
        )


def read_entry(content: bytes) -> Entry:
    """Return a logged entry. Raises Malformed."""
    match decode(content, _MOST):
        case [int(event), str(kind), str(day), str(district), bytes(kid), bytes(fingerprint)] if (
            0 <= event < len(EVENTS)
        ):
            return Entry(EVENTS[event], kind, day, district, kid, fingerprint)
        case _:
            raise Malformed


def fingerprint(token: bytes) -> bytes:
    """Return what stands for a token in the log."""
    return sha256(_DOMAIN + token).digest()
