"""Writes what was measured as a page a person can read: docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from bench.durable import Run, faults

INTERPRETER_TARGET = 25_000
STATE_TARGET = 1_024
DURABLE_TARGET = 2_500
P99_TARGET_MS = 100
BATCHING_TARGET = 3.0


@dataclass(frozen=True, slots=True)
class Rounds:
    """Turns a CPU second of one engine, round by round, and its largest stored state in bytes."""

    engine: str
    turns_per_cpu_s: Sequence[int]
    state_bytes: int

    @property
    def middle(self) -> float:
        """Return the median round."""
        return median(self.turns_per_cpu_s)


def page(
    machine: Iterable[tuple[str, str]],
    interpreters: Sequence[Rounds],
    runs: Mapping[str, Run],
    on: date,
) -> str:
    """Return the page. interpreters: ours first; runs: by name, as `bench.__main__` calls them."""
    parts = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {on:%d %B %Y}; run it again and this page is written anew. Everything here was measured in one run on",
        "one machine, so the ratios mean more than the figures. All traffic is loopback, and the load generator works on the same cores.",
        "",
        *_table(("Machine", ""), machine),
        "",
        *_targets(interpreters, runs),
        "",
        *_interpreter(interpreters),
        "",
        *_durable(runs),
        "",
        *_promises(runs),
        "",
        *_limits(),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _targets(interpreters: Sequence[Rounds], runs: Mapping[str, Run]) -> list[str]:
    ours, most = interpreters[0], runs["saturation"].figures.per_second
    ratio = most / max(1.0, runs["unbatched"].figures.per_second)
    steady, broken = runs["steady 1,000"], sum(map(bool, map(faults, runs.values())))
    rows = [
        (
            "Interpreter turns a CPU second",
            f"{INTERPRETER_TARGET:,}",
            f"{ours.middle:,.0f}",
            ours.middle >= INTERPRETER_TARGET,
        ),
        (
            "Stored state, bytes",
            f"at most {STATE_TARGET:,}",
            f"{ours.state_bytes:,}",
            ours.state_bytes <= STATE_TARGET,
        ),
        (
            "Whole turns a second on SQLite",
            f"{DURABLE_TARGET:,}",
            f"{most:,.0f}",
            most >= DURABLE_TARGET,
        ),
        (
            "p99 at 1,000 turns a second",
            f"at most {P99_TARGET_MS} ms",
            _held(steady),
            _keeps(steady) and steady.figures.p99 <= P99_TARGET_MS,
        ),
        (
            "Batched against one commit a message",
            f"{BATCHING_TARGET:.0f} ×",
            f"{ratio:.1f} ×",
            ratio >= BATCHING_TARGET,
        ),
        ("Runs in which anything was lost, doubled or out of order", "0", str(broken), not broken),
    ]
    return [
        "## Targets",
        "",
        *_table(("What", "Target", "Measured", ""), map(_judged, rows)),
    ]


def _judged(row: tuple[str, str, str, bool]) -> tuple[str, ...]:
    return (*row[:3], "reached" if row[3] else "**not reached**")


def _interpreter(interpreters: Sequence[Rounds]) -> list[str]:
    ours = interpreters[0]
    others = [each for each in interpreters if not each.engine.startswith("Mana Mitra")]
    rows = [
        (
            each.engine,
            f"{each.middle:,.0f}",
            f"{min(each.turns_per_cpu_s):,} to {max(each.turns_per_cpu_s):,}",
            f"{each.state_bytes:,}",
            "" if each.engine.startswith("Mana Mitra") else f"{ours.middle / each.middle:.1f} ×",
        )
        for each in interpreters
    ]
    missing = (
        []
        if others
        else [
            "",
            "The peer was not installed where this was measured (`scripts/setup bench`), so it is left out.",
        ]
    )
    return [
        "## The interpreter alone",
        "",
        "One dialogue of seven messages (a choice, a name, a wrong number and the right one, an amount, a choice of thirteen,",
        "a review), one process, no network. Between every two turns the whole state becomes JSON bytes and is read back.",
        "Our trace is on. Rounds of the engines alternate. “The case alone” is `advance` without what surrounds a case for a",
        "person: language, menu, words that work anywhere, other cases side by side.",
        "",
        *_table(
            (
                "Engine",
                "Turns a CPU second (median)",
                "Rounds",
                "Largest state, bytes",
                "We are faster by",
            ),
            rows,
        ),
        *missing,
    ]


def _durable(runs: Mapping[str, Run]) -> list[str]:
    rows = [
        (
            each.name,
            f"{each.figures.per_second:,.0f}",
            f"{each.figures.p50:,.0f} ms",
            f"{each.figures.p99:,.0f} ms",
            f"{each.figures.ack_p99:,.0f} ms",
            *(
                f"{each.cpu_us.get(process, 0):,.0f} µs"
                for process in ("web", "worker", "load generator")
            ),
        )
        for each in runs.values()
    ]
    heads = (
        "Load",
        "Turns/s",
        "Reply p50",
        "Reply p99",
        "Webhook p99",
        "Web, CPU a turn",
        "Worker, CPU a turn",
        "Load generator",
    )
    return [
        "## Whole turns",
        "",
        "From the moment a citizen writes until the reply has reached WhatsApp's side: signed webhook, inbox on disk, answer 200,",
        "turn, session and outbox on disk, reply over HTTP. SQLite, every commit forced to disk, everything sealed with each",
        "person's key, trace on, and the platform reports `sent`, `delivered` and `read` for each reply, which are stored as",
        "well. One web process, one worker. Time is counted from when the message was due, not from when it could be written.",
        "",
        *_table(heads, rows),
        "",
        "1,500 citizens take part; figures are taken once most of them have written before.",
        '"As fast as it goes" means that 256 citizens write again the moment they are answered. "One commit a message" is the',
        "same code with `MITRA_BATCH=1`: a transaction for each arrival, and webhooks of one update each.",
    ]


def _promises(runs: Mapping[str, Run]) -> list[str]:
    answered = sum(each.figures.answered for each in runs.values())
    again = sum(each.figures.counts.get("webhooks_again", 0) for each in runs.values())
    broken = [f"- {each.name}: {', '.join(faults(each))}" for each in runs.values() if faults(each)]
    kept = "Nothing was lost, nothing was answered or sent twice, and every citizen's replies came in order."
    return [
        "## What was checked on the way",
        "",
        f"{answered:,} messages were answered; {again:,} webhooks were delivered twice on purpose, and one citizen in ten wrote two",
        "messages without waiting. Each reply was compared with what this citizen had to hear next.",
        "",
        *(broken or [kept]),
    ]


def _limits() -> list[str]:
    return [
        "## What limits the rest",
        "",
        "- One WhatsApp number carries at most 1,000 messages a second in both directions together: about 500 turns.",
        "- The worker is one process on one core: turns, sealing, SQLite and HTTP to WhatsApp share it, so its CPU a turn, above,",
        "  is the ceiling.",
        "- WhatsApp here answers at once. Really it takes 100 ms or more, which needs more connections, not more processor.",
        "- The disk decides how much batching saves: the slower one forced write, the larger the difference to one commit a message.",
        "- Not measured here: TLS, PostgreSQL, several machines, department systems (a slow one holds up its own callers only).",
    ]


def _held(run_: Run) -> str:
    figures = run_.figures
    return (
        f"{figures.p99:,.0f} ms"
        if _keeps(run_)
        else f"only {figures.per_second:,.0f} a second reached"
    )


def _keeps(run_: Run) -> bool:
    return run_.figures.per_second >= 0.95 * run_.load.rate


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    numbers = ["---"] + ["---:"] * (len(heads) - 1) if len(heads) > 2 else ["---"] * len(heads)
    return ["| " + " | ".join(line) + " |" for line in (heads, numbers, *rows)]
