"""What a turn did at each step, what the conditions of these steps weighed and what replies brought, so that an officer can ask why
something was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class TraceRecord(NamedTuple):
    """session: the case; step: its id; did: what happened there (`asked`, `answered`, `passed`, `refused too_small`, `found`, …)."""

    session: str
    step: str
    did: str


class Weighed(NamedTuple):
    """The stored values a step went by at this moment: those its conditions read, None for those nobody had given, or those a reply
    brought. session: the case; step: its id; values: by full name; came: with a reply."""

    session: str
    step: str
    values: Mapping[str, Any]
    came: bool = False
