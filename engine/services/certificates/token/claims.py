"""What a token says: who issued which certificate to whom, when, until when, and where to see whether it still holds.

Claim numbers: RFC 8392 (iss, exp, iat, cti), Token Status List (65535, draft-ietf-oauth-status-list), Claim 169 for the person
(MOSIP, https://docs.mosip.io/1.2.0/readme/standards-and-specifications/169-qr-code-specification) and one private claim for the
certificate. All read November 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.services.certificates.token.cbor import Malformed, decode, encode

ISSUER, EXPIRES, ISSUED, ID, STATUS, PERSON = 1, 4, 6, 7, 65535, 169
CERTIFICATE: Final = -70001
"""In the range for private use (below -65536) until a number is registered."""
TYPE, NUMBER, PLACE, OFFICER, PHOTOGRAPH = 1, 2, 3, 4, 5
FIRST_FIELD: Final = 10
"""Fields of a type have numbers from here on; those below mean the same in every type."""
MOST_BYTES: Final = 1_900
ID_BYTES: Final = 10
PRINT_BYTES: Final = 16
"""Of a photograph: so much of its SHA-256 that nobody finds another picture with the same."""
NAME, BORN = 4, 8
"""Claim 169: full name; date of birth as YYYYMMDD."""

Value = str | int
"""A field: words, or a number (an amount in paise, a date as YYYYMMDD)."""


@dataclass(frozen=True, slots=True)
class StatusPlace:
    """Where a certificate's status is published: entry `index` of the list at `uri`."""

    index: int
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What is signed.

    id: 10 random bytes; issued, expires: seconds since 1970, expires None where it holds for ever; type: `REV-INC`; place: codes of
    district and mandal as far as they are known; officer: a post, never a name; person: by Claim 169's numbers; fields: by the
    type's own numbers; photograph: the print of the picture on the paper, empty where it has none.
    """

    issuer: str
    id: bytes
    issued: int
    type: str
    number: str
    expires: int | None = None
    status: StatusPlace | None = None
    place: tuple[str, ...] = ()
    officer: str = ""
    person: Mapping[int, Value] = field(default_factory=dict)
    fields: Mapping[int, Value] = field(default_factory=dict)
    photograph: bytes = b""

    def to_bytes(self) -> bytes:
        """Return the claims as they are signed."""
        return encode(self._to_map())

    @classmethod
    def from_bytes(cls, payload: bytes) -> Claims:
        """Return what was signed. Raises Malformed for all that `to_bytes` would not have written."""
        try:
            read = cls(**_read(decode(payload, MOST_BYTES)))
            again = read.to_bytes()
        except (LookupError, TypeError, AttributeError, ValueError) as cause:
            raise Malformed from cause
        if again != payload or not read._sound():
            raise Malformed
        return read

    def _to_map(self) -> dict[int, Any]:
        """Return the claims by number; what is empty is left out."""
        certificate: dict[int, Any] = {TYPE: self.type, NUMBER: self.number}
        if self.place:
            certificate[PLACE] = list(self.place)
        if self.officer:
            certificate[OFFICER] = self.officer
        if self.photograph:
            certificate[PHOTOGRAPH] = self.photograph
        claims: dict[int, Any] = {ISSUER: self.issuer, ISSUED: self.issued, ID: self.id}
        if self.expires is not None:
            claims[EXPIRES] = self.expires
        if self.status is not None:
            claims[STATUS] = {"status_list": {"idx": self.status.index, "uri": self.status.uri}}
        if self.person:
            claims[PERSON] = dict(self.person)
        claims[CERTIFICATE] = {**certificate, **self.fields}
        return claims

    def _sound(self) -> bool:
        """Tell whether everything is of the kind it should be: bytes may say anything, whatever the types above promise."""
        words: tuple[Any, ...] = (self.issuer, self.type, self.number, self.officer, *self.place)
        numbers: list[Any] = [self.issued]
        if self.expires is not None:
            numbers.append(self.expires)
        if self.status is not None:
            words += (self.status.uri,)
            numbers.append(self.status.index)
        held: dict[Any, Any] = {**self.person, **self.fields}
        return (
            all(type(word) is str for word in words)
            and all(type(number) is int and number >= 0 for number in (*numbers, *held))
            and all(type(value) in (str, int) for value in held.values())
            and all(number >= FIRST_FIELD for number in self.fields)
            and type(self.id) is type(self.photograph) is bytes
            and len(self.id) == ID_BYTES
            and len(self.photograph) in (0, PRINT_BYTES)
        )


def _read(claims: Any) -> dict[str, Any]:
    certificate = dict(claims[CERTIFICATE])
    status = claims[STATUS]["status_list"] if STATUS in claims else None
    return {
        "issuer": claims[ISSUER],
        "id": claims[ID],
        "issued": claims[ISSUED],
        "type": certificate.pop(TYPE),
        "number": certificate.pop(NUMBER),
        "expires": claims.get(EXPIRES),
        "status": None if status is None else StatusPlace(status["idx"], status["uri"]),
        "place": tuple(certificate.pop(PLACE, ())),
        "officer": certificate.pop(OFFICER, ""),
        "photograph": certificate.pop(PHOTOGRAPH, b""),
        "person": dict(claims.get(PERSON, {})),
        "fields": certificate,
    }
