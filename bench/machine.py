"""Says on what kind of machine was measured, without naming it: figures without that mean little."""

from __future__ import annotations

import os
import platform
import sqlite3
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

BLOCK = b"x" * 8192
TRIES = 100


def describe(folder: Path) -> list[tuple[str, str]]:
    """Return what matters about this machine, as (what, value). folder: where databases of the measurement lie."""
    return [
        ("Processor", f"{os.cpu_count()} cores, {_processor()}"),
        ("Memory", f"{_memory_gb():.0f} GB"),
        ("System", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        ("Forcing 8 kB to disk (median)", f"{fsync_us(folder):,.0f} µs"),
        ("Other work on the machine", f"load {os.getloadavg()[0]:.1f} when the measurement began"),
    ]


def fsync_us(folder: Path) -> float:
    """Return how long one forced write of 8 kB takes, in microseconds."""
    waits = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(TRIES):
            file.seek(0)
            began = perf_counter()
            file.write(BLOCK)
            file.flush()
            os.fsync(file.fileno())
            waits.append(perf_counter() - began)
    return median(waits) * 1e6


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        "unknown",
    )


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
