"""Measures starting with a catalogue of any size: seconds until the engine is ready, memory it holds then, seconds a check takes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.catalogue import grow
from bench.processes import ROOT, engine

CACHE = ROOT / "var" / "cache"
AGAIN = 3


@dataclass(frozen=True, slots=True)
class Start:
    """One size of catalogue. first_ready_s, ready_s: from the start of web and worker until both are ready, the catalogue never seen before
    (None: not measured) and known from before; memory_mb: what each process holds then; cold_s, warm_s: `catalog validate`, whole
    process, never seen before and known from before. What is known from before is the median of several tries.
    """

    services: int
    first_ready_s: float | None
    ready_s: float
    memory_mb: dict[str, float]
    cold_s: float
    warm_s: float


def measure(services: int, folder: Path, first: bool) -> Start:
    """Measure a catalogue with so many services, made under `folder`. first: also the start that has to compile it."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        place = Path(made)
        catalog = place / "catalog"
        _write(catalog, services)
        first_ready = _first_start(place, catalog) if first else None
        _forget()
        cold = _validate(catalog)
        warm = median(_validate(catalog) for _ in range(AGAIN))
        starts = [_start(place, catalog) for _ in range(AGAIN)]
    ready = median(seconds for seconds, _ in starts)
    return Start(services, first_ready, ready, starts[-1][1], cold, warm)


def _write(catalog: Path, services: int) -> None:
    for path, text in grow(ROOT / "catalog", services).items():
        target = catalog / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)


def _first_start(place: Path, catalog: Path) -> float:
    _forget()
    return _start(place, catalog)[0]


def _forget() -> None:
    """Empty what is kept about catalogues; it only means that the next start works it out again."""
    shutil.rmtree(CACHE, ignore_errors=True)


def _start(place: Path, catalog: Path) -> tuple[float, dict[str, float]]:
    with engine(place, catalog) as ours:
        began = time.perf_counter()
        ours.start("worker")
        ours.start("web")
        ours.wait_until_ready()
        return time.perf_counter() - began, ours.memory_mb()


def _validate(catalog: Path) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-m", "engine", "validate", str(catalog)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        message = f"the catalogue made for measuring has findings:\n{done.stdout[-2000:]}"
        raise RuntimeError(message)
    return time.perf_counter() - began
