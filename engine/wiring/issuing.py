"""What certificates need beside their handler: keys that sign, the public log, the lists of how each one stands."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from nacl.signing import SigningKey

from engine.runtime.doors import Clock, Http, Scheduler
from engine.runtime.keys import Keys
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms
from engine.sandbox.witness import WITNESS_KEY, WITNESS_NAME
from engine.services.certificates.issuing.proofs import origin_of
from engine.services.certificates.issuing.sequencer import ForkedLog, Sequencer
from engine.services.certificates.issuing.standings import Standings
from engine.services.certificates.issuing.witnessing import Watchers, Witnessing
from engine.services.certificates.keys import PublishedKey, Roots, countersign, draft_key_set
from engine.services.certificates.keys.holding import (
    KeyRing,
    first_issuer,
    held,
    next_key_set,
    put_in_force,
)
from engine.services.certificates.keys.published import Purpose
from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.log.note import COSIGNED, BadNote, NoteKey, read_key
from engine.settings import Settings, SettingsError
from engine.wiring.key_files import sandbox_root_key
from engine.wiring.parts import CLOCK, RANDOM

log = structlog.get_logger()

DAY_S = 86_400
SANDBOX_KEYS_S = 3_650 * DAY_S
COMPLAIN_S = 60.0
SANDBOX_WITNESS = NoteKey(WITNESS_NAME, bytes(WITNESS_KEY.verify_key), COSIGNED)
_WITNESSES = re.compile(r"([0-9]) of (\S+=\S+(?: \S+=\S+)*)", re.ASCII)
_ROOTS = re.compile(r"([1-9]) of ([0-9a-f]{64}(?:,[0-9a-f]{64})*)", re.ASCII)


def roots_of(settings: Settings) -> Roots:
    """Return whose signatures a key set needs: `2 of <key>,<key>,<key>` in the settings, the sandbox's own there. Raises SettingsError."""
    if settings.root_keys:
        return read_roots(settings.root_keys)
    if settings.sandbox:
        return Roots((bytes(SigningKey(sandbox_root_key(settings)).verify_key),), 1)
    return Roots((), 1)


def read_roots(words: str) -> Roots:
    """Return the root keys of `2 of <key>,<key>,<key>`. Raises SettingsError."""
    said = _ROOTS.fullmatch(words)
    if said is None:
        line = (
            'MITRA_ROOT_KEYS: must be like "2 of <key>,<key>,<key>", each key 64 hexadecimal digits'
        )
        raise SettingsError((line,))
    return Roots(tuple(bytes.fromhex(each) for each in said[2].split(",")), int(said[1]))


def watchers_of(settings: Settings) -> Watchers:
    """Return who watches the log: `1 of <address>=<key> <address>=<key>` in the settings. Raises SettingsError.

    The sandbox has one of its own, for whose word nobody waits.
    """
    if settings.log_witnesses:
        return read_watchers(settings.log_witnesses)
    if settings.sandbox and settings.sandbox_url:
        return Watchers({f"{settings.sandbox_url}/witness": SANDBOX_WITNESS})
    return Watchers()


def read_watchers(words: str) -> Watchers:
    """Return the witnesses of `1 of <address>=<key> <address>=<key>`. Raises SettingsError."""
    said = _WITNESSES.fullmatch(words)
    try:
        found = dict(each.split("=", 1) for each in said[2].split()) if said else {}
        keys = {url.rstrip("/"): read_key(key) for url, key in found.items()}
    except BadNote:
        keys = {}
    if said is None or not keys or int(said[1]) > len(keys):
        line = (
            'MITRA_LOG_WITNESSES: must be like "1 of https://witness.example=<key> https://…=<key>"'
        )
        raise SettingsError((line,))
    return Watchers(keys, int(said[1]))


@dataclass(slots=True)
class Issuing:
    """Called by the worker in every round. forked: whether the log's files were found to be other ones than were signed."""

    ring: KeyRing
    sequencer: Sequencer
    standings: Standings
    witnessing: Witnessing
    clock: Clock
    forked: bool = False
    _complained: float = -math.inf
    _looked: float = -math.inf

    def step(self) -> None:
        """Log what waits and publish what has changed. Raises StoreDown."""
        self._look_for_keys()
        try:
            if self.sequencer.step():
                self.forked = False
        except ForkedLog as trouble:
            self.forked = True
            if self.clock.monotonic() - self._complained > COMPLAIN_S:
                self._complained = self.clock.monotonic()
                log.error("log.forked", why=str(trouble))
        self.standings.step()
        self.witnessing.step()

    def _look_for_keys(self) -> None:
        """Say once a minute where no key set is in force: then nothing is issued."""
        if self.clock.monotonic() - self._looked > COMPLAIN_S:
            self._looked = self.clock.monotonic()
            if not self.ring.in_force():
                log.error("keys.none_in_force")


def open_issuing(
    settings: Settings, store: Store, keys: Keys, http: Http, scheduler: Scheduler
) -> Issuing:
    """Return what issues. Raises SettingsError."""
    ring = KeyRing(store, keys, CLOCK, RANDOM, roots_of(settings))
    watchers = watchers_of(settings)
    alone = watchers.quorum == 0
    return Issuing(
        ring,
        Sequencer(
            store,
            ring,
            CLOCK,
            origin_of(first_issuer(store, roots_of(settings), settings.public_url)),
            alone=alone,
        ),
        Standings(store, ring, CLOCK, settings.public_url),
        Witnessing(store, http, scheduler, CLOCK, watchers),
        CLOCK,
    )


def begin_sandbox(
    settings: Settings,
    store: Store,
    ring: KeyRing,
    kinds: Mapping[str, CertificateKind],
    clock: Clock,
) -> None:
    """Make a key for each department, for the lists and for the log, and publish them, where the sandbox lacks one."""
    now = int(clock.now().timestamp())
    wanted: dict[str, set[str]] = {}
    for kind in kinds.values():
        wanted.setdefault(kind.department, set()).add(kind.type)
    roles = [
        *(_sandbox_key(f"Sandbox {name}", now, sorted(types)) for name, types in wanted.items()),
        _sandbox_key("Sandbox lists", now, (), "status"),
        _sandbox_key("Sandbox log", now, (), "log"),
    ]
    with store.transaction():
        store.rows("certlog.head")  # one worker at a time
        have = {(key.published.name, key.published.types) for key in held(store)}
        missing = [role for role in roles if (role.name, role.types) not in have]
        if not missing:
            return
        for role in missing:
            ring.create(role)
        edition = next_key_set(store, settings.public_url, now, SANDBOX_KEYS_S, roots_of(settings))
        content = countersign(draft_key_set(edition), SigningKey(sandbox_root_key(settings)))
        store.write((put_in_force(content, store, roots_of(settings), to_ms(clock.now())),))


def _sandbox_key(
    name: str, now: int, types: Sequence[str], purpose: Purpose = "certificate"
) -> PublishedKey:
    return PublishedKey(
        public=b"",
        name=name,
        purpose=purpose,
        not_before=now - DAY_S,
        sign_until=now + SANDBOX_KEYS_S,
        types=tuple(types),
    )
