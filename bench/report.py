"""Fills the page with what was measured: the words are in page.md beside this file, the result is docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.crowd import KEPT_EVERY
from bench.durable import DATABASE, GENERATOR, Run, faults
from bench.plan import PLACES
from bench.results import Results
from bench.rush import ORDINARY, Rush
from bench.tables import mb, ms, number, seconds, table, times, us
from bench.targets import targets

WORDS = Path(__file__).with_name("page.md")
ENGINES = {
    "advance": "Mana Mitra, one case (`advance`)",
    "take_turn": "Mana Mitra, a person's whole turn (`take_turn`)",
    "peer": "botbuilder-dialogs (Microsoft, Python)",
}
OURS = {
    "ours": "`catalog validate`, never seen before, all cores",
    "ours alone": "`catalog validate`, never seen before, one core",
    "ours again": "`catalog validate`, known from before",
    "ours changed": "`catalog validate`, one service changed",
}
OTHERS = {
    "check-jsonschema": "check-jsonschema (Python)",
    "yamllint": "yamllint (Python)",
    "ajv": "ajv-cli (Node.js)",
}
NO_PEER = "\n\nThe peer was not installed where this was measured (`scripts/setup bench`)."
KEPT = "Nothing was lost, nothing was answered or sent twice, and every citizen's replies came in order."
PARTS = ("web", "worker", DATABASE, GENERATOR)
RUSH_PARTS = ("worker", "web", DATABASE, "sandbox", GENERATOR)
RUSHED = (
    "Hall tickets asked for",
    "Papers a second",
    "Papers an hour",
    "A question before the paper answered, p50",
    "The same, p99",
    "From the last answer to the paper, p50",
    "The same, p99",
    "An ordinary citizen answered, p50",
    "The same, p99",
    "Processor time a paper: both workers",
    "Web",
    "Database",
    "Pretend departments",
    "Load generator",
    "All together",
    "Papers verified whole",
)


def page(results: Results) -> str:
    """Return the page."""
    runs = results.runs.values()
    return WORDS.read_text("utf-8").format(
        on=f"{results.on.day} {results.on:%B %Y}",
        machine=table(("Machine", ""), results.machine),
        targets=targets(results),
        interpreter=_interpreter(results),
        whole_turns="\n\n".join(_whole_turns(results)),
        webhooks=_webhooks(results),
        memory=_memory(results),
        starting=_starting(results),
        checking=_checking(results),
        certificates=_certificates(results),
        rushes=_rushes(results),
        ordinary=number(ORDINARY.rate),
        kept_every=number(KEPT_EVERY),
        answered=number(sum(run.figures.answered for run in runs)),
        again=number(sum(run.figures.counts.get("webhooks_again", 0) for run in runs)),
        promises="\n".join(_broken(results)) or KEPT,
    )


def _interpreter(results: Results) -> str:
    ours = results.interpreters["take_turn"].middle
    rows = [
        (
            ENGINES[name],
            number(each.middle),
            f"{min(each.turns_per_cpu_s):,} to {max(each.turns_per_cpu_s):,}",
            number(each.state_bytes),
            times(ours / each.middle) if name == "peer" else "",
        )
        for name, each in results.interpreters.items()
    ]
    heads = ("Engine", "Turns a CPU second (median)", "Rounds", "Largest state, bytes")
    peer = "" if "peer" in results.interpreters else NO_PEER
    return table((*heads, "We are faster by"), rows) + peer


def _whole_turns(results: Results) -> Iterator[str]:
    waits = ("Reply p50", "Reply p99", "Webhook p99")
    heads = ("Load", "Turns/s", *waits, "Web", "Worker", "Database", "Load generator")
    for place, title in PLACES.items():
        runs = [
            _whole_turn(results.runs[name])
            for name in results.runs
            if name.startswith(f"{place} ") and not name.endswith(" webhooks")
        ]
        yield f"**{title}**\n\n{table(heads, runs)}"


def _whole_turn(run: Run) -> tuple[str, ...]:
    figures = run.figures
    waits = (ms(figures.p50), ms(figures.p99), ms(figures.ack_p99))
    used = (us(run.cpu_us.get(part)) for part in PARTS)
    return (run.measurement.title, number(figures.per_second), *waits, *used)


def _webhooks(results: Results) -> str:
    rows = [
        (
            place,
            number(run.figures.updates_per_second),
            ms(run.figures.ack_p50),
            ms(run.figures.ack_p99),
            ms(run.figures.ack_longest),
        )
        for place, run in _everywhere(results, "webhooks")
    ]
    return table(("Store", "Updates a second", "p50", "p99", "Longest"), rows)


def _memory(results: Results) -> str:
    rows = [
        (place, *(mb(run.memory_mb.get(part)) for part in PARTS[:3]))
        for place, run in _everywhere(results, "steady")
    ]
    return table(("Store", "Web", "Worker", "Database"), rows)


def _everywhere(results: Results, how: str) -> Iterator[tuple[str, Run]]:
    """Give what was measured this way, place by place."""
    for place, title in PLACES.items():
        run = results.runs.get(f"{place} {how}")
        if run is not None:
            yield title, run


def _starting(results: Results) -> str:
    rows = [
        (
            number(each.services),
            seconds(each.cold_s),
            seconds(each.warm_s),
            seconds(each.first_ready_s),
            seconds(each.ready_s),
            mb(each.memory_mb["web"]),
            mb(each.memory_mb["worker"]),
        )
        for each in results.starts
    ]
    heads = ("Services", "Check, first", "Check, again", "Start, first", "Start, again")
    return table((*heads, "Web holds", "Worker holds"), rows)


def _checking(results: Results) -> str:
    first = results.checks[0] if results.checks else None
    rows = [
        (
            (OURS | OTHERS)[each.tool],
            number(each.files),
            seconds(each.seconds),
            f"{1_000 * each.cpu_s / each.files:.2f} ms",
            times(each.seconds / first.seconds) if first else "",
        )
        for each in results.checks
    ]
    heads = ("Tool", "Files", "Whole process", "CPU a file", "Against our first check")
    there = {each.tool for each in results.checks}
    left_out = ", ".join(name for tool, name in OTHERS.items() if tool not in there)
    note = f"\n\nNot installed where this was measured: {left_out}." if left_out else ""
    return table(heads, rows) + note


def _certificates(results: Results) -> str:
    done = results.certificates
    if done is None:
        return "Not measured."
    rows = [
        ("Tokens signed a second, one core", number(done.signed)),
        ("Entries logged a second, one core, on the disk", number(done.logged)),
        (f"A proof from a log of {done.tokens:,}", f"{done.proof_ms:.2f} ms"),
        (f"Complete papers a second, {done.processes} processes", f"{done.per_second:.1f}"),
        ("Complete papers an hour", number(done.per_second * 3_600)),
        ("Processor time of one", ms(done.cpu_ms)),
        ("One paper, p50", ms(done.p50)),
        ("One paper, p99", ms(done.p99)),
    ]
    return table(("What", "Measured"), rows)


def _rushes(results: Results) -> str:
    if not results.rushes:
        return "Not measured."
    heads = ("", *(rush.wanted.title for rush in results.rushes.values()))
    return table(heads, zip(RUSHED, *map(_rush, results.rushes.values()), strict=True))


def _rush(rush: Rush) -> tuple[str, ...]:
    used = (f"{rush.cpu_ms.get(part, 0):.1f} ms" for part in RUSH_PARTS)
    return (
        number(rush.wanted.papers),
        f"{rush.per_second:.1f}",
        number(rush.per_second * 3_600),
        ms(rush.reply_p50),
        ms(rush.reply_p99),
        seconds(rush.paper_p50 / 1_000),
        seconds(rush.paper_p99 / 1_000),
        ms(rush.ordinary_p50),
        ms(rush.ordinary_p99),
        *used,
        f"{sum(rush.cpu_ms.values()):.1f} ms",
        number(rush.checked),
    )


def _broken(results: Results) -> Iterator[str]:
    for name, run in results.runs.items():
        if told := faults(run):
            yield f"- {name}, {run.measurement.title}: {', '.join(told)}"
    for name, rush in results.rushes.items():
        if rush.faults:
            yield f"- {name}, {rush.wanted.title}: {', '.join(rush.faults)}"
