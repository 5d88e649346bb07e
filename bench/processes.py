"""Starts the engine's real processes for a measurement, and reads from the kernel what they used."""

from __future__ import annotations

import atexit
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
SECRET = "sandbox-app-secret"
READY_WITHIN_S = 60.0
PORTS = range(12_000, 32_000)
"""Below those that connections going out take (from 32768 on Linux): none takes a port of ours before we listen there, and no question
whether we do can be answered by itself."""
_held = ExitStack()
atexit.register(_held.close)


@dataclass(slots=True)
class Engine:
    """The engine's processes on two ports of their own. port: of the web process; graph: where it believes WhatsApp to be;
    webs: how many processes answer on that port.
    """

    folder: Path
    port: int
    graph: int
    environment: Mapping[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    webs: int = 1

    def start(self, name: str) -> None:
        """Start `web`, `worker` or `sandbox`; several workers are `worker 1`, `worker 2`, …"""
        world = urlsplit(self.environment["MITRA_SANDBOX_URL"]).port
        words = {
            "web": ["web", "--port", str(self.port), "--workers", str(self.webs)],
            "sandbox": ["sandbox", "--port", str(world)],
        }.get(name, name.split()[:1])
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "engine", *words],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """Kill a process and its children as the kernel would, without a word."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wait_until_ready(self) -> None:
        """Wait until the web process answers. Raises RuntimeError with the end of its log."""
        limit = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < limit:
            if _answers(f"http://127.0.0.1:{self.port}/readyz"):
                return
            dead = [name for name, process in self.running.items() if process.poll() is not None]
            if dead:
                break
            time.sleep(0.02)
        raise RuntimeError(f"the engine did not become ready:\n{self.logs()}")

    def logs(self) -> str:
        """Return the end of each process's log."""
        return "\n".join(
            f"--- {path.name}\n{path.read_text('utf-8')[-2000:]}"
            for path in sorted(self.folder.glob("*.log"))
        )

    def cpu_seconds(self) -> dict[str, float]:
        """Return the processor time each has used so far, its children included."""
        return {name: cpu_of(process.pid) for name, process in self.running.items()}

    def memory_mb(self) -> dict[str, float]:
        """Return what each holds, its children included."""
        return {name: memory_mb(process.pid) for name, process in self.running.items()}

    def stop(self) -> None:
        """End what still runs."""
        for process in self.running.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.running.clear()


@contextmanager
def engine(folder: Path, catalog: Path, extra: Mapping[str, str] | None = None) -> Iterator[Engine]:
    """Give an engine that is not started yet, and stop it at the end."""
    port, graph = free_ports(2)
    environment = {
        **os.environ,
        "MITRA_MODE": "sandbox",
        "MITRA_DATABASE": str(folder / "mitra.db"),
        "MITRA_CATALOG": str(catalog),
        "MITRA_MASTER_KEY_FILE": str(folder / "master.key"),
        "MITRA_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "MITRA_SANDBOX_URL": f"http://127.0.0.1:{graph}",
        "WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{graph}/v25.0",
        "WHATSAPP_APP_SECRET": SECRET,
        **(extra or {}),
    }
    made = Engine(folder, port, graph, environment)
    try:
        yield made
    finally:
        made.stop()


def free_ports(count: int) -> list[int]:
    """Return so many ports in a row where nobody listens. They are ours until this process ends: under the other protocol, UDP, which
    nobody here speaks, they are held, so that no second test or measurement is given them."""
    while True:
        first = random.randrange(PORTS.start, PORTS.stop - count)
        ports = range(first, first + count)
        with suppress(OSError), ExitStack() as held:
            for port in ports:
                held.enter_context(socket.socket(type=socket.SOCK_DGRAM)).bind(("127.0.0.1", port))
                socket.create_server(("127.0.0.1", port)).close()
            _held.enter_context(held.pop_all())
            return list(ports)


def cpu_of(pid: int) -> float:
    """Return the processor seconds of a process and of all below it; ended children count once they are waited for."""
    total = 0.0
    for each in family(pid):
        with suppress(OSError):
            words = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            total += (int(words[11]) + int(words[12])) / TICKS
    return total


def memory_mb(pid: int) -> float:
    """Return what a process and all below it hold, pages they share counted in part (the kernel's Pss)."""
    total = 0
    for each in family(pid):
        with suppress(OSError):
            for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    return [pid, *_below(pid)]


def _below(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _below(int(child))


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False
