"""`python -m bench`: measures everything in one run, prints it as it comes, and writes docs/benchmarks.md."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from bench import durable, machine
from bench.processes import ROOT
from bench.report import Rounds, page
from bench.world import Load

PAGE = ROOT / "docs" / "benchmarks.md"
PEER = ROOT / ".venv-bench" / "bin" / "python"
ROUNDS = 4
OURS_CONVERSATIONS, PEER_CONVERSATIONS = 3_000, 150

LOADS = {
    "steady 300": ("300 a second", Load(14.0, rate=300, warm_s=6), {}),
    "steady 1,000": ("1,000 a second", Load(16.0, rate=1_000, warm_s=5), {}),
    "saturation": ("As fast as it goes", Load(18.0, warm_s=5), {}),
    "no statuses": ("As fast as it goes, no statuses", Load(14.0, warm_s=5, statuses=False), {}),
    "unbatched": (
        "One commit a message, as fast as it goes",
        Load(16.0, warm_s=5, batch=1),
        durable.UNBATCHED,
    ),
}
QUICK_S = 8.0


@click.command()
@click.option(
    "--only", type=click.Choice(["interpreter", *LOADS]), help="Measure one thing, write nothing."
)
@click.option("--quick", is_flag=True, help="Shorter, for trying out; writes nothing.")
def main(only: str | None, quick: bool) -> None:
    """Measure and write the page."""
    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as place:
        about = machine.describe(Path(place))
        interpreters = interpret(1 if quick else ROUNDS) if only in (None, "interpreter") else []
        runs = {name: _run(name, Path(place), quick) for name in LOADS if only in (None, name)}
    if only or quick:
        return
    today = date.today()  # noqa: DTZ011 (the day on this machine)
    PAGE.write_text(page(about, interpreters, runs, today), "utf-8")
    click.echo(f"\nWritten: {PAGE.relative_to(ROOT)}")


def interpret(rounds: int) -> list[Rounds]:
    """Measure our interpreter and the peer in turn, a process each time."""
    ours = [sys.executable, "-m", "bench.interpreter", str(OURS_CONVERSATIONS)]
    commands = {"Mana Mitra": ours, "Mana Mitra, the case alone": [*ours, "case"]}
    if PEER.exists():
        commands["botbuilder-dialogs (Microsoft, Python)"] = [
            str(PEER),
            "-m",
            "bench.peer_botbuilder",
            str(PEER_CONVERSATIONS),
        ]
    else:
        click.echo(
            "interpreter: the peer is not installed (scripts/setup bench), measuring without it"
        )
    told: dict[str, list[dict[str, int]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
            told[name].append(json.loads(done.stdout.splitlines()[-1]))
            click.echo(
                f"interpreter: {name}: {told[name][-1]['turns_per_cpu_s']:,} turns a CPU second"
            )
    return [
        Rounds(
            name,
            [each["turns_per_cpu_s"] for each in rows],
            max(each["state_bytes"] for each in rows),
        )
        for name, rows in told.items()
    ]


def _run(name: str, folder: Path, quick: bool) -> durable.Run:
    title, load, extra = LOADS[name]
    if quick:
        load = replace(load, seconds=QUICK_S, warm_s=QUICK_S / 2)
    done = durable.run(title, load, folder, extra)
    figures = done.figures
    click.echo(
        f"{title}: {figures.per_second:,.0f} turns/s, p50 {figures.p50:.0f} ms, p99 {figures.p99:.0f} ms, "
        + ", ".join(f"{process} {used:.0f} µs" for process, used in done.cpu_us.items())
    )
    for fault in durable.faults(done):
        click.echo(f"  BROKEN: {fault}", err=True)
    return done


if __name__ == "__main__":
    main()
