"""`catalog fmt`: puts files in order where that is safe, and says where it is not."""

from __future__ import annotations

import click

EPILOG = """\b
Examples:
  catalog fmt                        the whole catalogue
  catalog fmt energy                 one department
  catalog fmt --check                say what would change, and change nothing

The keys of the header come in the order of docs/language.md, texts inside
{ } get quotes, letters are composed (NFC), lines end without spaces. What a
file says never changes and remarks stay where they are; a file for which
that cannot be promised is left as it is."""


@click.command("fmt", epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--check", is_flag=True, help="Only say what would change; exit code 1 if anything would."
)
@click.pass_context
def COMMAND(ctx: click.Context, paths: tuple[str, ...], check: bool) -> None:  # noqa: N802
    """Put the YAML files of PATH (everything by default) in order."""
    from engine.cli import reading
    from engine.cli.formats import count
    from engine.cli.tidying import tidy_file

    folder = reading.open_whole(paths)
    chosen = reading.select(folder, paths)
    changed = left = 0
    for path in sorted(folder.files if chosen is None else chosen):
        if not path.endswith(".yaml"):
            continue
        content = folder.files[path]
        tidied = tidy_file(path, content, _order(path))
        if tidied.problem:
            left += 1
            click.echo(f"{folder.shown(path)}: left as it is; {tidied.problem}", err=True)
        elif tidied.text.encode() != content:
            changed += 1
            click.echo(f"{folder.shown(path)}: {'would change' if check else 'put in order'}")
            if not check:
                folder.place(path).write_bytes(tidied.text.encode())
    if not changed and not left:
        click.echo("Everything is in order.")
    elif changed and check:
        click.echo(f"{count(changed, 'file')} would change: catalog fmt")
    ctx.exit(1 if left or (check and changed) else 0)


def _order(path: str) -> tuple[str, ...]:
    """Return the keys of a service's or family's header in their order; other files keep theirs."""
    from engine.language.files import place_of
    from engine.language.header import HEADER

    place = place_of(path)
    return HEADER.get(place.kind, ()) if place else ()
