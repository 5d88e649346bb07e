"""Programs of the sample project, and answers to work out their values with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.language.expressions.env import Env
from engine.language.program import Program
from tests.language.catalogues import base

NOW = datetime(2026, 5, 5, 4, 30, tzinfo=UTC)
ANSWERS: Mapping[str, Any] = {
    "number": "1234567890",
    "area": "urban",
    "copies": 2,
    "person": {"name": "నమూనా", "income": 9_000_000, "born": "1990-08-15", "children": []},
}


def certificate() -> Program:
    return base().catalogue.programs["revenue.certificate"]


def darshan(temple: str = "hill") -> Program:
    return base().catalogue.programs[f"temples.{temple}"]


def env(values: Mapping[str, Any], now: datetime = NOW) -> Env:
    return Env(values, now)
