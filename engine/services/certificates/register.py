"""The register of certificates: what was issued, what it says (sealed), where it stands in the log and in the status lists."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import orjson

from engine.runtime.keys import Keys, NoKey, Sealed, case_owner
from engine.runtime.ports import Reader, Write
from engine.services.certificates.status import STANDINGS, Standing

SIGNED: Final = "signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A certificate as the register holds it.

        serial: the part of its number that counts; fields: as printed; token: as signed, empty for those issued before tokens were; kid: of
    the key that signed it, in hexadecimal digits; logged: the number of its entry in the log, None until it is there; list, place: of
    its standing in the lists that are published, list 0 where it is in none; history: what officers changed, each with at, did, officer,
    reason, by.
    """

    serial: int
    id: str
    number: str
    session: str
    kind: str
    service: str
    status: Standing
    issued_on: date
    fields: Mapping[str, Any]
    token: bytes = b""
    kid: str = ""
    logged: int | None = None
    list: int = 0
    place: int | None = field(default=None)
    history: Sequence[Mapping[str, str]] = ()

    @property
    def media(self) -> str:
        """Return under which name its paper is kept."""
        return f"certificate-{self.id}"

    @property
    def awaits_log(self) -> bool:
        """Whether it must not be handed over yet."""
        return bool(self.token) and self.logged is None


def find(certificate: str, keys: Keys, store: Reader) -> Kept | None:
    """Return the certificate of this id."""
    return _first("certificates.by_id", certificate, keys, store)


def of_effect(key: str, keys: Keys, store: Reader) -> Kept | None:
    """Return the certificate that this effect has made."""
    return _first("certificates.by_key", key, keys, store)


def of_number(number: str, keys: Keys, store: Reader) -> Kept | None:
    """Return the certificate of this number."""
    return _first("certificates.by_number", number, keys, store)


def of_session(session: str, keys: Keys, store: Reader) -> list[Kept]:
    """Return the certificates issued in a case, oldest first."""
    ids = [id_ for id_, _ in store.rows("certificates.of_case", (session,))]
    found = [kept for each in ids if (kept := find(each, keys, store)) is not None]
    return sorted(found, key=lambda kept: kept.serial)


def enter(kept: Kept, key: str, keys: Keys) -> Write:
    """Return the write that enters a new certificate, sealed with a new key. key: of the effect it is made for."""
    columns = (
        kept.serial,
        kept.id,
        kept.number,
        key,
        kept.session,
        kept.kind,
        kept.service,
        kept.status,
        kept.issued_on.isoformat(),
    )
    body = keys.new(_owner(kept.id)).seal(_said(kept), _place(kept.id))
    return Write("certificates.insert", (*columns, body, kept.kid, kept.list, kept.place))


def sealed(kept: Kept, keys: Keys, store: Reader) -> Write:
    """Return the write that replaces what is sealed of a certificate: its history has grown."""
    return Write("certificates.seal", (_sealed(kept.id, _said(kept), keys, store), kept.id))


def _said(kept: Kept) -> bytes:
    said: dict[str, Any] = {
        "fields": dict(kept.fields),
        SIGNED: b64encode(kept.token).decode(),
    }
    if kept.history:
        said["history"] = list(kept.history)
    return orjson.dumps(said)


def parting(session: str, keys: Keys, store: Reader) -> tuple[Write, ...]:
    """Return what must be written before a case's key goes: certificates under that key are sealed anew with keys of their own."""
    writes = []
    for certificate, body in store.rows("certificates.of_case", (session,)):
        try:
            plain = _opened(certificate, session, body, keys, store)
        except NoKey:
            continue  # nothing is left of it that could be kept
        sealed = _sealed(certificate, plain, keys, store)
        writes.append(Write("certificates.seal", (sealed, certificate)))
    return tuple(writes)


def _first(statement: str, value: str, keys: Keys, store: Reader) -> Kept | None:
    rows = store.rows(statement, (value,))
    if not rows:
        return None
    serial, id_, number, session, kind, service, status, issued_on, body, kid, logged, list_, place = rows[0]  # fmt: skip
    said = orjson.loads(_opened(id_, session, body, keys, store))
    signed = SIGNED in said
    return Kept(
        serial=serial,
        id=id_,
        number=number,
        session=session,
        kind=kind,
        service=service,
        status=STANDINGS[STANDINGS.index(status)],
        issued_on=date.fromisoformat(issued_on),
        fields=said["fields"] if signed else said,
        token=b64decode(said[SIGNED]) if signed else b"",
        kid=kid,
        logged=logged,
        list=list_,
        place=place,
        history=tuple(said.get("history", ())) if signed else (),
    )


def _opened(certificate: str, session: str, body: bytes, keys: Keys, store: Reader) -> bytes:
    """Return what a certificate says: under its own key, or under its case's, as the first ones were."""
    try:
        return keys.find(_owner(certificate), store).open(body, _place(certificate))
    except (NoKey, Sealed):
        return keys.find(case_owner(session), store).open(body, _place(certificate))


def _sealed(certificate: str, plain: bytes, keys: Keys, store: Reader) -> bytes:
    """Return what a certificate says, sealed with its own key, which outlives the case's."""
    keys.load((_owner(certificate),), store)
    return keys.make(_owner(certificate)).seal(plain, _place(certificate))


def _owner(certificate: str) -> str:
    return f"certificate/{certificate}"


def _place(certificate: str) -> str:
    return f"certificate/{certificate}/body"
