"""What `catalog keys`, `catalog log` and `catalog verify` do with the store: one small piece of work beside the running processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from nacl.signing import SigningKey

from engine.runtime.keys import Keys
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms
from engine.services.certificates.issuing.proofs import origin_of, reading
from engine.services.certificates.keys import (
    KeySet,
    NotTheState,
    PublishedKey,
    countersign,
    draft_key_set,
)
from engine.services.certificates.keys.holding import (
    HeldKey,
    KeyRing,
    OlderEdition,
    first_issuer,
    held,
    key_set,
    next_key_set,
    put_in_force,
)
from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.log.note import NoteKey
from engine.services.certificates.log.proof import LogPolicy
from engine.services.certificates.log.tiles import Fetch
from engine.services.certificates.token import Malformed
from engine.services.certificates.verifying.enquiry import Enquiry
from engine.settings import Settings
from engine.wiring.catalogue import certificates_of
from engine.wiring.issuing import roots_of, watchers_of
from engine.wiring.key_files import sandbox_root_key
from engine.wiring.parts import CLOCK, RANDOM, open_keys, open_store

GOOD_FOR_S = 90 * 86_400
"""How long scanners may rely on a key set before they must fetch the next one."""


class CannotSign(Exception):
    """What was asked for cannot be done; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class KeyOffice:
    """The keys of one installation, open for one piece of work."""

    settings: Settings
    store: Store
    keys: Keys

    @property
    def ring(self) -> KeyRing:
        """Return the keys, to make and to change."""
        return KeyRing(self.store, self.keys, CLOCK, RANDOM, roots_of(self.settings))

    def kinds(self) -> dict[str, CertificateKind]:
        """Return the kinds of certificates by what tokens call them."""
        return {kind.type: kind for kind in certificates_of(self.settings.catalog).values()}

    def everything(self) -> tuple[tuple[HeldKey, ...], KeySet | None]:
        """Return all keys, and the key set in force. Raises CannotSign."""
        return held(self.store), self._in_force()

    def create(self, role: PublishedKey) -> PublishedKey:
        """Make a key. Raises CannotSign where a type is unknown or the name is taken."""
        kinds = self.kinds() if role.types else {}
        unknown = [each for each in role.types if each not in kinds]
        if unknown:
            raise CannotSign(
                f'there is no certificate of type "{unknown[0]}"; there are {", ".join(sorted(kinds))}'
            )
        if any(each.published.name == role.name for each in held(self.store)):
            raise CannotSign(f'there is a key called "{role.name}" already')
        with self.store.transaction():
            return self.ring.create(role)

    def find(self, name: str) -> PublishedKey:
        """Return a key by its name or the beginning of its id. Raises CannotSign."""
        fit = [
            each.published
            for each in held(self.store)
            if name == each.published.name or each.published.kid.hex().startswith(name)
        ]
        if len(fit) != 1:
            raise CannotSign(
                f'"{name}" is {"no key" if not fit else "the beginning of several"}: catalog keys list shows them'
            )
        return fit[0]

    def retire(self, name: str) -> PublishedKey:
        """Let a key sign no more from now on. Raises CannotSign."""
        key = self.find(name)
        if key.state == "bad":
            raise CannotSign(f"{key.name} was stolen: it signs no more, and retired it would count")
        now = int(CLOCK.now().timestamp())
        return self._changed(replace(key, state="retired", sign_until=min(now, key.sign_until)))

    def stolen(self, name: str, after: int | None) -> PublishedKey:
        """Let nothing count that a key signed after so many entries of the log, all there are now where None. Raises CannotSign."""
        size = self.log_size() if after is None else after
        return self._changed(replace(self.find(name), state="bad", bad_after=size))

    def _changed(self, key: PublishedKey) -> PublishedKey:
        with self.store.transaction():
            self.ring.change(key)
        return key

    def destroy(self, key: PublishedKey) -> None:
        """Let go of a key's secret half for good."""
        with self.store.transaction():
            self.ring.destroy(key.kid)

    def propose(self) -> bytes:
        """Return the next key set, unsigned."""
        now = int(CLOCK.now().timestamp())
        issuer = self.settings.public_url
        return draft_key_set(
            next_key_set(self.store, issuer, now, GOOD_FOR_S, roots_of(self.settings))
        )

    def publish(self, content: bytes | None) -> KeySet:
        """Put a signed key set in force; the sandbox signs its own. Raises CannotSign."""
        if content is None:
            content = countersign(self.propose(), SigningKey(sandbox_root_key(self.settings)))
        try:
            with self.store.transaction():
                write = put_in_force(
                    content, self.store, roots_of(self.settings), to_ms(CLOCK.now())
                )
                self.store.write((write,))
        except Malformed:
            raise CannotSign("the file is no key set") from None
        except NotTheState:
            raise CannotSign(
                "not enough root keys have signed it: catalog keys sign adds a signature"
            ) from None
        except OlderEdition as trouble:
            raise CannotSign(
                f"edition {trouble} is in force and is not older: propose a new one"
            ) from None
        found = self._in_force()
        assert found is not None  # noqa: S101 (it was just put in force)
        return found

    def log(self) -> Fetch:
        """Return how the log's files are read."""
        return reading(self.store)

    def log_key(self, name: str = "") -> NoteKey:
        """Return the log's public key: the one that signs now, or the one of this name. Raises CannotSign where there is none."""
        now = int(CLOCK.now().timestamp())
        key = self.find(name) if name else self.ring.signer("log", now)
        if key is None or key.purpose != "log":
            raise CannotSign(
                f"{key.name} is no key for the log"
                if key
                else "no key signs the log now: catalog keys create NAME --log, then catalog keys publish"
            )
        return NoteKey(self._origin(), key.public)

    def log_policy(self) -> LogPolicy:
        """Return by which keys our own log is known, and who must have seen it. Raises CannotSign where no key signs it now."""
        origin = self._origin()
        every = [
            NoteKey(origin, key.public) for key in self.ring.in_force() if key.purpose == "log"
        ]
        watchers = watchers_of(self.settings)
        logs = tuple(dict.fromkeys((self.log_key(), *every)))
        return LogPolicy(logs, tuple(watchers.keys.values()), watchers.quorum)

    def _origin(self) -> str:
        first = first_issuer(self.store, roots_of(self.settings), self.settings.public_url)
        return origin_of(first)

    def log_size(self) -> int:
        """Return how many entries the log has."""
        return int(self.store.rows("certlog.size")[0][0])

    def enquiry(self) -> Enquiry:
        """Return who answers whether something is genuine. Raises CannotSign before a key set is in force."""
        published = self._in_force()
        if published is None:
            raise CannotSign("no key set is in force: catalog keys publish")
        watchers = watchers_of(self.settings)
        return Enquiry(self.settings.public_url, self.store, self.keys, published, watchers)

    def _in_force(self) -> KeySet | None:
        try:
            return key_set(self.store, roots_of(self.settings))
        except NotTheState:
            raise CannotSign(
                "the key set in force is not signed by the root keys of MITRA_ROOT_KEYS"
            ) from None


@contextmanager
def key_office(settings: Settings) -> Iterator[KeyOffice]:
    """Open the store for one piece of work. Raises as `open_store`."""
    keys = open_keys(settings)
    store = open_store(settings, keys)
    try:
        yield KeyOffice(settings, store, keys)
    finally:
        store.close()
