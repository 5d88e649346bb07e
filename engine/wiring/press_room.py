"""Where pages are drawn: a thread of the worker that stands back for everything else, so that nobody's conversation waits for it."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import Executor, ThreadPoolExecutor

NICE = 10
"""How far it stands back, in the system's own measure, 0 to 19: where both want a processor, it gets a tenth of what the turns get."""


def press_room() -> Executor:
    """Return the one thread of this process that draws; it does one page at a time."""
    return ThreadPoolExecutor(1, "press", _stand_back)


def _stand_back() -> None:
    if sys.platform == "linux":  # elsewhere a thread has no priority of its own
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + NICE)
