"""What the engine is to reach, and whether it did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bench.checking import OURS_CHANGED
from bench.durable import faults
from bench.results import Results
from bench.tables import ms, number, seconds, table, times

ADVANCE = 25_000
STATE_BYTES = 1_024
TURNS = {"sqlite": 2_500, "postgres": 3_000}
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
BATCHING = 3.0
P99_MS = 100
HELD = 0.95
"""The share of a rate that has to be reached for its waiting times to count."""
UPDATES = 4_000
COLD_S = {1_000: 1.0}
WARM_S = {1_000: 0.2, 10_000: 1.0}
READY_S = {1_000: 0.5}
CHANGED_S = 1.0
PAPER_MS = 60
PAPERS_AN_HOUR = 100_000
"""All hall tickets of the State in an hour: 72 ms each on two cores."""
ORDINARY_P99_MS = 500
"""Beside a rush that takes both cores a citizen who wants something else does not notice it."""


class Target(NamedTuple):
    """One line of the table."""

    what: str
    target: str
    measured: str
    reached: bool


def targets(results: Results) -> str:
    """Return the table of all targets."""
    rows = [
        *_interpreter(results),
        *_durable(results),
        *_starting(results),
        *_checking(results),
        *_certificates(results),
        *_rushes(results),
        _promises(results),
    ]
    marks = [
        (each.what, each.target, each.measured, "reached" if each.reached else "**not reached**")
        for each in rows
    ]
    return table(("What", "Target", "Measured", ""), marks)


def _interpreter(results: Results) -> Iterator[Target]:
    ours = results.interpreters["advance"]
    state = ours.state_20_bytes or 0
    yield _least("Interpreter, turns a CPU second (`advance`)", ADVANCE, ours.middle)
    yield Target(
        "Stored state of a case after twenty answers, bytes",
        f"at most {STATE_BYTES:,}",
        number(state),
        0 < state <= STATE_BYTES,
    )


def _durable(results: Results) -> Iterator[Target]:
    runs = results.runs
    for store, least in TURNS.items():
        most = _fastest(results, store)
        yield _least(f"Whole turns a second, {NAMES[store]}, no statuses", least, most)
    for store in TURNS:
        bare, single = (runs[f"{store} {how}"].figures.per_second for how in ("bare", "single"))
        ratio = bare / max(1.0, single)
        what = f"Against one commit a message, {NAMES[store]}"
        yield Target(what, f"{BATCHING:.0f} ×", times(ratio), ratio >= BATCHING)
    for store in TURNS:
        run = runs[f"{store} steady"]
        got, rate = run.figures.per_second, run.measurement.load.rate
        what = f"Reply p99 at 1,000 turns a second for a minute, {NAMES[store]}"
        yield _in_time(what, run.figures.p99, got, rate)
    for store in TURNS:
        figures = runs[f"{store} webhooks"].figures
        what = f"Webhook p99 at 1,000 messages and 3,000 statuses a second, {NAMES[store]}"
        yield _in_time(what, figures.ack_p99, figures.updates_per_second, UPDATES)


def _fastest(results: Results, store: str) -> float:
    """Return turns a second of the number of workers that makes most of this machine."""
    names = [name for name in (f"{store} bare", f"{store}-two bare") if name in results.runs]
    return max(results.runs[name].figures.per_second for name in names)


def _starting(results: Results) -> Iterator[Target]:
    for start in results.starts:
        size = f"{start.services:,} services"
        if limit := COLD_S.get(start.services):
            yield _within(f"`catalog validate`, {size} never seen before", limit, start.cold_s)
        if limit := WARM_S.get(start.services):
            yield _within(f"`catalog validate`, {size} known from before", limit, start.warm_s)
        if limit := READY_S.get(start.services):
            yield _within(f"Ready after a start with {size} known", limit, start.ready_s)


def _checking(results: Results) -> Iterator[Target]:
    for each in results.checks:
        if each.tool == OURS_CHANGED:
            what = f"`catalog validate`, one of {each.files:,} files changed"
            yield _within(what, CHANGED_S, each.seconds)


def _certificates(results: Results) -> Iterator[Target]:
    done = results.certificates
    if done is None:
        return
    what = "Processor time of one certificate, signed, logged, drawn and kept"
    yield Target(what, f"at most {PAPER_MS} ms", ms(done.cpu_ms), done.cpu_ms <= PAPER_MS)
    hour = done.per_second * 3_600
    yield _least("Certificates an hour on two cores", PAPERS_AN_HOUR, hour)


def _rushes(results: Results) -> Iterator[Target]:
    if fastest := results.rushes.get("rush together"):
        what = "Hall tickets an hour, asked for through one installation, two workers on PostgreSQL"
        yield _least(what, PAPERS_AN_HOUR, fastest.per_second * 3_600)
    if hour := results.rushes.get("rush hour"):
        what = "Reply p99 of ordinary citizens while 100,000 hall tickets an hour are asked for"
        got, asked = hour.per_second, hour.wanted.a_second
        yield _in_time(what, hour.ordinary_p99, got, asked, ORDINARY_P99_MS)


def _promises(results: Results) -> Target:
    broken = sum(bool(faults(run)) for run in results.runs.values())
    broken += sum(bool(rush.faults) for rush in results.rushes.values())
    what = "Runs in which anything was lost, doubled or out of order"
    return Target(what, "0", str(broken), not broken)


def _least(what: str, least: float, got: float) -> Target:
    return Target(what, number(least), number(got), got >= least)


def _within(what: str, limit: float, got: float) -> Target:
    return Target(what, f"at most {limit:.1f} s", seconds(got), got <= limit)


def _in_time(what: str, p99: float, got: float, rate: float, limit: float = P99_MS) -> Target:
    held = got >= HELD * rate
    told = ms(p99) if held else f"only {number(got)} a second reached"
    return Target(what, f"at most {limit} ms", told, held and p99 <= limit)
