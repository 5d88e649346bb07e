"""What a turn did at each step, and what the conditions of these steps weighed, so that an officer can ask why something was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class TraceRecord(NamedTuple):
    """session: the case; step: its id; did: what happened there (`asked`, `answered`, `passed`, `refused too_small`, `found`, …)."""

    session: str
    step: str
    did: str


class Weighed(NamedTuple):
    """The stored values a step's conditions read at this moment, None for those nobody had given. session: the case; step: its id."""

    session: str
    step: str
    values: Mapping[str, Any]
