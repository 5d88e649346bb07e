"""Shares out the examining of services between processes, one for each processor; what they find comes back as plain JSON."""

from __future__ import annotations

import sys
import threading
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.language.examining import Examined

MANY = 60
"""With fewer services another process is not worth its start."""


def examine_shared_out(files: Mapping[str, bytes], services: Collection[str]) -> list[Examined]:
    """Return what is found out about these services; nothing where one process is enough, or more cannot be started."""
    processes = min(processors(), len(services) // (MANY // 2))
    if len(services) < MANY or processes < 2:
        return []
    ordered = sorted(services)
    parts = [ordered[place::processes] for place in range(processes)]
    return side_by_side(files, parts)


def processors() -> int:
    """Return how many processes may work side by side: one where a process cannot be split off safely."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    from os import sched_getaffinity

    return len(sched_getaffinity(0))


def side_by_side(files: Mapping[str, bytes], parts: Sequence[Sequence[str]]) -> list[Examined]:
    """Return what is found out about the services of each part, a process for each; nothing where these cannot be started."""
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
    from multiprocessing import get_context

    from engine.runtime.service_cache import from_json

    try:
        with ProcessPoolExecutor(len(parts), get_context("fork")) as others:
            done = [others.submit(_examine, files, part) for part in parts]
            return [each for one in done for each in from_json(one.result())]
    except (OSError, ImportError, NotImplementedError, BrokenExecutor):
        return []  # a machine without room for them, or without what they talk through


def _examine(files: Mapping[str, bytes], services: Sequence[str]) -> bytes:
    from engine.language.catalogue import examine_some
    from engine.runtime.service_cache import to_json
    from engine.wiring.prepared import schemas

    return to_json(examine_some(files, schemas(), frozenset(services)))
