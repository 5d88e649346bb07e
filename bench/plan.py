"""What `make bench` measures with the whole engine: each load on each store, under the name `--only` takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bench.durable import Measurement
from bench.load import Load
from bench.rush import Wanted

STEADY = Measurement("1,000 a second", Load(65.0, rate=1_000, warm_s=5))
SATURATION = Measurement("As fast as it goes", Load(15.0, warm_s=5))
BARE = Measurement("As fast as it goes, no statuses", Load(15.0, warm_s=5, statuses=False))
SINGLE = Measurement(
    "The same, one commit a message", Load(14.0, warm_s=5, statuses=False, batch=1), batch=1
)
WEBHOOKS = Measurement(
    "1,000 messages and 3,000 statuses a second",
    Load(25.0, rate=1_000, warm_s=5, citizens=5_000, batch=1_000, posts=0),
)
SLOW_MS = 10
QUICK_S, QUICK_WARM_S = 8.0, 4.0

SERVER = {"store": "postgres"}
TWO = {**SERVER, "workers": 2}
SLOW = {**SERVER, "commit_ms": SLOW_MS}
PLAN: Mapping[str, Measurement] = MappingProxyType(
    {
        "sqlite steady": STEADY,
        "sqlite saturation": SATURATION,
        "sqlite bare": BARE,
        "sqlite single": SINGLE,
        "sqlite webhooks": WEBHOOKS,
        "postgres steady": replace(STEADY, **SERVER),
        "postgres saturation": replace(SATURATION, **SERVER),
        "postgres bare": replace(BARE, **SERVER),
        "postgres single": replace(SINGLE, **SERVER),
        "postgres webhooks": replace(WEBHOOKS, **SERVER),
        "postgres-two steady": replace(STEADY, **TWO),
        "postgres-two saturation": replace(SATURATION, **TWO),
        "postgres-two bare": replace(BARE, **TWO),
        "postgres-slow bare": replace(BARE, **SLOW),
        "postgres-slow single": replace(SINGLE, **SLOW),
    }
)
"""The first word says where, the second how; the page finds its figures by these names."""
RUSHES: Mapping[str, Wanted] = MappingProxyType(
    {
        "rush hour": Wanted("Asked for as 100,000 are within an hour", 1_800, 100_000 / 3_600),
        "rush together": Wanted("All ask in the same moment", 1_000),
    }
)
"""A results day: the first is what has to be kept up, the second shows how fast it goes."""
FEW_PAPERS = 60
PLACES: Mapping[str, str] = MappingProxyType(
    {
        "sqlite": "SQLite, one worker",
        "postgres": "PostgreSQL, one worker",
        "postgres-two": "PostgreSQL, two workers",
        "postgres-slow": f"PostgreSQL, one worker, every commit {SLOW_MS} ms slower",
    }
)


def shortened(wanted: Measurement) -> Measurement:
    """Return the same for trying out."""
    return replace(wanted, load=replace(wanted.load, seconds=QUICK_S, warm_s=QUICK_WARM_S))


def smaller(wanted: Wanted) -> Wanted:
    """Return the same for trying out."""
    return replace(wanted, papers=FEW_PAPERS)
