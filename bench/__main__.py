"""`python -m bench`: measures everything in one run, prints it as it comes, and writes docs/benchmarks.md."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from bench import certificates, checking, durable, machine, rush, starting
from bench.plan import PLAN, RUSHES, shortened, smaller
from bench.processes import ROOT
from bench.report import page
from bench.results import Results, Rounds, from_json, to_json

PAGE = ROOT / "docs" / "benchmarks.md"
FIGURES = ROOT / "var" / "bench.json"
PEER = ROOT / ".venv-bench" / "bin" / "python"
ROUNDS = 4
OURS_CONVERSATIONS, PEER_CONVERSATIONS = 3_000, 150
SIZES = (1_000, 10_000)
SMALL_SIZES = (100,)
CHECKED, FEW_CHECKED = 1_000, 50
INTERPRETER, STARTING, CHECKING = "interpreter", "starting", "checking"
CERTIFICATES = "certificates"
PARTS = (
    INTERPRETER,
    *dict.fromkeys(name.split()[0] for name in (*PLAN, *RUSHES)),
    STARTING,
    CHECKING,
    CERTIFICATES,
    *PLAN,
    *RUSHES,
)


@click.command()
@click.option(
    "--only",
    type=click.Choice(PARTS),
    metavar="PART",
    help="Measure one thing and write nothing: " + ", ".join(PARTS) + ".",
)
@click.option("--quick", is_flag=True, help="Shorter, for trying out; writes nothing.")
@click.option("--again", is_flag=True, help="Write the page once more from the last figures.")
def main(only: str | None, quick: bool, again: bool) -> None:
    """Measure and write the page."""
    if again:
        if not FIGURES.exists():
            message = f"{FIGURES.relative_to(ROOT)} is not there: measure first"
            raise click.ClickException(message)
        _write(from_json(FIGURES.read_text("utf-8")))
        return
    FIGURES.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=FIGURES.parent) as place:
        folder = Path(place)
        results = Results(
            date.today(),  # noqa: DTZ011 (the day on this machine)
            machine.describe(folder),
            dict(interpret(1 if quick else ROUNDS)) if only in (None, INTERPRETER) else {},
            {name: _run(name, folder, quick) for name in PLAN if _wanted(name, only)},
            list(start(folder, quick)) if only in (None, STARTING) else [],
            list(check(folder, quick)) if only in (None, CHECKING) else [],
            issue(quick) if only in (None, CERTIFICATES) else None,
            {name: _rush(name, folder, quick) for name in RUSHES if _wanted(name, only)},
        )
    if not only and not quick:
        FIGURES.write_text(to_json(results), "utf-8")
        _write(results)


def _wanted(name: str, only: str | None) -> bool:
    return only in (None, name, name.split(maxsplit=1)[0])


def _write(results: Results) -> None:
    PAGE.write_text(page(results), "utf-8")
    click.echo(f"\nWritten: {PAGE.relative_to(ROOT)}")


def interpret(rounds: int) -> Iterator[tuple[str, Rounds]]:
    """Measure our interpreter and the peer in turn, a process each time."""
    ours = [sys.executable, "-m", "bench.interpreter", str(OURS_CONVERSATIONS)]
    commands = {"advance": [*ours, "case"], "take_turn": ours}
    if PEER.exists():
        commands["peer"] = [str(PEER), "-m", "bench.peer_botbuilder", str(PEER_CONVERSATIONS)]
    else:
        click.echo("interpreter: measuring without the peer (scripts/setup bench installs it)")
    told: dict[str, list[dict[str, int]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
            told[name].append(json.loads(done.stdout.splitlines()[-1]))
            speed = told[name][-1]["turns_per_cpu_s"]
            click.echo(f"interpreter: {name}: {speed:,} turns a CPU second")
    for name, rows in told.items():
        speeds = [each["turns_per_cpu_s"] for each in rows]
        yield name, Rounds(speeds, rows[0]["state_bytes"], rows[0].get("state_20_bytes"))


def start(folder: Path, quick: bool) -> Iterator[starting.Start]:
    """Measure starting with catalogues of several sizes; the start that has to compile everything only with the smallest."""
    sizes = SMALL_SIZES if quick else SIZES
    for services in sizes:
        done = starting.measure(services, folder, first=services == sizes[0])
        memory = ", ".join(f"{name} {held:.0f} MB" for name, held in done.memory_mb.items())
        click.echo(
            f"starting with {services:,} services: {done.ready_s:.2f} s, {memory};"
            f" checking {done.cold_s:.2f} s, known before {done.warm_s:.2f} s"
        )
        yield done


def check(folder: Path, quick: bool) -> Iterator[checking.Checked]:
    """Measure checking a catalogue, ours beside the peers."""
    for tool in checking.missing():
        click.echo(
            f"checking: measuring without {tool} (scripts/setup bench, scripts/ajv install it)"
        )
    for done in checking.measure(FEW_CHECKED if quick else CHECKED, folder):
        each = 1_000 * done.cpu_s / done.files
        click.echo(f"checking: {done.tool}: {done.seconds:.2f} s, {each:.2f} ms CPU a file")
        yield done


def issue(quick: bool) -> certificates.Issued:
    """Measure signing, logging and whole papers."""
    done = certificates.measure(quick)
    click.echo(
        f"certificates: {done.signed:,.0f} tokens signed/s, {done.logged:,.0f} logged/s, a proof {done.proof_ms:.2f} ms;"
        f" {done.per_second:.1f} papers/s by {done.processes} processes, {done.cpu_ms:.0f} ms CPU each, p99 {done.p99:.0f} ms"
    )
    return done


def _rush(name: str, folder: Path, quick: bool) -> rush.Rush:
    wanted = smaller(RUSHES[name]) if quick else RUSHES[name]
    done = rush.run(wanted, folder)
    used = ", ".join(f"{part} {ms:.1f} ms" for part, ms in done.cpu_ms.items())
    click.echo(
        f"{name}: {wanted.papers:,} papers, {done.per_second:.1f}/s, {done.per_second * 3_600:,.0f} an hour;"
        f" paper p50 {done.paper_p50 / 1_000:.2f} s, p99 {done.paper_p99 / 1_000:.2f} s, questions p99 {done.reply_p99:.0f} ms,"
        f" ordinary citizens p99 {done.ordinary_p99:.0f} ms; {used}; {done.checked} verified whole"
    )
    for fault in done.faults:
        click.echo(f"  BROKEN: {fault}", err=True)
    return done


def _run(name: str, folder: Path, quick: bool) -> durable.Run:
    wanted = shortened(PLAN[name]) if quick else PLAN[name]
    done = durable.run(wanted, folder)
    figures = done.figures
    used = ", ".join(f"{part} {us:.0f} µs" for part, us in done.cpu_us.items())
    click.echo(
        f"{name}: {figures.per_second:,.0f} turns/s, p50 {figures.p50:.0f} ms, p99 {figures.p99:.0f} ms,"
        f" webhooks {figures.updates_per_second:,.0f}/s, p99 {figures.ack_p99:.0f} ms; {used}"
    )
    for fault in durable.faults(done):
        click.echo(f"  BROKEN: {fault}", err=True)
    return done


if __name__ == "__main__":
    main()
