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


class SealedArrival(NamedTuple):
    """An arrival as it lies in the inbox. seq: grows; dedupe: blind, or empty; body: aliases and body, sealed; at: ms since 1970."""

    seq: int
    kind: str
    dedupe: str
    body: bytes
    at: int


class InboxStore(Protocol):
    """The inbox as the web process writes it and the worker reads it."""

    def append(self, arrivals: Sequence[tuple[str, str, bytes, int]]) -> None:
        """Keep (kind, dedupe, body, at) of each; durable when it returns. Raises StoreDown, then nothing was kept. Any thread may call."""

    def after(self, seq: int, limit: int) -> list[SealedArrival]:
        """Return what came after `seq`, in order. Raises StoreDown."""

    @property
    def name(self) -> str:
        """Return the inbox's own random id: a cursor is only valid for the inbox it was counted in."""

    def close(self) -> None:
        """Let go of the files; what was appended stays."""


class Store(Reader, Protocol):
    """Everything but the inbox. One process, one thread writes; others read through `reader()`."""

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
