"""What `catalog certificate` does: shows a certificate of the register, and has the worker change how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.runtime.inbox import Inbox
from engine.runtime.keys import Keys
from engine.runtime.ports import Reader
from engine.runtime.times import from_ms, to_ms
from engine.services.certificates import register
from engine.services.certificates.changing import (
    Change,
    ChangeBody,
    NotPossible,
    arrival,
    check,
)
from engine.services.certificates.register import Kept
from engine.settings import Settings
from engine.wiring.parts import CLOCK, RANDOM, open_inbox, open_keys, open_reader, open_store

PAGE_BYTES: Final = 8
MOST_SHOWN: Final = 1_000
WHY: Final = {
    "no_reason": "a reason is needed: it is kept with the certificate",
    "long_reason": "the reason has at most 2,000 letters",
    "not_now": "it cannot be done to a certificate that stands so",
    "no_other": "the new certificate must be another one, of the same kind and valid",
    "not_issued": "it is not issued yet: it waits for the public log",
}


class CannotChange(Exception):
    """What was asked for cannot be done; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Counter:
    """The register of one installation, open for one piece of work."""

    settings: Settings
    keys: Keys
    reader: Reader

    def certificate(self, words: str) -> Kept:
        """Return the certificate of this number or id. Raises CannotChange."""
        plain, keys = words.strip().upper(), self.keys.anew()
        kept = register.of_number(plain, keys, self.reader)
        kept = kept or register.find(plain, keys, self.reader)
        if kept is None:
            raise CannotChange(f'there is no certificate "{words}": give its number, or its id')
        return kept

    def undrawn(self) -> list[tuple[str, datetime]]:
        """Return the numbers of certificates in the public log without a paper, with when each was asked for; the oldest first."""
        rows = self.reader.rows("certificates.undrawn", (MOST_SHOWN,))
        return [(str(number), from_ms(made)) for number, made in rows]

    def draw(self, kept: Kept) -> None:
        """Let the worker try again at once to draw a paper. Raises CannotChange where it has one, StoreDown."""
        if not self.reader.rows("certificates.awaits_paper", (kept.id,)):
            raise CannotChange(f"{kept.number} does not wait for its paper")
        store = open_store(self.settings, self.keys)
        try:
            with store.transaction():
                store.execute("certificates.hasten", (to_ms(CLOCK.now()), kept.id))
        finally:
            store.close()

    def change(self, kept: Kept, did: Change, officer: str, reason: str, by: str) -> None:
        """Hand the change to the worker, durably. Raises CannotChange, StoreDown."""
        other = self.certificate(by) if by else None
        body = ChangeBody(
            kept.number, did, officer, reason, len(kept.history), other.number if other else ""
        )
        try:
            check(kept, body, other)
        except NotPossible as trouble:
            raise CannotChange(f"{kept.number} ({kept.status}): {WHY[trouble.word]}") from None
        store = open_inbox(self.settings, self.reader)
        try:
            page = RANDOM.bytes(PAGE_BYTES).hex()
            Inbox(store, self.keys).append([arrival(kept, body, page, CLOCK.now())])
        finally:
            store.close()


@contextmanager
def counter(settings: Settings) -> Iterator[Counter]:
    """Open the register. Raises as `open_store`, which brings the tables up to date first."""
    keys = open_keys(settings)
    open_store(settings, keys).close()
    yield Counter(settings, keys, open_reader(settings))
