"""One record for each step a turn passed, so that an officer can ask why something was said."""

from __future__ import annotations

from typing import NamedTuple


class TraceRecord(NamedTuple):
    """session: the case; step: its id; did: what happened there (`asked`, `answered`, `passed`, `refused too_small`, `found`, …)."""

    session: str
    step: str
    did: str
