"""Who may sign what: the public keys of all departments, each with its role, signed by the State's root keys.

The root keys are kept off every server; a key set carries as many of their signatures as the reader's pin asks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from cbor2 import CBORTag
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from engine.services.certificates.keys.thumbprint import (
    CURVE,
    ED25519,
    KEY_TYPE,
    OKP,
    X,
    key_id,
)
from engine.services.certificates.token.cbor import Malformed, decode, encode

MOST_BYTES: Final = 1_000_000
TAG: Final = 98
"""COSE_Sign (RFC 9052, section 4.1): one body, several signatures."""
KEY_BYTES: Final = 32
_ALGORITHM, _KEY_ID, _EDDSA = 1, 4, -8
_ROLE: Final = -70002
"""What a key may do, in the range for private use."""

Purpose = Literal["certificate", "status", "log"]
State = Literal["active", "retired", "bad"]
_PURPOSES: tuple[Purpose, ...] = ("certificate", "status", "log")
_STATES: tuple[State, ...] = ("active", "retired", "bad")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedKey:
    """A public key and its role.

    name: shown to people (`Revenue Department, 2026 Q4`); types: certificates it may sign (`REV-INC`); districts: codes, empty for the
    whole state; not_before, sign_until: seconds since 1970 between which it may sign; what it signed then stays good for ever.
    bad_after: for a stolen key, the number of log entries before it was stolen: what is logged later is no longer believed.
    """

    public: bytes
    name: str
    purpose: Purpose
    not_before: int
    sign_until: int
    types: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    state: State = "active"
    bad_after: int | None = None

    @property
    def kid(self) -> bytes:
        """Return the key's id."""
        return key_id(self.public)

    def may_sign(self, kind: str, place: Sequence[str], issued: int) -> bool:
        """Tell whether a certificate of this type, of an office in this place, could be signed by this key at that moment."""
        here = not self.districts or (bool(place) and place[0] in self.districts)
        in_time = self.not_before <= issued <= self.sign_until
        return self.purpose == "certificate" and kind in self.types and here and in_time


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySet:
    """All keys at one moment.

    issuer: where certificates are issued now, `https://host`; number: grows with each edition, so that an older one is never taken again;
    issued, good_until: seconds; former: where certificates were issued before, oldest first: what is printed on paper stays good.
    """

    issuer: str
    number: int
    issued: int
    good_until: int
    keys: tuple[PublishedKey, ...] = ()
    former: tuple[str, ...] = ()
    _by_kid: Mapping[bytes, PublishedKey] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_kid", {key.kid: key for key in self.keys})

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return every address under which certificates of the State were issued, the first one first."""
        return tuple(dict.fromkeys((*self.former, self.issuer)))

    def path_of(self, uri: str) -> str:
        """Return what follows the host in an address of ours, as it is today or was; empty where it is nobody's of ours."""
        host = next((each for each in self.hosts if uri.startswith(each + "/")), uri)
        return uri.removeprefix(host)

    def find(self, kid: bytes, purpose: Purpose) -> PublishedKey | None:
        """Return the key of this id where it is for this purpose."""
        key = self._by_kid.get(kid)
        return key if key is not None and key.purpose == purpose else None


@dataclass(frozen=True, slots=True)
class Roots:
    """The pin that scanners, this server and the bot carry: which keys may sign key sets, and how many of them must."""

    public: tuple[bytes, ...]
    threshold: int


class NotTheState(ValueError):
    """A key set that the State's root keys have not signed, or not enough of them."""


def draft_key_set(keys: KeySet) -> bytes:
    """Return the key set as it is carried to the root keys: nobody has signed it yet."""
    return encode(CBORTag(TAG, [b"", {}, encode(_to_map(keys)), []]))


def countersign(content: bytes, root: SigningKey) -> bytes:
    """Return the same key set with this root key's signature added. Raises Malformed."""
    payload, signatures = _body(content)
    protected = encode({_ALGORITHM: _EDDSA, _KEY_ID: key_id(bytes(root.verify_key))})
    signed = root.sign(_to_be_signed(protected, payload)).signature
    others = [each for each in signatures if each[0] != protected]
    ordered = sorted([*others, [protected, {}, signed]], key=lambda each: bytes(each[0]))
    return encode(CBORTag(TAG, [b"", {}, payload, ordered]))


def read_key_set(content: bytes) -> KeySet:
    """Return what a key set says, whoever signed it: for those who are about to sign. Raises Malformed."""
    payload, _ = _body(content)
    return _from_map(decode(payload, MOST_BYTES), payload)


def open_key_set(content: bytes, roots: Roots) -> KeySet:
    """Return the key set. Raises Malformed, or NotTheState where fewer root keys signed it than are needed."""
    payload, signatures = _body(content)
    known = {key_id(public): public for public in roots.public}
    signed = {
        kid
        for kid, protected, signature in map(_signature, signatures)
        if kid in known and _verified(known[kid], _to_be_signed(protected, payload), signature)
    }
    if len(signed) < max(1, roots.threshold):
        raise NotTheState
    return _from_map(decode(payload, MOST_BYTES), payload)


def _body(content: bytes) -> tuple[bytes, list[Any]]:
    match decode(content, MOST_BYTES):
        case CBORTag(tag=98, value=[b"", {**rest}, bytes(payload), list(signatures)]) if not rest:
            return payload, signatures
        case _:
            raise Malformed


def _signature(each: Any) -> tuple[bytes, bytes, bytes]:
    match each:
        case [bytes(protected), {**rest}, bytes(signature)] if not rest:
            header = decode(protected, 100)
        case _:
            raise Malformed
    kid = header.get(_KEY_ID) if isinstance(header, dict) else None
    if not isinstance(kid, bytes) or protected != encode({_ALGORITHM: _EDDSA, _KEY_ID: kid}):
        raise Malformed
    return kid, protected, signature


def _verified(public: bytes, signed: bytes, signature: bytes) -> bool:
    try:
        VerifyKey(public).verify(signed, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return encode(["Signature", b"", protected, b"", payload])


def _to_map(keys: KeySet) -> dict[int, Any]:
    return {
        1: keys.issuer,
        2: keys.number,
        3: keys.issued,
        4: keys.good_until,
        5: [_key_map(key) for key in sorted(keys.keys, key=lambda each: each.kid)],
        **({6: list(keys.former)} if keys.former else {}),
    }


def _key_map(key: PublishedKey) -> dict[int, Any]:
    """Return a COSE_Key (RFC 9052, section 7) with its role."""
    role: dict[int, Any] = {
        1: key.name,
        2: _PURPOSES.index(key.purpose),
        3: key.not_before,
        4: key.sign_until,
        5: list(key.types),
        6: list(key.districts),
        7: _STATES.index(key.state),
    }
    if key.bad_after is not None:
        role[8] = key.bad_after
    return {KEY_TYPE: OKP, 2: key.kid, 3: _EDDSA, CURVE: ED25519, X: key.public, _ROLE: role}


def _from_map(said: Any, payload: bytes) -> KeySet:
    try:
        keys = tuple(_key(each) for each in said[5])
        found = KeySet(
            issuer=said[1],
            number=said[2],
            issued=said[3],
            good_until=said[4],
            keys=keys,
            former=tuple(said.get(6, ())),
        )
        again = encode(_to_map(found))
    except (LookupError, TypeError, AttributeError, ValueError) as cause:
        raise Malformed from cause
    texts = all(type(host) is str for host in found.hosts)
    if again != payload or not texts or any(len(key.public) != KEY_BYTES for key in keys):
        raise Malformed
    return found


def _key(said: Any) -> PublishedKey:
    role = said[_ROLE]
    return PublishedKey(
        public=said[X],
        name=role[1],
        purpose=_PURPOSES[role[2]],
        not_before=role[3],
        sign_until=role[4],
        types=tuple(role[5]),
        districts=tuple(role[6]),
        state=_STATES[role[7]],
        bad_after=role.get(8),
    )
