"""Commits together what many threads want kept: one thread takes all that waits, and lets everyone go when it is on disk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

import structlog

from engine.runtime.store.protocol import StoreDown

log = structlog.get_logger()

TOGETHER = 500
"""Requests committed together at most."""

Wish = TypeVar("Wish")


class _Waiting(Generic[Wish]):
    """One wish that waits for its commit."""

    __slots__ = ("kept", "lock", "why", "wish")

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self.kept = False
        self.why = ""
        self.lock = threading.Lock()
        self.lock.acquire()


class GroupCommit(Generic[Wish]):
    """Any thread calls `keep`; one thread, started with the first wish, calls `commit` with all that waits."""

    def __init__(self, commit: Callable[[list[Wish]], None]) -> None:
        self._commit = commit
        self._waiting: SimpleQueue[_Waiting[Wish] | None] = SimpleQueue()
        self._starting = threading.Lock()
        self._writer: threading.Thread | None = None

    def keep(self, wish: Wish) -> None:
        """Return when it is committed. Raises StoreDown."""
        if self._writer is None:
            self._start()
        waiting = _Waiting(wish)
        self._waiting.put(waiting)
        waiting.lock.acquire()
        if not waiting.kept:
            raise StoreDown(waiting.why)

    def close(self) -> None:
        """Commit what still waits and end the thread."""
        if self._writer is not None:
            self._waiting.put(None)
            self._writer.join()
            self._writer = None

    def _start(self) -> None:
        with self._starting:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write, name="inbox", daemon=True)
                self._writer.start()

    def _write(self) -> None:
        while True:
            first = self._waiting.get()
            if first is None:
                return
            together, last = self._gather(first)
            self._keep(together)
            if last:
                return

    def _gather(self, first: _Waiting[Wish]) -> tuple[list[_Waiting[Wish]], bool]:
        together = [first]
        with suppress(Empty):
            while len(together) < TOGETHER:
                another = self._waiting.get_nowait()
                if another is None:
                    return together, True
                together.append(another)
        return together, False

    def _keep(self, together: list[_Waiting[Wish]]) -> None:
        """Commit all that waits and let everyone go, whatever happens."""
        kept, why = False, "the writing thread stopped"
        try:
            self._commit([waiting.wish for waiting in together])
            kept = True
        except StoreDown as trouble:
            why = str(trouble)
        except Exception as trouble:  # noqa: BLE001 - those who come next must not wait for a thread that has ended
            why = type(trouble).__name__
            log.error("group_commit_failed", size=len(together), why=why)
        finally:
            for waiting in together:
                waiting.kept, waiting.why = kept, why
                waiting.lock.release()
