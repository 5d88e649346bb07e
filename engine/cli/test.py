"""`catalog test`: plays the dialogues that stand beside the services, and says what none of them comes through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from engine.cli.reading import Folder
    from engine.language.catalogue import Loaded
    from engine.language.edges import Edge
    from engine.scenarios.coverage import Coverage
    from engine.scenarios.run import Result
    from engine.wiring.played import PlayedCache

EPILOG = """\b
Examples:
  catalog test                                 all of them
  catalog test revenue.income_certificate      one service
  catalog test energy --coverage               also what no dialogue comes through
  catalog test --coverage --at-least 90        exit code 1 where a service is below
  catalog test --coverage --format json        for other programs

No network is used: departments answer with the examples of their
_connectors.yaml, payments succeed unless the test says otherwise, and time
passes only where a line says `after:`.

Coverage is counted from the service itself: its steps, every way on from them
(outcomes, options and branches with a way of their own, conditions that leave a
step out, Skip, giving up, too often, limits, officers who ask again), its ends,
and what citizens do anywhere: correct an answer, let time pass. What has not
changed since is taken from var/cache. Steps, ways and ends that the dialogues
lack, catalog explore finds and shows."""
TAIL = 8
"""Lines of the talk shown above the line that failed."""
SPEAKERS = {"us": "we", "citizen": "citizen", "officer": "officer", "time": "after"}
NEVER = {
    "option": '"{about}" is never chosen',
    "branch": '"{about}" is never followed',
    "outcome": '"{about}" never happens',
    "again": '"{about}" never happens',
    "too_often": '"{about}" never happens too often',
    "limit": 'the limit "{about}" is never used up',
    "changed": 'officers never ask for "{about}" again',
}
"""What is said of a way that no dialogue takes."""
TOGETHER = {
    "gave_up": "nobody gives up at",
    "skipped": "nobody skips",
    "passed": "never left out, whatever its condition",
}
"""The same for ways every question has: one line for all of them."""
HABITS = {"correction": "no dialogue corrects an answer", "pause": "no dialogue lets time pass"}


class Played(NamedTuple):
    """One service. trouble: why it could not be played, or empty; coverage: None where it was not asked for or cannot be told."""

    service: str
    trouble: str = ""
    results: tuple[Result, ...] = ()
    coverage: Coverage | None = None

    @property
    def failed(self) -> int:
        """Return how many dialogues did not go as written; a service that cannot be played counts as one."""
        return sum(1 for result in self.results if result.failures) + (1 if self.trouble else 0)


@click.command("test", epilog=EPILOG)
@click.argument("services", nargs=-1, metavar="[SERVICE]...")
@click.option("--coverage", is_flag=True, help="Also list what no dialogue comes through.")
@click.option(
    "--at-least",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit code 1 where a service's dialogues come through less; implies --coverage.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.pass_context
def COMMAND(  # noqa: N802 (the module's constant)
    ctx: click.Context, services: tuple[str, ...], coverage: bool, at_least: float | None, form: str
) -> None:
    """Play the dialogue tests of each SERVICE (a service, a department or a file; all by default)."""
    from engine.cli import reading

    folder = reading.open_catalog(services)
    wanted = reading.services_of(folder, services)
    loaded = reading.load(folder.files)
    cache = _cache() if coverage or at_least is not None else None
    played = []
    for service in wanted:
        played.append(_play(folder, loaded, service, cache))
        if form == "text":
            _show(folder, played[-1])
    if cache is not None:
        cache.write()
    low = [each for each in played if at_least is not None and _is_below(each, at_least)]
    click.echo(_json(played) if form == "json" else _summary(played))
    if low and form == "text":
        click.echo(f"Below {at_least:g} %: {', '.join(each.service for each in low)}")
    ctx.exit(1 if low or any(each.failed for each in played) else 0)


def _is_below(played: Played, at_least: float) -> bool:
    return played.coverage is None or played.coverage.percent < at_least


def _cache() -> PlayedCache:
    from engine.wiring.played import PlayedCache

    return PlayedCache()


def _play(folder: Folder, loaded: Loaded, service: str, cache: PlayedCache | None) -> Played:
    """Play one service's dialogues. cache: where coverage is asked for: what all went as written before is not played again."""
    from engine.language.files import path_of
    from engine.scenarios.coverage import coverage as covered
    from engine.scenarios.run import Result, play

    catalogue = loaded.catalogue
    program, dialogues = catalogue.programs.get(service), catalogue.scenarios.get(service)
    if program is None:
        shown = folder.shown(path_of(service))
        return Played(service, f"{shown} cannot be played; catalog validate {shown} says why")
    unread = path_of(service).removesuffix(".yaml") + ".test.yaml"
    if dialogues is None and any(each.path == unread for each in loaded.findings):
        shown = folder.shown(unread)
        return Played(service, f"{shown} cannot be played; catalog validate {shown} says why")
    scenarios = dialogues.scenarios if dialogues is not None else ()
    key = cache.key(program, scenarios, folder.files) if cache else ""
    kept = cache.find(service, key) if cache else None
    if kept is not None:
        as_written = tuple(Result(each, (), (), ()) for each in scenarios)
        return Played(service, "", as_written, kept)
    results = tuple(play(program, catalogue.connectors, each) for each in scenarios)
    if cache is None:
        return Played(service, "", results)
    found = covered(program, (each.reached for each in results))
    if not any(result.failures for result in results):
        cache.keep(service, key, found)
    return Played(service, "", results, found)


# -- for people -------------------------------------------------------------------------------------------------------


def _summary(played: Sequence[Played]) -> str:
    from engine.cli.formats import count

    if not played:
        return "No service was named."
    dialogues = sum(len(each.results) for each in played)
    failed = sum(each.failed for each in played)
    of = f"{count(dialogues, 'dialogue')} of {count(len(played), 'service')}"
    return f"{of}: {failed} did not go as written." if failed else f"{of}: all went as written."


def _show(folder: Folder, played: Played) -> None:
    """Say how one service's dialogues went."""
    if played.trouble:
        click.echo(f"{_mark('fail')} {played.service}: {played.trouble}")
        return
    if not played.results:
        click.echo(f"{_mark('none')} {played.service}: no dialogues")
    else:
        click.echo(f"{_mark('fail' if played.failed else 'ok')} {played.service}")
    for result in played.results:
        click.echo(f"   {_mark('fail' if result.failures else 'ok')} {result.scenario.it}")
        _show_failures(result, folder.shown(result.scenario.path))
    if played.coverage is not None:
        for line in missed(played.coverage):
            click.echo(f"          {line}")


def _mark(word: str) -> str:
    colour = {"ok": "green", "fail": "red", "none": "yellow"}[word]
    return click.style({"ok": "ok    ", "fail": "FAILED", "none": "-     "}[word], fg=colour)


def _show_failures(result: Result, path: str) -> None:
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


def missed(coverage: Coverage) -> Iterator[str]:
    """Yield what no dialogue comes through, a line each, and how much is come through in all."""
    for step in coverage.steps:
        yield f"{click.style(step, bold=True)}: a step no dialogue reaches"
    for edge in coverage.ways:
        if edge.manner in NEVER and edge.start not in coverage.steps:
            never = _never(edge)
            yield f"{click.style(edge.start, bold=True)}: {never}"
    for end in coverage.ends:
        yield f"{click.style(end, bold=True)}: an end no dialogue reaches"
    for manner, words in TOGETHER.items():
        at = [each.start for each in coverage.ways if each.manner == manner]
        at = [step for step in at if step not in coverage.steps]
        if at:
            yield f"{words}: {', '.join(dict.fromkeys(at))}"
    yield from map(HABITS.__getitem__, coverage.habits)
    if coverage.reached == coverage.all:
        yield f"100 %: all {coverage.all} steps, ways, ends and habits are reached"
    else:
        counted = f"{coverage.reached} of {coverage.all} steps, ways, ends and habits"
        yield f"{coverage.percent:g} %: {counted}"


def _never(edge: Edge) -> str:
    plain = edge.manner == "outcome" and edge.about in ("", "own")
    return "is never over" if plain else NEVER[edge.manner].format(about=edge.about)


# -- for other programs -----------------------------------------------------------------------------------------------


def _json(played: Sequence[Played]) -> str:
    import json

    return json.dumps(
        {"services": [_as_json(each) for each in played]}, ensure_ascii=False, indent=2
    )


def _as_json(played: Played) -> dict[str, object]:
    found: dict[str, object] = {
        "service": played.service,
        "dialogues": len(played.results),
        "failed": played.failed,
    }
    if played.trouble:
        found["trouble"] = played.trouble
    wrong = [result for result in played.results if result.failures]
    found["failures"] = [
        {"it": result.scenario.it, "line": each.span.line, "message": each.message}
        for result in wrong
        for each in result.failures
    ]
    if played.coverage is not None:
        found["coverage"] = {
            "percent": played.coverage.percent,
            "reached": played.coverage.reached,
            "all": played.coverage.all,
            "steps": list(played.coverage.steps),
            "ways": [each._asdict() for each in played.coverage.ways],
            "ends": list(played.coverage.ends),
            "habits": list(played.coverage.habits),
        }
    return found
