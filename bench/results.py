"""Everything one run measured, in figures: what the page is written from, and what is kept beside it as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from statistics import median
from typing import Any

from bench.certificates import Issued
from bench.checking import Checked
from bench.durable import Measurement, Run
from bench.figures import Measured
from bench.load import Load
from bench.rush import Rush, Wanted
from bench.starting import Start


@dataclass(frozen=True, slots=True)
class Rounds:
    """Turns a CPU second of one engine, round by round, and its largest stored state in bytes.

    state_20_bytes: a case's stored state after twenty answers, None for an engine that was not asked for it.
    """

    turns_per_cpu_s: Sequence[int]
    state_bytes: int
    state_20_bytes: int | None = None

    @property
    def middle(self) -> float:
        """Return the median round."""
        return median(self.turns_per_cpu_s)


@dataclass(frozen=True, slots=True)
class Results:
    """interpreters: `advance`, `take_turn`, and `peer` where it was installed; runs: by their names in the plan; starts: small to large;
    checks: ours first, then the peers that were installed; certificates: None where they were not measured; rushes: by their names in the
    plan."""

    on: date
    machine: Sequence[tuple[str, str]]
    interpreters: Mapping[str, Rounds]
    runs: Mapping[str, Run]
    starts: Sequence[Start]
    checks: Sequence[Checked] = ()
    certificates: Issued | None = None
    rushes: Mapping[str, Rush] = field(default_factory=dict)


def to_json(results: Results) -> str:
    """Return the figures as text."""
    return json.dumps(asdict(results), default=date.isoformat, indent=1) + "\n"


def from_json(text: str) -> Results:
    """Return the figures `to_json` wrote."""
    told = json.loads(text)
    return Results(
        date.fromisoformat(told["on"]),
        [(what, value) for what, value in told["machine"]],
        {name: Rounds(**each) for name, each in told["interpreters"].items()},
        {name: _run(each) for name, each in told["runs"].items()},
        [Start(**each) for each in told["starts"]],
        [Checked(**each) for each in told.get("checks", ())],
        Issued(**told["certificates"]) if told.get("certificates") else None,
        {
            name: Rush(**{**each, "wanted": Wanted(**each["wanted"])})
            for name, each in told.get("rushes", {}).items()
        },
    )


def _run(told: Mapping[str, Any]) -> Run:
    measurement = {**told["measurement"], "load": Load(**told["measurement"]["load"])}
    figures = Measured(**told["figures"])
    return Run(Measurement(**measurement), figures, told["cpu_us"], told["memory_mb"])
