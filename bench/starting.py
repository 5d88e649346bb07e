"""Measures starting: how long until the engine is ready, what memory each process holds, how long a check of the catalogue takes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.catalogue import grow
from bench.processes import ROOT, engine, family

CACHE = ROOT / "var" / "cache"


@dataclass(frozen=True, slots=True)
class Start:
    """One size of catalogue. ready_s: from the start of web and worker until both are ready, the catalogue known from before;
    memory_mb: what each process holds then; cold_s, warm_s: `catalog validate`, whole process, never seen before and seen before.
    """

    services: int
    cold_s: float
    warm_s: float
    ready_s: float
    memory_mb: dict[str, float]


def measure(services: int, folder: Path) -> Start:
    """Measure a catalogue with so many services."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        place = Path(made)
        catalog = place / "catalog"
        for path, text in grow(ROOT / "catalog", services).items():
            target = catalog / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
        shutil.rmtree(CACHE, ignore_errors=True)
        cold, warm = _validate(catalog), min(_validate(catalog) for _ in range(3))
        with engine(place, catalog) as ours:
            began = time.perf_counter()
            ours.start("worker")
            ours.start("web")
            ours.wait_until_ready()
            ready = time.perf_counter() - began
            memory = {name: memory_mb(process.pid) for name, process in ours.running.items()}
    return Start(services, cold, warm, ready, memory)


def _validate(catalog: Path) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-m", "engine", "validate", str(catalog)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began


def memory_mb(pid: int) -> float:
    """Return what a process and all below it hold, pages they share counted in part (the kernel's Pss)."""
    total = 0
    for each in family(pid):
        with suppress(OSError):
            for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024
