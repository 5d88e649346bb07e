"""What `catalog validate --fix` writes, and what it shows before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import unified_diff

import click

from engine.cli.reading import Folder, load
from engine.language.mending import Mended, mend


def mended(folder: Folder, chosen: frozenset[str] | None) -> Mended:
    """Return the files with every safe fix in those that were chosen (None: all)."""
    return mend(
        folder.files,
        lambda files: load(files).findings,
        lambda path: chosen is None or path in chosen,
    )


def write(folder: Folder, done: Mended, aside: bool) -> Folder:
    """Write what is mended and say what; return the folder as it is then. aside: say it where it does not mix with the report."""
    for path in _changed(folder, done):
        folder.place(path).write_bytes(done.files[path])
    for each in done.gone:
        place = f"{folder.shown(each.path)}:{each.span.line}:{each.span.column}:"
        mark = click.style("mended", fg="green")
        click.echo(f"{place} {mark} {each.code} {each.message}", err=aside)
    if not done.gone:
        click.echo("Nothing was mended: no fix can be carried out without thinking.", err=aside)
    return replace(folder, files=done.files)


def difference(folder: Folder, done: Mended) -> str:
    """Return what would be written, as a difference that `patch` and `git apply` take."""
    parts: list[str] = []
    for path in _changed(folder, done):
        before, after = (
            files[path].decode("utf-8", "replace").splitlines(keepends=True)
            for files in (folder.files, done.files)
        )
        name = folder.shown(path)
        parts += unified_diff(before, after, f"a/{name}", f"b/{name}")
    return "".join(parts)


def _changed(folder: Folder, done: Mended) -> Iterator[str]:
    return (path for path in sorted(done.files) if done.files[path] != folder.files[path])
