"""What every store must do; `tests/runtime/store_conformance.py` proves it for each.

Statements have names (`file.name`) and lie in `.sql` files beside each store; services have folders of their own for each dialect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from engine.runtime.ports import Reader, Write


class StoreDown(Exception):
    """The store cannot take or give anything now (disk full, locked, gone). Nothing of what was being written is kept; try later."""


class WrongMaster(Exception):
    """The database was made under another master key."""


class WrongRelease(Exception):
    """The database belongs to a newer release than this one, or is kept by a PostgreSQL too old for it."""


class SealedArrival(NamedTuple):
    """An arrival as it lies in the inbox. seq: grows; dedupe: blind, or empty; body: aliases and body, sealed; at: ms since 1970;
    part: whose business it is, None where one worker has everything.
    """

    seq: int
    kind: str
    dedupe: str
    body: bytes
    at: int
    part: int | None = None


class Address(NamedTuple):
    """Whose business an arrival is. names: the sender's, blind, the deciding one first; part: where it goes when none of them is known."""

    names: tuple[str, ...] = ()
    part: int = 0


class InboxStore(Protocol):
    """The inbox as web processes write it."""

    @property
    def sorts(self) -> bool:
        """Whether arrivals go to partitions, so that `append` has to be told whose they are."""

    def append(
        self, arrivals: Sequence[tuple[str, str, bytes, int]], addresses: Sequence[Address] = ()
    ) -> None:
        """Keep (kind, dedupe, body, at) of each; durable when it returns. Raises StoreDown, then nothing was kept. Any thread may call.

        addresses: one for each arrival, where the inbox sorts.
        """

    def close(self) -> None:
        """Let go of the files; what was appended stays."""


class Intake(Protocol):
    """The inbox as a worker takes from it: everything appended is claimed, in order, again and again until it is finished."""

    def claim(self, limit: int) -> list[SealedArrival]:
        """Return the next arrivals. Raises StoreDown."""

    def finish(self, arrivals: Sequence[SealedArrival]) -> None:
        """Note that these, the last claimed, are dealt with, in the transaction that did it."""

    def close(self) -> None:
        """Let go of the files."""


class Store(Reader, Protocol):
    """Everything but the inbox. One thread of a process writes; others read through `reader()`. Each partition has one process."""

    @property
    def mine(self) -> frozenset[int]:
        """Return the partitions whose work this process may claim."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing: commits, durably, at the end; rolls back when anything is raised. New data keys go with it. Raises StoreDown."""

    def execute(self, statement: str, params: Sequence[Any] = ()) -> int:
        """Run a statement and return how many rows it changed."""

    def execute_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each row of parameters."""

    def write(self, writes: Iterable[Write]) -> None:
        """Run these writes in order."""

    def after_commit(self, action: Callable[[], None]) -> None:
        """Do this once the transaction under way is safe; forgotten when it is rolled back."""

    def on_roll_back(self, action: Callable[[], None]) -> None:
        """Do this after every transaction rolled back from now on: what was remembered of it is not true."""

    def reserve(self, sequence: str, count: int) -> int:
        """Return the first of `count` numbers never given before in this sequence (a table's name). Gaps are normal."""

    @property
    def tag(self) -> str:
        """Return six random letters made with the database, so that names built from its numbers are not reused by another."""

    def reader(self) -> Reader:
        """Return what any thread of this process may read through."""

    def close(self) -> None:
        """Let go of the files."""
