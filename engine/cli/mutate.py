"""`catalog mutate`: makes the catalogue wrong in many ways, and says which faults nothing would notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from engine.cli.reading import Folder
    from engine.language.mutants.mutant import Mutant
    from engine.scenarios.mutants import Bench, Verdict

EPILOG = """\b
Examples:
  catalog mutate                                 a thousand faults, of every kind
  catalog mutate revenue.income_certificate      in one service and what it stands on
  catalog mutate --sample 0                      all there are: some twenty thousand
  catalog mutate --operator outcomes_swapped --format json

No file is touched. Each fault is made in memory, in one place; then the
catalogue is checked, and where nothing is found the dialogues of the services
concerned are played. What neither notices is listed: each line is a proof or a
dialogue that is missing. The same seed takes the same faults."""

COLUMNS = ("at its place", "elsewhere", "by tests", "raised", "not noticed")
KEYS = ("place", "elsewhere", "tests", "raised", "")
SAMPLE = 1_000


@click.command("mutate", epilog=EPILOG)
@click.argument("services", nargs=-1, metavar="[SERVICE]...")
@click.option(
    "--sample",
    type=click.IntRange(0),
    default=SAMPLE,
    show_default=True,
    help="How many faults to make, evenly of every kind; 0 for all.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Another seed takes other faults."
)
@click.option(
    "--operator", "wanted", multiple=True, help="Only this kind of fault; may be given again."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option(
    "--jobs", type=click.IntRange(1), help="Processes; as many as there are cores where left out."
)
@click.pass_context
def COMMAND(  # noqa: N802 (the module's constant)
    ctx: click.Context, services: tuple[str, ...], sample: int, seed: int, wanted: tuple[str, ...], form: str, jobs: int | None
) -> None:  # fmt: skip
    """Break each SERVICE on purpose, and report which faults neither proofs nor tests notice."""
    from engine.cli import reading
    from engine.cli.formats import count

    folder = reading.open_catalog(services)
    _refuse_unsound(folder)
    mutants = chosen(folder, services, wanted, sample, seed)
    if not mutants:
        raise click.UsageError("There is nothing to break: no such fault can be made there")
    verdicts = _judged(folder.files, mutants, jobs)
    pairs = list(zip(mutants, verdicts, strict=True))
    if form == "json":
        click.echo(_json(folder, pairs, seed))
    else:
        for line in (*table(pairs), *survivors(folder, pairs)):
            click.echo(line)
        missed = sum(not verdict.noticed for verdict in verdicts)
        click.echo(f"{count(len(pairs), 'fault')} made: {missed} not noticed.")
    ctx.exit(1 if any(verdict.noticed in ("", "raised") for verdict in verdicts) else 0)


def _refuse_unsound(folder: Folder) -> None:
    from engine.cli import reading

    if not reading.load(folder.files).sound:
        message = "The catalogue has errors of its own; catalog validate says which. Put them right first."
        raise click.UsageError(message)


def chosen(
    folder: Folder, services: Sequence[str], wanted: Sequence[str], sample: int, seed: int
) -> list[Mutant]:
    """Return the mutants of these services, at most `sample` of them: one of each operator in turn, in the order a seed gives."""
    from engine.language.mutants.mutant import mutants_of
    from engine.language.mutants.operators import BY_NAME, OPERATORS
    from engine.language.mutants.pages import read_page
    from engine.language.mutants.sampling import sampled
    from engine.language.nearest import suggest

    for name in wanted:
        if name not in BY_NAME:
            message = f'There is no kind of fault "{name}". {suggest(name, BY_NAME)}'
            raise click.BadParameter(message.strip(), param_hint="--operator")
    operators = tuple(BY_NAME[name] for name in wanted) or OPERATORS
    pages = [read_page(path, folder.files[path]) for path in paths(folder, services)]
    made = [mutant for page in pages if page for mutant in mutants_of(page, operators)]
    return sampled(made, sample or len(made), seed)


def paths(folder: Folder, services: Sequence[str]) -> list[str]:
    """Return the files to break: those of the services, their families and translations, and the fees and systems they stand on."""
    from engine.cli import reading
    from engine.language.files import FileKind, place_of

    shared = {FileKind.FRAGMENT, FileKind.ENDS, FileKind.FEES, FileKind.CONNECTORS}
    kinds = {FileKind.SERVICE, FileKind.FAMILY, FileKind.SIDECAR, *shared}
    programs = reading.load(folder.files).catalogue.programs
    ids = reading.services_of(folder, services)
    sources = {path for service in ids for path in programs[service].sources}
    places = (place_of(path) for path in sorted(sources))
    found = [place.path for place in places if place is not None and place.kind in kinds]
    if not services:
        return found
    return [path for path in found if (place := place_of(path)) and place.kind not in shared]


# -- judging on all cores -----------------------------------------------------------------------------------------------


def _judged(
    files: Mapping[str, bytes], mutants: Sequence[Mutant], jobs: int | None
) -> list[Verdict]:
    """Return a verdict for each mutant, in their order; a bar shows how far it is, where somebody looks on."""
    import os
    import sys
    from concurrent.futures import ProcessPoolExecutor

    workers = min(jobs or len(os.sched_getaffinity(0)), len(mutants))
    bar = click.progressbar(length=len(mutants), label="Breaking", file=sys.stderr, show_pos=True)
    with bar:
        found = []
        if workers == 1:
            _begin(dict(files))
            verdicts: Iterator[Verdict] = map(_judge, mutants)
            found = _counted(verdicts, bar)
        else:
            with ProcessPoolExecutor(workers, initializer=_begin, initargs=(dict(files),)) as pool:
                found = _counted(pool.map(_judge, mutants, chunksize=8), bar)
    return found


def _counted(verdicts: Iterator[Verdict], bar: Any) -> list[Verdict]:
    found = []
    for verdict in verdicts:
        bar.update(1)
        found.append(verdict)
    return found


_benches: list[Bench] = []
"""The bench of this process."""


def _begin(files: Mapping[str, bytes]) -> None:
    from engine.cli import reading
    from engine.scenarios.mutants import Bench

    _benches[:] = [Bench(files, reading.read_schemas())]


def _judge(mutant: Mutant) -> Verdict:
    from engine.scenarios.mutants import Verdict

    try:
        return _benches[0].judge(mutant)
    except Exception as trouble:  # noqa: BLE001 (no file may bring the engine down: it is what we look for)
        return Verdict("raised", where=f"{type(trouble).__name__}: {trouble}"[:160])


# -- showing ------------------------------------------------------------------------------------------------------------


def table(pairs: Sequence[tuple[Mutant, Verdict]]) -> Iterator[str]:
    """Yield the lines of the table: an operator a line, by group, then all together."""
    from engine.language.mutants.operators import OPERATORS

    yield f"{'':28}{'made':>7}" + "".join(f"{each:>14}" for each in COLUMNS)
    group = ""
    for operator in OPERATORS:
        verdicts = [verdict for mutant, verdict in pairs if mutant.operator == operator.name]
        if not verdicts:
            continue
        if operator.group != group:
            group = operator.group
            yield click.style(group, bold=True)
        yield _row(f"  {operator.name}", verdicts)
    yield _row("all", [verdict for _, verdict in pairs])


def _row(name: str, verdicts: Sequence[Verdict]) -> str:
    counts = [sum(verdict.noticed == key for verdict in verdicts) for key in KEYS]
    return f"{name:28}{len(verdicts):>7}" + "".join(f"{each or '-':>14}" for each in counts)


def survivors(folder: Folder, pairs: Sequence[tuple[Mutant, Verdict]]) -> Iterator[str]:
    """Yield what nothing noticed, by place, a line each, and what raised."""
    missed = [(mutant, verdict) for mutant, verdict in pairs if verdict.noticed in ("", "raised")]
    if missed:
        yield click.style("Not noticed", bold=True)
    for mutant, verdict in sorted(missed, key=lambda each: (each[0].path, each[0].line)):
        place = f"{folder.shown(mutant.path)}:{mutant.line}"
        raised = f" ({verdict.where})" if verdict.noticed == "raised" else ""
        yield f"{place}: {mutant.operator}: {mutant.address}: {mutant.change}{raised}"


def _json(folder: Folder, pairs: Sequence[tuple[Mutant, Verdict]], seed: int) -> bytes:
    import orjson

    rows = [
        {
            "operator": mutant.operator,
            "group": mutant.group,
            "path": folder.shown(mutant.path),
            "line": mutant.line,
            "address": mutant.address,
            "change": mutant.change,
            "noticed": verdict.noticed or "no",
            "code": verdict.code,
            "where": verdict.where,
            "test": verdict.test,
        }
        for mutant, verdict in pairs
    ]
    return orjson.dumps({"seed": seed, "faults": rows}, option=orjson.OPT_INDENT_2)
