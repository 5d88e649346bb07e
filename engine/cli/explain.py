"""`catalog explain`: what a finding's code means, and what becomes of a citizen when it is left alone."""

from __future__ import annotations

import click

BLOCKS = {
    "YAML": "how a file is written",
    "FILE": "names and places of files",
    "SHAPE": "which keys a part of a file can have",
    "FLOW": "steps, and where they lead",
    "WITH": "what is passed on",
    "EXPR": "conditions and values",
    "TEXT": "wording and translation",
    "FEE": "amounts",
    "CONN": "departments' systems",
    "CHAN": "what WhatsApp allows",
    "PRIV": "privacy",
    "TEST": "dialogue tests",
}
EPILOG = """\b
Examples:
  catalog explain EXPR-410    one code
  catalog explain EXPR        a block of codes
  catalog explain             all codes"""


@click.command("explain", epilog=EPILOG)
@click.argument("code", required=False, default="")
def COMMAND(code: str) -> None:  # noqa: N802 (the module's constant)
    """Explain a finding's CODE: what is wrong, and why a citizen would suffer."""
    from engine.language.codes import CODES

    wanted = code.strip().upper()
    if wanted in CODES:
        known = CODES[wanted]
        click.echo(click.style(f"{wanted}  {known.title}", bold=True))
        click.echo(f"\n{known.what}\n\nWhy it matters: {known.why}")
        click.echo(
            f"\nThe language is described in docs/language.md; this is about {about(wanted)}."
        )
        return
    listed = [name for name in CODES if name.startswith(wanted)]
    if not listed:
        raise click.UsageError(unknown(wanted))
    block = ""
    for name in listed:
        if name.partition("-")[0] != block:
            block = name.partition("-")[0]
            click.echo(click.style(f"{block}: {about(name)}", bold=True))
        click.echo(f"  {name}  {CODES[name].title}")


def about(code: str) -> str:
    """Return what a block of codes is about."""
    return BLOCKS.get(code.partition("-")[0], "the catalogue")


def unknown(code: str) -> str:
    """Return what to say about a code there is not: the nearest, or how to see them all."""
    from engine.language.codes import CODES
    from engine.language.nearest import either, nearest

    digits = "".join(filter(str.isdigit, code))
    close = (
        nearest(code, CODES)
        or tuple(name for name in CODES if digits and name.endswith(digits))[:3]
    )
    hint = f"Did you mean {either(close)}?" if close else "catalog explain lists them all."
    return f'There is no code "{code}". {hint}'
