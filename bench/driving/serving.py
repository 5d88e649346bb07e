"""Starts everything as `catalog serve` does for a newcomer, on free ports and in a folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.processes import free_ports

READY_WITHIN_S = 60.0


@contextmanager
def serving(repository: Path, folder: Path) -> Iterator[str]:
    """Give the address everything is served on, and stop it at the end."""
    port, _ = free_ports(2)  # the pretend world listens at the neighbour
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("MITRA_", "WHATSAPP_", "PAYMENTS_"))
        },
        "MITRA_DATABASE": str(folder / "mitra.db"),
        "MITRA_MASTER_KEY_FILE": str(folder / "master.key"),
        "MITRA_CATALOG": str(repository / "catalog"),
    }
    log = folder / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "engine", "serve", "--port", str(port)],
            cwd=repository, env=environment, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, log, address)
        yield address
    except BaseException:
        print(log.read_text("utf-8")[-4000:])
        raise
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _wait(process: subprocess.Popen[bytes], log: Path, address: str) -> None:
    limit = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < limit and process.poll() is None:
        if f"{address}/phone" in log.read_text("utf-8"):
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing is served: {log.read_text('utf-8')}")
