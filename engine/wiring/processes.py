"""Starts the processes of one machine and keeps them running: one that dies is started again, since nothing lives only in memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException

BREATH_S = 0.2
"""How often we look after our processes."""

PAUSES_S = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Waits before the next start of a process that keeps dying; it has recovered after GOOD_S."""

GOOD_S = 30.0
STOP_WITHIN_S = 10.0
GIVE_UP = 2
"""Exit code of a process that cannot run here at all (port taken, key missing): starting it again would not help."""


@dataclass(slots=True)
class Child:
    """One process. ready: an address that answers 200 once it works, or empty; deaths: in a row."""

    name: str
    command: Sequence[str]
    ready: str = ""
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    again_at: float = 0.0

    def start(self) -> None:
        """Start it, in our own group, so that a ctrl-C reaches us alone first."""
        self.process = subprocess.Popen(self.command, start_new_session=True)
        self.started = time.monotonic()

    def is_ready(self) -> bool:
        """Whether it answers. Until it listens, whatever is heard at its port is no answer: a connection to a free port of one's own
        machine can even come back to oneself, with one's own request as the reply (TCP's simultaneous open, RFC 9293 section 3.5)."""
        if not self.ready:
            return True
        try:
            with urllib.request.urlopen(self.ready, timeout=1) as reply:  # noqa: S310 (our own loopback address)
                return bool(reply.status == 200)
        except (OSError, HTTPException):
            return False


@dataclass(slots=True)
class Supervisor:
    """Keeps a few processes running until it is told to stop. tell: prints a line; announced: all have been ready once, so that whatever
    stops one of them now (a database that is being restarted) will pass.
    """

    children: list[Child]
    tell: Callable[[str], None]
    stopping: bool = False
    exit_code: int = field(default=0)
    announced: bool = False

    def run(self, when_ready: Callable[[], None], ready_within_s: float = 60.0) -> int:
        """Start all, call `when_ready` once, look after them; return the exit code."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        for child in self.children:
            child.start()
        limit = time.monotonic() + ready_within_s
        while not self.stopping:
            self._look_after()
            if not self.announced and all(child.is_ready() for child in self.children):
                self.announced = True
                when_ready()
            elif not self.announced and time.monotonic() > limit:
                self.tell("Not everything answered in time; see the lines above.")
                self.announced = True
            time.sleep(BREATH_S)
        self._end_all()
        return self.exit_code

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _look_after(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.again_at:
                    child.start()
                continue
            code = child.process.poll()
            if code is not None:
                self._died(child, code, now)

    def _died(self, child: Child, code: int, now: float) -> None:
        child.process = None
        if code == GIVE_UP and not self.announced:
            self.stopping, self.exit_code = True, GIVE_UP
            return
        child.deaths = 0 if now - child.started > GOOD_S else child.deaths + 1
        pause = PAUSES_S[min(child.deaths, len(PAUSES_S) - 1)]
        child.again_at = now + pause
        self.tell(f"{child.name} stopped (code {code}); starting it again.")

    def _end_all(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        limit = time.monotonic() + STOP_WITHIN_S
        for process in running:
            try:
                process.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def command(*words: str) -> list[str]:
    """Return the command line of one of our own processes."""
    return [sys.executable, "-m", "engine", *words]
