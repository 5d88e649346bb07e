"""`catalog log`: checks the public log of certificates, here or anywhere, and hands out copies of it."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.surroundings import key_office_plainly
from engine.cli.text_file import text_of

if TYPE_CHECKING:
    from engine.services.certificates.log.audit import Audit
    from engine.services.certificates.log.note import NoteKey
    from engine.services.certificates.log.proof import LogPolicy
    from engine.services.certificates.log.tiles import Fetch

MOST_BYTES = 20_000_000
"""Of one file of a log that is read over the network."""

EPILOG = """\b
Examples:
  catalog log audit                                    the log of this installation
  catalog log audit --from https://v.ap.gov.example/.well-known/log --key "v.ap.gov.example/.well-known/log+…"
  catalog log audit --from copy/ --key "…" --witness "witness.example+…" --earlier kept/2026-11.checkpoint
  catalog log export copy/                             its files, as others check them
  catalog log key                                      the log's public key, for auditors and witnesses"""


def _keys(
    _ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> tuple[NoteKey, ...]:
    """Return the keys that were given. Raises BadParameter."""
    from engine.services.certificates.log.note import BadNote, read_key

    try:
        return tuple(read_key(each) for each in given)
    except BadNote as trouble:
        raise click.BadParameter(f'"{trouble}" is no key: it is like "name+id+letters"') from None


@click.group("log", epilog=EPILOG)
def COMMAND() -> None:  # noqa: N802 (the module's constant)
    """Check the public log of certificates, and copy it."""


@COMMAND.command("audit")
@click.option(
    "--from",
    "source",
    metavar="ADDRESS|FOLDER",
    help="Another log, or a copy; ours by default.",
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    callback=_keys,
    help="The log's public key, needed with --from; after it the keys it had earlier.",
)
@click.option(
    "--earlier",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint kept from before.",
)
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    callback=_keys,
    help="Public key of a witness that must have seen the log; those of the settings by default.",
)
@click.option(
    "--seen-by",
    type=click.IntRange(0),
    help="So many of these witnesses are enough; all by default.",
)
@click.pass_context
def audit(
    ctx: click.Context,
    source: str | None,
    keys: tuple[NoteKey, ...],
    earlier: tuple[Path, ...],
    witnesses: tuple[NoteKey, ...],
    seen_by: int | None,
) -> None:
    """Read every entry, build the tree anew and say whether anything is missing, changed, rewritten or unseen by its witnesses."""
    from engine.services.certificates.log.audit import audit as check
    from engine.services.certificates.log.note import BadNote
    from engine.services.certificates.log.proof import LogPolicy

    if source and not keys:
        raise click.UsageError(
            "--from needs --key: catalog log key prints it, on the log's own machine"
        )
    notes = [text_of(path) for path in earlier]
    with _log(source) as (fetch, own):
        enough = len(witnesses) if witnesses else own.quorum
        policy = LogPolicy(
            keys or own.logs,
            witnesses or own.witnesses,
            enough if seen_by is None else seen_by,
        )
        try:
            with click.progressbar(length=_size(fetch), label="entries", file=sys.stderr) as bar:
                found = check(fetch, policy, notes, bar.update)
        except BadNote as trouble:
            raise click.UsageError(f"this is no log signed with that key: {trouble}") from None
    _tell(found, len(policy.witnesses))
    ctx.exit(1 if found.troubles else 0)


@COMMAND.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Copy the log's files to FOLDER, where any web server can serve them."""
    from engine.services.certificates.log.tiles import Tiles

    with _log(None) as (fetch, _):
        size, written = _size(fetch), 0
        for path in Tiles(fetch, size).paths():
            target = folder / path
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(fetch(path))
                written += 1
        (folder / "checkpoint").write_bytes(fetch("checkpoint"))
    _drop_partials(folder)
    click.echo(f"{folder}: {size} entries, {written} new files")


@COMMAND.command("key")
@click.argument("name", default="")
def key(name: str) -> None:
    """Print the log's public key; of the key called NAME also before it signs, so that witnesses know it in time."""
    with key_office_plainly() as office:
        click.echo(office.log_key(name))


def _tell(found: Audit, witnesses: int) -> None:
    click.echo(f"{found.checkpoint.origin}: {found.checkpoint.size} entries")
    if witnesses:
        names = f": {', '.join(sorted(found.seen))}" if found.seen else ""
        click.echo(f"  seen by {len(found.seen)} of {witnesses} witnesses{names}")
    totals: Counter[tuple[str, str]] = Counter()
    for (event, kind, *_), count in found.counts.items():
        totals[(kind, event)] += count
    for (kind, event), count in sorted(totals.items()):
        click.echo(f"  {kind:<12} {event:<10} {count:>9,}")
    for trouble in found.troubles:
        click.echo(click.style(f"  {trouble}", fg="red"))
    click.echo(
        "Something is wrong: nobody should rely on this log."
        if found.troubles
        else "Whole: every entry is where it was."
    )


def _size(fetch: Fetch) -> int:
    from engine.services.certificates.log.checkpoint import read_checkpoint
    from engine.services.certificates.log.note import BadNote

    try:
        return read_checkpoint(fetch("checkpoint").decode().rpartition("\n\n")[0] + "\n").size
    except LookupError as trouble:
        raise click.UsageError(f"no log is there: {trouble.args[0]}") from None
    except (BadNote, UnicodeDecodeError):
        raise click.UsageError("it is no log: its checkpoint cannot be read") from None


def _drop_partials(folder: Path) -> None:
    """Drop parts of tiles that have become whole."""
    for part in sorted(folder.rglob("*.p")):
        if part.with_suffix("").exists():
            shutil.rmtree(part)


@contextmanager
def _log(source: str | None) -> Iterator[tuple[Fetch, LogPolicy]]:
    """Give how a log's files are read; where it is this installation's own, also by which keys it is known and who must have seen it."""
    from engine.services.certificates.log.proof import LogPolicy

    if source is not None:
        yield elsewhere(source), LogPolicy(())
        return
    with key_office_plainly() as office:
        yield office.log(), office.log_policy()


def elsewhere(source: str) -> Fetch:
    """Return how another log's files are read, over the network or from a folder."""
    if not source.startswith(("http://", "https://")):
        return _of_folder(Path(source))

    def fetch(path: str) -> bytes:
        import urllib.request
        from http.client import HTTPException

        address = f"{source.rstrip('/')}/{path}"
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 (http or https)
                content: bytes = answer.read(MOST_BYTES)
                return content
        except (OSError, HTTPException, ValueError) as trouble:
            raise LookupError(f"{address}: {trouble}") from trouble

    return fetch


def _of_folder(folder: Path) -> Fetch:
    def fetch(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except OSError as trouble:
            raise LookupError(f"{folder / path}: {trouble.strerror}") from trouble

    return fetch
