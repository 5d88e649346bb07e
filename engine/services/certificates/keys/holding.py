"""The keys as the database holds them: what each may do, in plain; its secret half, sealed with the master key."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any, Final

import orjson
from nacl.signing import SigningKey

from engine.runtime.doors import Clock, Random
from engine.runtime.keys import Keys
from engine.runtime.ports import Reader, Write
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms
from engine.services.certificates.keys.published import (
    KeySet,
    NotTheState,
    PublishedKey,
    Purpose,
    Roots,
    open_key_set,
)
from engine.services.certificates.token.cbor import Malformed

KEY_SET: Final = "keys"
"""Under `/.well-known/`."""
KEY_SET_MIME: Final = "application/cose"
_open_once = lru_cache(maxsize=4)(open_key_set)


class OlderEdition(ValueError):
    """A key set that is not newer than the one in force, whose number this is."""


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key of ours. secret: whether its secret half is here, so that it can sign."""

    published: PublishedKey
    secret: bool


def held(store: Reader) -> tuple[HeldKey, ...]:
    """Return every key, oldest first."""
    return tuple(
        HeldKey(_of_role(role, public), bool(secret))
        for _, role, public, secret in store.rows("signing.all")
    )


def key_set(store: Reader, roots: Roots) -> KeySet | None:
    """Return the key set in force, None before the first was published. Raises Malformed, NotTheState."""
    rows = store.rows("published.get", (KEY_SET,))
    return _open_once(bytes(rows[0][0]), roots) if rows else None


class KeyRing:
    """Makes keys, changes what they may do, and signs with them. Used by whoever writes to the store.

    roots: whose word makes a key count.
    """

    def __init__(
        self, store: Store, keys: Keys, clock: Clock, random: Random, roots: Roots
    ) -> None:
        self._store, self._keys, self._clock, self._random = store, keys, clock, random
        self._roots = roots
        self._open: dict[bytes, SigningKey] = {}

    def create(self, role: PublishedKey) -> PublishedKey:
        """Make a key for this role (whose own public half does not count), in the transaction under way, and return what to publish."""
        secret = SigningKey(self._random.bytes(32))
        made = replace(role, public=bytes(secret.verify_key))
        owner = _owner(made.kid)
        self._keys.load((owner,), self._store)
        sealed = self._keys.make(owner).seal(bytes(secret), owner)
        now = to_ms(self._clock.now())
        row = (made.kid.hex(), made.purpose, _role(made), made.public, sealed, now)
        self._store.execute("signing.add", row)
        return made

    def change(self, key: PublishedKey) -> None:
        """Write down what a key may do from now on, in the transaction under way. It counts once a key set says so."""
        self._store.execute("signing.change", (_role(key), key.kid.hex()))

    def destroy(self, kid: bytes) -> None:
        """Let go of a key's secret half for good, in the transaction under way; what it signed stays good."""
        self._store.execute("signing.destroy", (kid.hex(),))
        self._open.pop(kid, None)

    def secret(self, kid: bytes) -> SigningKey:
        """Return the secret half. Raises LookupError where it is not here."""
        if kid not in self._open:
            rows = self._store.rows("signing.secret", (kid.hex(),))
            if not rows or rows[0][0] is None:
                raise LookupError(kid.hex())
            box = self._keys.find(_owner(kid), self._store)
            self._open[kid] = SigningKey(box.open(bytes(rows[0][0]), _owner(kid)))
        return self._open[kid]

    def in_force(self) -> tuple[PublishedKey, ...]:
        """Return the keys everybody knows: of the key set in force, none where there is no set that the root keys have signed."""
        try:
            found = key_set(self._store, self._roots)
        except (Malformed, NotTheState):
            return ()
        return found.keys if found else ()

    def signer(
        self, purpose: Purpose, now: int, kind: str = "", place: tuple[str, ...] = ()
    ) -> PublishedKey | None:
        """Return the key to sign with: of those that may, the one for the fewest districts, then the one that may sign longest.

        A key may only what everybody can read that it may: one made, changed or retired here and not published so signs nothing.
        """
        known = self.in_force()
        fit = [
            key.published
            for key in held(self._store)
            if key.secret
            and key.published in known
            and key.published.state == "active"
            and key.published.purpose == purpose
            and key.published.not_before <= now <= key.published.sign_until
            and (purpose != "certificate" or key.published.may_sign(kind, place, now))
        ]
        fit.sort(key=lambda each: (not each.districts, len(each.districts), -each.sign_until))
        return fit[0] if fit else None


def next_key_set(store: Reader, issuer: str, now: int, good_for_s: int, roots: Roots) -> KeySet:
    """Return the next edition of the key set, with every key there is and every former address; it is to be signed by the root keys."""
    before = key_set(store, roots)
    hosts = before.hosts if before else ()
    return KeySet(
        issuer=issuer,
        number=1 if before is None else before.number + 1,
        issued=now,
        good_until=now + good_for_s,
        keys=tuple(key.published for key in held(store)),
        former=hosts[:-1] if hosts[-1:] == (issuer,) else hosts,
    )


def first_issuer(store: Reader, roots: Roots, public_url: str) -> str:
    """Return where the first certificates were issued: the log keeps the name it got there. public_url: where there is no key set yet."""
    try:
        found = key_set(store, roots)
    except (Malformed, NotTheState):
        found = None
    return found.hosts[0] if found else public_url


def put_in_force(content: bytes, store: Reader, roots: Roots, now_ms: int) -> Write:
    """Return the write that puts a signed key set in force.

    Raises Malformed, NotTheState, or OlderEdition where one with this number or a later one is in force.
    """
    edition, before = open_key_set(content, roots), key_set(store, roots)
    if before is not None and edition.number <= before.number:
        raise OlderEdition(before.number)
    return Write("published.put", (KEY_SET, content, KEY_SET_MIME, now_ms))


def _owner(kid: bytes) -> str:
    return f"signing/{kid.hex()}"


def _role(key: PublishedKey) -> str:
    said: dict[str, Any] = {
        name: value for name, value in asdict(key).items() if name not in ("public", "_by_kid")
    }
    return orjson.dumps(said).decode()


def _of_role(role: str, public: bytes) -> PublishedKey:
    said = orjson.loads(role)
    said["types"], said["districts"] = tuple(said["types"]), tuple(said["districts"])
    return PublishedKey(public=bytes(public), **said)
