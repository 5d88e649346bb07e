"""A Token Status List (draft-ietf-oauth-status-list, read November 2026) as a signed CWT: two bits a certificate, compressed.

131,072 certificates are a kilobyte or so while few are revoked, so that a scanner can carry the lists of a whole state.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from nacl.signing import SigningKey

from engine.services.certificates.keys import KeySet, key_id
from engine.services.certificates.token.cbor import Malformed, decode, encode
from engine.services.certificates.token.sign1 import open_token, seal_token

ENTRIES: Final = 131_072
BITS: Final = 2
PER_BYTE: Final = 8 // BITS
KIND: Final = "application/statuslist+cwt"
MOST_BYTES: Final = 65_536
"""Of a signed list; one in which every entry was drawn by lot would have 33 kB."""
MOST_PLAIN: Final = 8_000_000
SUBJECT, EXPIRES, ISSUED, LIST, TTL = 2, 4, 6, 65533, 65534

Standing = Literal["valid", "revoked", "suspended", "replaced"]
STANDINGS: Final[tuple[Standing, ...]] = ("valid", "revoked", "suspended", "replaced")
"""By their number in the list; the draft leaves 3 to the application."""


@dataclass(frozen=True, slots=True)
class StatusList:
    """What is published. uri: where; issued: seconds since 1970; ttl_s: how long it may be used; entries: two bits each."""

    uri: str
    issued: int
    ttl_s: int
    entries: bytes

    def at(self, index: int) -> Standing:
        """Return how a certificate stands. Raises Malformed where the list has no such place."""
        if not 0 <= index < len(self.entries) * PER_BYTE:
            raise Malformed
        byte, place = divmod(index, PER_BYTE)
        return STANDINGS[self.entries[byte] >> BITS * place & 3]


def entries_of(changed: Mapping[int, Standing], size: int = ENTRIES) -> bytes:
    """Return the entries of a list. changed: standings by place; every other place is valid."""
    entries = bytearray(size // PER_BYTE)
    for index, standing in changed.items():
        byte, place = divmod(index, PER_BYTE)
        entries[byte] |= STANDINGS.index(standing) << BITS * place
    return bytes(entries)


def seal_status_list(listed: StatusList, key: SigningKey) -> bytes:
    """Return the list, signed. The same entries always give the same bytes."""
    claims = {
        SUBJECT: listed.uri,
        ISSUED: listed.issued,
        TTL: listed.ttl_s,
        LIST: {"bits": BITS, "lst": zlib.compress(listed.entries, 9)},
    }
    return seal_token(encode(claims), key, key_id(bytes(key.verify_key)), KIND)


def open_status_list(content: bytes, uri: str, keys: KeySet) -> StatusList:
    """Return the list published at this address. Raises Malformed for every other list, and where no key of ours for lists signed it.

    Of a stolen key no list counts, whatever day it bears: none of them is in the public log, which would say since when it was there.
    """
    opened = open_token(content, KIND, MOST_BYTES)
    key = keys.find(opened.kid, "status")
    if key is None or key.state == "bad" or not opened.verified(key.public):
        raise Malformed
    claims = decode(opened.payload, MOST_BYTES)
    try:
        listed = StatusList(claims[SUBJECT], claims[ISSUED], claims[TTL], _entries(claims[LIST]))
    except (LookupError, TypeError, AttributeError, zlib.error) as cause:
        raise Malformed from cause
    numbers: Iterable[Any] = (listed.issued, listed.ttl_s)
    if not _same_list(listed.uri, uri, keys) or not all(
        type(number) is int and number >= 0 for number in numbers
    ):
        raise Malformed
    if not key.not_before <= listed.issued <= key.sign_until:
        raise Malformed
    return listed


def _same_list(said: Any, uri: str, keys: KeySet) -> bool:
    """Tell whether a list is the one at this address; lists are signed anew where the State has moved, and keep their numbers."""
    path = keys.path_of(uri)
    return said == uri or (type(said) is str and path != "" and keys.path_of(said) == path)


def _entries(said: Any) -> bytes:
    if said["bits"] != BITS:
        raise Malformed
    reader = zlib.decompressobj()
    entries = reader.decompress(said["lst"], MOST_PLAIN)
    if reader.unconsumed_tail or not reader.eof or reader.unused_data:
        raise Malformed
    return entries
