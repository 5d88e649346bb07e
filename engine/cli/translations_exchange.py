"""`catalog translations export` and `import`: files for translators, out of the catalogue and back into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.cli.reading import Folder
    from engine.exchange.judging import Verdict
    from engine.exchange.returned import Parcel
    from engine.exchange.units import Unit

EXPORT = """\b
Examples:
  catalog translations export --to hi -o hindi.xlf                       everything, for a translator's program
  catalog translations export education --to en --only open -o en.csv    what is missing or old, for a spreadsheet

.xlf is XLIFF 2.1, .csv opens in Excel and LibreOffice with its letters right.
Placeholders like {{ name }} are protected in XLIFF; how long a text may be
stands beside it. docs/translators.md is for the translator."""
IMPORT = """\b
Examples:
  catalog translations import hindi.xlf
  catalog translations import hindi.xlf --dry-run    only say what would change
  catalog translations import hindi.xlf --partial    take what is right, leave out what is not

Nothing is written if anything is wrong: a text that has changed since the
export, a placeholder that was lost, a text that is too long. A text marked
"reviewed" or "final" is also called right (translations accept)."""
MISSING = "This needs a further package: pip install 'mana-mitra[authoring]'"
SHOWN = 20
"""Refusals that are listed before the rest is only counted."""


@click.command("export", epilog=EXPORT)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--to", "target", required=True, help="The language to translate into: en, hi, ur, …")
@click.option(
    "--from",
    "source",
    default="",
    help="The language to translate from; the state's first by default.",
)
@click.option(
    "--only",
    type=click.Choice(["open", "missing", "old"]),
    help="open: missing or older than its text.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that ends in .xlf or .csv.",
)
def export(
    names: tuple[str, ...], target: str, source: str, only: str | None, output: Path
) -> None:
    """Write texts for translators: of each NAME (a service, a department, a file), all by default."""
    from engine.cli import reading
    from engine.cli.formats import count

    folder = reading.open_whole(names)
    chosen = reading.select(folder, names)
    chosen = None if chosen is None else chosen | _shared_by(folder, chosen)
    form = _form(output)
    source = source or _first(folder)
    _check_languages(source, target)
    found = [
        unit
        for unit in _units(folder, source, target)
        if (chosen is None or unit.file in chosen) and _wanted(unit, only)
    ]
    try:
        output.write_bytes(_write(form, found, source, target))
    except OSError as trouble:
        raise click.UsageError(
            f"{output} cannot be written: {trouble.strerror or trouble}"
        ) from None
    old, missing = sum(unit.stale for unit in found), sum(not unit.target for unit in found)
    click.echo(
        f"{output}: {count(len(found), 'text')}, {missing} without translation, {old} older than their text"
    )


@click.command("import", epilog=IMPORT)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--partial", is_flag=True, help="Write what can be taken and leave out the rest.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written.")
@click.pass_context
def take(ctx: click.Context, file: Path, partial: bool, dry_run: bool) -> None:
    """Put what came back in FILE into the catalogue; comments and everything else stay as they are."""
    from engine.cli import reading
    from engine.exchange.judging import judge

    folder = reading.open_catalog()
    parcel = _read(file)
    verdict = judge(parcel, _units(folder, parcel.source, parcel.target))
    for refusal in verdict.refused[:SHOWN]:
        click.echo(f"{file}, {refusal}", err=True)
    if len(verdict.refused) > SHOWN:
        click.echo(f"… and {len(verdict.refused) - SHOWN} more", err=True)
    if verdict.refused and not partial:
        click.echo(
            f"{len(verdict.refused)} of {len(parcel.units)} texts cannot be taken; nothing was written. --partial takes the others.",
            err=True,
        )
        ctx.exit(1)
    after = _after(folder, parcel, verdict)
    _prove(ctx, folder, after)
    after |= _locks(folder, {**folder.files, **after}, parcel, verdict)
    for path, content in sorted(after.items()):
        if not dry_run:
            folder.place(path).write_bytes(content)
        click.echo(f"{folder.shown(path)}{' would be changed' if dry_run else ''}")
    click.echo(
        f"{len(verdict.changed)} texts changed, {len(verdict.right)} called right, {len(verdict.refused)} left out."
    )
    ctx.exit(1 if verdict.refused else 0)


def _form(output: Path) -> str:
    form = {".xlf": "xliff", ".xliff": "xliff", ".csv": "csv"}.get(output.suffix.lower())
    if form is None:
        raise click.UsageError(
            f'"{output}" says not what to write: let it end in .xlf (translators\' programs) or .csv (spreadsheets)'
        )
    return form


def _check_languages(source: str, target: str) -> None:
    if (
        source == target
        or not target.isalpha()
        or not target.islower()
        or len(target) not in (2, 3)
    ):
        raise click.UsageError(
            f'"{target}" is no language to translate into from "{source}": two or three small letters, another language'
        )


def _first(folder: Folder) -> str:
    from engine.cli import reading

    return reading.read_only(folder.files).world.state.languages[0]


def _units(folder: Folder, source: str, target: str) -> list[Unit]:
    from engine.cli import reading
    from engine.exchange.units import units

    return list(units(reading.read_only(folder.files), source, target))


def _shared_by(folder: Folder, chosen: frozenset[str]) -> frozenset[str]:
    """Return the files of ends that services of these files share: a citizen hears them in the same language."""
    from engine.cli import reading
    from engine.language.compiler.compiler import compile_service

    read = reading.read_only(folder.files)
    services = (service for service in read.services if service.path in chosen)
    drafts = (compile_service(service, read.world)[0] for service in services)
    return frozenset(end.path for draft in drafts for end in draft.shared_ends.values())


def _wanted(unit: Unit, only: str | None) -> bool:
    missing = not unit.target
    return {None: True, "open": missing or unit.stale, "missing": missing, "old": unit.stale}[only]


def _write(form: str, found: list[Unit], source: str, target: str) -> bytes:
    from engine.exchange import table, xliff

    write = xliff.write if form == "xliff" else table.write
    return write(found, source, target)


def _read(file: Path) -> Parcel:
    """Return what a file holds; its first sign tells XLIFF from CSV. Raises UsageError."""
    from engine.exchange import returned, table, xliff

    try:
        if file.stat().st_size > returned.LARGEST:
            raise click.UsageError(f"{file} cannot be taken: it is larger than 20 MB")
        content = file.read_bytes()
        marked = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" or content[:2] in (
            b"\xff\xfe",
            b"\xfe\xff",
        )
        return xliff.read(content) if marked else table.read(content)
    except ModuleNotFoundError:
        raise click.UsageError(MISSING) from None
    except OSError as trouble:
        raise click.UsageError(f"{file} cannot be read: {trouble.strerror or trouble}") from None
    except returned.NotReadable as reason:
        raise click.UsageError(f"{file} cannot be taken: {reason}") from None


def _after(folder: Folder, parcel: Parcel, verdict: Verdict) -> dict[str, bytes]:
    from engine.cli import reading
    from engine.exchange.writing import written
    from engine.exchange.yaml_text import NoPlace

    read = reading.read_only(folder.files)
    spoken = {each.path: each.languages or read.world.state.languages for each in read.services}
    try:
        return written(folder.files, verdict.changed, parcel.source, parcel.target, spoken)
    except NoPlace as reason:
        raise click.UsageError(str(reason)) from None


def _prove(ctx: click.Context, folder: Folder, after: Mapping[str, bytes]) -> None:
    """Leave with exit code 1 where the catalogue would have errors that it has not now."""
    from engine.cli import reading
    from engine.language.findings import Severity

    before = Counter((each.path, each.code) for each in reading.load(folder.files).findings)
    found = reading.load({**folder.files, **after}).findings if after else ()
    new = []
    for each in found:
        before[each.path, each.code] -= 1
        if each.severity is Severity.ERROR and before[each.path, each.code] < 0:
            new.append(each)
    for each in new[:SHOWN]:
        click.echo(
            f"{folder.shown(each.path)}:{each.span.line}: {each.code} {each.message}", err=True
        )
    if new:
        click.echo(
            f"The catalogue would have {len(new)} errors then; nothing was written.", err=True
        )
        ctx.exit(1)


def _locks(
    folder: Folder, files: Mapping[str, bytes], parcel: Parcel, verdict: Verdict
) -> dict[str, bytes]:
    """Return the locks in which those texts are called right that somebody reviewed."""
    from engine.cli import reading
    from engine.language.checks.stale import translations_of
    from engine.language.translations import write_lock

    read = reading.read_only(files)
    right = {(unit.file, unit.place) for unit in verdict.right}
    found = {}
    for name in sorted({path.partition("/")[0] for path, _ in right}):
        before = read.locks.get(name, {})
        made = {
            each.key: each.made
            for _, each in translations_of(read, name)
            if each.key.language == parcel.target
            and (f"{name}/{each.key.file}", each.key.place) in right
        }
        path = f"{name}/_translations.lock"
        content = write_lock({**before, **made}).encode()
        if content != folder.files.get(path) and made.items() - before.items():
            found[path] = content
    return found
