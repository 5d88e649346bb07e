"""Asks the worker to forget a person, waits until that is done, and tells what law keeps; one small write beside the running processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.runtime.keys import Keys
from engine.runtime.partitions import part_of
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms
from engine.settings import Settings
from engine.wiring.parts import CLOCK, open_keys, open_store

LOOKS = 100
LOOK_EVERY_S = 0.2


class NotForgotten(Exception):
    """There is nobody to forget, or no worker to do it; the message says which, in one line."""


@dataclass(frozen=True, slots=True)
class Stays:
    """What law keeps of a person: numbers of applications and certificates, references of payments."""

    applications: tuple[str, ...]
    certificates: tuple[str, ...]
    payments: tuple[str, ...]


def find(settings: Settings, kind: str, value: str) -> str:
    """Return the person known under this name. kind: `phone` or `user_id`. Raises NotForgotten, and as `open_store`."""
    with _opened(settings) as (store, keys):
        rows = store.rows_in("persons.by_alias", (keys.blind(kind, value),))
    if not rows:
        message = "Nobody is known under this name: nothing is kept of such a person"
        raise NotForgotten(message)
    return str(rows[0][1])


def forget(settings: Settings, person: str, pause: Callable[[float], None] = time.sleep) -> Stays:
    """Have a person forgotten; return what stays. Raises NotForgotten where no worker does it in time: it is done when one runs."""
    with _opened(settings) as (store, _):
        with store.transaction():
            now = to_ms(CLOCK.now())
            store.execute("keeping.ask", (person, part_of(person), now))
        for _ in range(LOOKS):
            if store.rows("keeping.is_done", (person,)):
                return _stays(store, person)
            pause(LOOK_EVERY_S)
    message = "It is noted, but no worker has done it yet: start one (catalog worker), and it is the first thing it does"
    raise NotForgotten(message)


def _stays(store: Store, person: str) -> Stays:
    cases = [case for case, _, _ in store.rows("keeping.cases_of", (person,))]

    def of(statement: str) -> tuple[str, ...]:
        return tuple(str(number) for (number,) in store.rows_in(statement, cases))

    return Stays(
        of("applications.numbers"), of("certificates.numbers"), of("payments.references_of")
    )


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[Store, Keys]]:
    keys = open_keys(settings)
    store = open_store(settings, keys)
    try:
        yield store, keys
    finally:
        store.close()
