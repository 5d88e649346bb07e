"""What waits for the end of a transaction: actions once it is safe, and what has to be forgotten when it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Aftermath:
    """The same for every store, one for each connection that writes."""

    def __init__(self) -> None:
        self._actions: list[Callable[[], None]] = []
        self._undoing: list[Callable[[], None]] = []

    def after_commit(self, action: Callable[[], None]) -> None:
        """Do this once the transaction under way is safe; forgotten when it is rolled back."""
        self._actions.append(action)

    def on_roll_back(self, action: Callable[[], None]) -> None:
        """Do this after every transaction rolled back from now on."""
        self._undoing.append(action)

    @contextmanager
    def around(
        self,
        begin: Callable[[], object],
        commit: Callable[[], object],
        roll_back: Callable[[], object],
    ) -> Iterator[None]:
        """Hold a transaction: begin it, commit at the end, roll back when anything is raised."""
        self._actions.clear()
        try:
            begin()
            yield
            commit()
        except BaseException:
            self._actions.clear()
            roll_back()
            for undo in self._undoing:
                undo()
            raise
        actions, self._actions = self._actions, []
        for action in actions:
            action()
