"""What a certificate's token says: those of its printed fields that a checker needs, and where its standing is published."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from engine.domain.calendar import INDIA
from engine.services.certificates.identity import ALPHABET
from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.record import JOINERS, Value, checked_fields
from engine.services.certificates.register import Kept
from engine.services.certificates.token import Claims, StatusPlace
from engine.services.certificates.token.claims import BORN, FIRST_FIELD

CUT: Final = "…"
VIRAMAS: Final = "\u0c4d\u094d"
"""Of Telugu and of Hindi: what follows belongs to the same syllable."""


def claims_of(
    kept: Kept, kind: CertificateKind, issuer: str, place: tuple[str, ...], moment: datetime
) -> Claims:
    """Return what is to be signed. Raises FieldsError where the fields do not fit the kind."""
    printed = checked_fields(kind, kept.fields)
    said = {
        field.token: _birth(printed[field.name])
        if field.token == BORN
        else in_room(_line(printed[field.name]), field.code_bytes if field.in_code else 0)
        for field in kind.fields
        if field.token and field.name in printed
    }
    expires = kind.last_day(kept.issued_on)
    return Claims(
        issuer=issuer,
        id=id_bytes(kept.id),
        issued=int(moment.timestamp()),
        expires=_end_of(expires) if expires else None,
        type=kind.type,
        number=kept.number,
        status=StatusPlace(kept.place, status_uri(issuer, kept.list))
        if kept.place is not None
        else None,
        place=place,
        person={number: words for number, words in said.items() if number < FIRST_FIELD},
        fields={number: words for number, words in said.items() if number >= FIRST_FIELD},
        photograph=_photograph(kind, printed),
    )


def _photograph(kind: CertificateKind, printed: Mapping[str, Value]) -> bytes:
    """Return the print of the photograph on the paper, nothing where it has none."""
    field = kind.photograph
    return bytes.fromhex(_line(printed[field.name])) if field and field.name in printed else b""


def status_uri(issuer: str, number: int) -> str:
    """Return where a status list is published."""
    return f"{issuer}/.well-known/status/{number}"


def place_of(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the codes of district and mandal, as far as the flow gave them as entries of a list."""
    codes = []
    for name in ("district", "mandal"):
        entry = fields.get(name)
        if not isinstance(entry, Mapping) or not isinstance(entry.get("code"), str):
            break
        codes.append(entry["code"])
    return tuple(codes)


def id_bytes(certificate: str) -> bytes:
    """Return the ten bytes an id spells."""
    bits = 0
    for letter in certificate:
        bits = bits << 5 | ALPHABET.index(letter)
    return bits.to_bytes(10, "big")


def _end_of(day: date) -> int:
    """Return the last second of a day in India."""
    midnight = datetime.combine(day + timedelta(days=1), time(), INDIA)
    return int(midnight.timestamp()) - 1


def _line(value: Value) -> str:
    """Return a text or a list as one line; tables are not signed."""
    if isinstance(value, str):
        return value
    return "; ".join(line for line in value if isinstance(line, str))


def in_room(words: str, room: int) -> str:
    """Return the words in at most so many bytes of UTF-8; what is longer is cut between two letters and ends with …

    room: 0 for any length.
    """
    if not room or len(words.encode()) <= room:
        return words
    kept = len(words.encode()[: room - len(CUT.encode())].decode(errors="ignore"))
    while kept and (_belongs(words[kept]) or words[kept - 1] in VIRAMAS):
        kept -= 1
    return words[:kept].rstrip() + CUT


def _belongs(letter: str) -> bool:
    """Tell whether a letter is written with the one before it."""
    return unicodedata.category(letter)[0] == "M" or letter in JOINERS


def _birth(value: Value) -> str:
    """Return a printed day as Claim 169 has it: 04-07-1985 is 19850704; what is no whole day stays as it is printed."""
    words = _line(value)
    parts = words.split("-")
    whole = [len(part) for part in parts] == [2, 2, 4] and all(part.isdigit() for part in parts)
    return "".join(reversed(parts)) if whole else words
