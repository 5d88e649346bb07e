"""Seals what citizens said and were told, with one key a person and one a case, so that erasing a key erases the words everywhere.

The master key (a file, never in the database) wraps every data key; a sealed value is bound to its table, row and column, so that a
value moved elsewhere does not open. XChaCha20-Poly1305 by libsodium: https://doc.libsodium.org/secret-key_cryptography/aead
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from copy import copy

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt as _decrypt,
)
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_encrypt as _encrypt,
)
from nacl.exceptions import CryptoError

from engine.runtime.doors import Random
from engine.runtime.ports import Reader

KEY_BYTES = 32
NONCE_BYTES = 24
CACHED_KEYS = 50_000
"""Open data keys held in memory: 32 bytes each, about 10 MB with Python's own share."""


class Sealed(Exception):
    """A value does not open: another key, another place, or somebody changed it."""


class NoKey(Exception):
    """The data key of this owner is gone or was never made: its words cannot be read any more."""


def person_owner(person: str) -> str:
    """Return the owner of the key for a person's dialogue."""
    return f"person/{person}"


def case_owner(session: str) -> str:
    """Return the owner of the key for a case: its answers, documents, payments, certificate."""
    return f"case/{session}"


class Box:
    """Seals and opens with one key."""

    __slots__ = ("_key", "_random")

    def __init__(self, key: bytes, random: Random) -> None:
        self._key = key
        self._random = random

    def seal(self, plain: bytes, place: str) -> bytes:
        """Return the sealed bytes. place: `table/row/column`."""
        nonce = self._random.bytes(NONCE_BYTES)
        return nonce + _encrypt(plain, place.encode(), nonce, self._key)

    def open(self, sealed: bytes, place: str) -> bytes:
        """Return the bytes sealed for this place. Raises Sealed."""
        try:
            return _decrypt(sealed[NONCE_BYTES:], place.encode(), sealed[:NONCE_BYTES], self._key)
        except (CryptoError, TypeError, ValueError):
            message = f"{place} does not open"
            raise Sealed(message) from None


class Keys:
    """Every key of one process. Only the worker makes new ones; other processes read.

    A new key lies in `fresh` until the transaction that stores it has been committed, and is stored together with the first value sealed
    with it: no value can outlive its key by a crash.
    """

    def __init__(self, master: bytes, random: Random) -> None:
        if len(master) != KEY_BYTES:
            message = f"a master key has {KEY_BYTES} bytes, this one has {len(master)}"
            raise ValueError(message)
        self._random = random
        self._master = Box(_derive(master, b"data keys"), random)
        self._pepper = _derive(master, b"blind index")
        self.inbox = Box(_derive(master, b"inbox"), random)
        self._boxes: dict[str, Box] = {}
        self._absent: set[str] = set()
        self.fresh: dict[str, bytes] = {}

    def blind(self, kind: str, value: str) -> str:
        """Return a name by which an exact value is found again without being readable: 22 letters."""
        digest = hmac.digest(self._pepper, f"{kind}\0{value}".encode(), "sha256")
        return urlsafe_b64encode(digest[:16])[:22].decode()

    # -- data keys ---------------------------------------------------------------------------------------------------

    def load(self, owners: Iterable[str], store: Reader) -> None:
        """Read the data keys of these owners in one go, as far as they exist and are not at hand."""
        missing = [owner for owner in owners if owner not in self._boxes]
        if not missing:
            return
        self._absent.update(missing)
        for owner, wrapped in store.rows_in("keys.wrapped", missing):
            self._boxes[owner] = Box(self._master.open(wrapped, _place(owner)), self._random)
            self._absent.discard(owner)

    def of(self, owner: str) -> Box:
        """Return the box of an owner loaded or made before. Raises NoKey."""
        box = self._boxes.get(owner)
        if box is None:
            message = f"no key of {owner}"
            raise NoKey(message)
        return box

    def find(self, owner: str, store: Reader) -> Box:
        """Return the box of an owner. Raises NoKey when there is none."""
        if owner not in self._boxes:
            self.load((owner,), store)
        return self.of(owner)

    def make(self, owner: str) -> Box:
        """Return the owner's box, with a new key where `load` has found none; the next commit keeps it.

        Raises NoKey when `load` was never asked for this owner: a second key would lose what the first one sealed.
        """
        if owner in self._absent:
            return self.new(owner)
        return self.of(owner)

    def new(self, owner: str) -> Box:
        """Return a box for an owner that has just come into being; the next commit keeps its key."""
        key = self._random.bytes(KEY_BYTES)
        box = self._boxes[owner] = Box(key, self._random)
        self.fresh[owner] = self._master.seal(key, _place(owner))
        self._absent.discard(owner)
        return box

    def forget(self, owner: str) -> None:
        """Drop an owner's key from memory, after its row has been deleted."""
        self._boxes.pop(owner, None)
        self.fresh.pop(owner, None)

    def anew(self) -> Keys:
        """Return the same keys with nothing at hand yet, for a reader that must not outlive an erasure."""
        fresh = copy(self)
        fresh._boxes, fresh._absent, fresh.fresh = {}, set(), {}
        return fresh

    def let_go(self) -> None:
        """Let go of every key that is kept; each is read again when it is needed. Only between transactions, as `trim`."""
        self._absent.clear()
        self._boxes = {owner: box for owner, box in self._boxes.items() if owner in self.fresh}

    def drop_all(self) -> None:
        """Drop every key from memory, those never kept as well: what was sealed with them is not kept either."""
        self._boxes.clear()
        self._absent.clear()
        self.fresh.clear()

    def check(self) -> bytes:
        """Return a value that only this master key opens, to notice a wrong one at the start."""
        return self._master.seal(b"mitra", "meta/master/value")

    def fits(self, check: bytes) -> bool:
        """Return whether a value of `check` was made under the same master key."""
        try:
            return self._master.open(check, "meta/master/value") == b"mitra"
        except Sealed:
            return False

    def trim(self) -> None:
        """Let go of keys not used lately when there are many. Only between transactions: what was loaded may be gone afterwards."""
        self._absent.clear()
        if len(self._boxes) > CACHED_KEYS:
            for owner in list(self._boxes)[: CACHED_KEYS // 2]:
                if owner not in self.fresh:
                    del self._boxes[owner]


def _derive(master: bytes, purpose: bytes) -> bytes:
    return hashlib.blake2b(b"mana mitra", key=master, person=purpose[:16], digest_size=32).digest()


def _place(owner: str) -> str:
    return f"data_key/{owner}/wrapped"
