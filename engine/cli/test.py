"""`catalog test`: plays the dialogues that stand beside the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.cli.reading import Folder
    from engine.language.catalogue import Loaded
    from engine.scenarios.run import Result

EPILOG = """\b
Examples:
  catalog test                                 all of them
  catalog test revenue.income_certificate      one service
  catalog test energy --coverage               also which outcomes no dialogue reaches

No network is used: departments answer with the examples of their
_connectors.yaml, payments succeed unless the test says otherwise, and time
passes only where a line says `after:`."""
TAIL = 8
"""Lines of the talk shown above the line that failed."""
SPEAKERS = {"us": "we", "citizen": "citizen", "officer": "officer", "time": "after"}


@click.command("test", epilog=EPILOG)
@click.argument("services", nargs=-1, metavar="[SERVICE]...")
@click.option(
    "--coverage", is_flag=True, help="Also list the outcomes and ends that no dialogue reaches."
)
@click.pass_context
def COMMAND(ctx: click.Context, services: tuple[str, ...], coverage: bool) -> None:  # noqa: N802
    """Play the dialogue tests of each SERVICE (a service, a department or a file; all by default)."""
    from engine.cli import reading

    folder = reading.open_catalog(services)
    wanted = reading.services_of(folder, services)
    loaded = reading.load(folder.files)
    counts = [_service(folder, loaded, service, coverage) for service in wanted]
    played, failed = sum(count for count, _ in counts), sum(count for _, count in counts)
    click.echo(_summary(played, failed, len(wanted)))
    ctx.exit(1 if failed else 0)


def _summary(played: int, failed: int, services: int) -> str:
    from engine.cli.formats import count

    if not services:
        return "No service was named."
    of = f"{count(played, 'dialogue')} of {count(services, 'service')}"
    return f"{of}: {failed} did not go as written." if failed else f"{of}: all went as written."


def _service(folder: Folder, loaded: Loaded, service: str, coverage: bool) -> tuple[int, int]:
    """Play one service's dialogues, show how they went, and return how many there were and how many failed."""
    from engine.language.files import path_of
    from engine.scenarios.run import play

    catalogue = loaded.catalogue
    program, dialogues = catalogue.programs.get(service), catalogue.scenarios.get(service)
    if program is None:
        shown = folder.shown(path_of(service))
        click.echo(
            f"{_mark('fail')} {service}: {shown} cannot be played; catalog validate {shown} says why"
        )
        return 0, 1
    if dialogues is None:
        click.echo(f"{_mark('none')} {service}: no dialogues")
        return 0, 0
    results = [play(program, catalogue.connectors, each) for each in dialogues.scenarios]
    failed = [result for result in results if result.failures]
    click.echo(f"{_mark('fail' if failed else 'ok')} {service}")
    for result in results:
        click.echo(f"   {_mark('fail' if result.failures else 'ok')} {result.scenario.it}")
        _show(result, folder.shown(result.scenario.path))
    if coverage:
        _show_missed(program, results)
    return len(results), len(failed)


def _mark(word: str) -> str:
    colour = {"ok": "green", "fail": "red", "none": "yellow"}[word]
    return click.style({"ok": "ok    ", "fail": "FAILED", "none": "-     "}[word], fg=colour)


def _show(result: Result, path: str) -> None:
    """Say which line failed, and what was said before it."""
    for failure in result.failures:
        click.echo(
            f"          {click.style(f'{path}:{failure.span.line}', bold=True)}: {failure.message}"
        )
    if result.failures:
        for line in talk(result.transcript[-TAIL:]):
            click.echo(f"          {line}")


def talk(transcript: Sequence[tuple[str, str]]) -> list[str]:
    """Return what was said, one line each; a longer message continues under its own first line."""
    lines = []
    for speaker, words in transcript:
        first, *rest = words.splitlines() or [""]
        lines.append(f"| {SPEAKERS.get(speaker, speaker):>7}  {first}")
        lines += [f"|          {line}" for line in rest]
    return lines


def _show_missed(program: object, results: Sequence[Result]) -> None:
    from engine.language.program import Program
    from engine.scenarios.coverage import missed

    assert isinstance(program, Program)  # noqa: S101 (the catalogue's)
    never = missed(program, (record for result in results for record in result.trace))
    for step, outcome in never:
        where = (
            "an end no dialogue reaches" if outcome == "reached" else f'"{outcome}" never happens'
        )
        click.echo(f"          {click.style(step, bold=True)}: {where}")
    if not never:
        click.echo("          every outcome and every end is reached")
