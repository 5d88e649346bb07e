"""Several workers at one PostgreSQL database, in one process: who joins, who is cut off, who has which share."""

from __future__ import annotations

import time

from bench.postgres import shared
from tests.runtime.pretend import Repeating, Town


def cut_off(town: Town) -> None:
    """Break a worker's connection, and wait until the server has let go of all that it held."""
    pid = town.store._connection.info.backend_pid
    shared().say(f"SELECT pg_terminate_backend({pid}, 60000)")


class Crew:
    """Several workers at one database, each with memory of its own; `lead` is the one the town made."""

    def __init__(self, lead: Town) -> None:
        self.lead = lead
        self.towns = [lead]

    def join(self) -> Town:
        """Start another worker."""
        town = Town(self.lead.folder, lambda _folder: self.lead.home, clock=self.lead.clock, phone=self.lead.phone,
                    department=self.lead.department, random=Repeating(str(len(self.towns))))  # fmt: skip
        town.handlers.update(self.lead.handlers)
        self.towns.append(town)
        return town

    def leave(self, town: Town) -> None:
        """End a worker's process without a word."""
        self.towns.remove(town)
        cut_off(town)

    def settle_down(self) -> None:
        """Let everyone look around until each has its share."""
        for _ in range(8):
            self.lead.clock.forward(0.6)
            for town in self.towns:
                town.worker.cycle()
            time.sleep(0.002)

    def shares(self) -> list[int]:
        return [len(town.store.mine) for town in self.towns]
