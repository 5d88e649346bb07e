"""Dead letters: what failed for good and waits for a person to look at it. Nothing is ever dropped in silence."""

from __future__ import annotations

import traceback
from pathlib import Path

from engine.runtime.doors import Random, new_id
from engine.runtime.keys import Keys, person_owner
from engine.runtime.store.protocol import Store

LONGEST_WHY = 500


class Letters:
    """The dead-letter table; `add` runs inside a transaction."""

    def __init__(self, store: Store, keys: Keys, random: Random) -> None:
        self._store = store
        self._keys = keys
        self._random = random

    def add(
        self, kind: str, person: str, session: str, about: str, why: str, body: bytes, now: int
    ) -> None:
        """Enter a dead letter. kind: `turn`, `effect`, `status`, `arrival`; body: what was to be done, for the person who looks."""
        letter = new_id(self._random)
        box = self._keys.inbox
        if person:
            self._keys.load((person_owner(person),), self._store)
            box = self._keys.make(person_owner(person))
        sealed = box.seal(body, f"dead_letter/{letter}/body")
        row = (letter, kind, person, session, about, why[:LONGEST_WHY], now, sealed)
        self._store.execute("letters.add", row)


def blame(trouble: BaseException) -> str:
    """Return what went wrong and where, without the exception's words: they may be a citizen's."""
    frames = traceback.extract_tb(trouble.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(trouble).__name__ + where
