"""`catalog explain`: what a finding's code means, what becomes of a citizen when it is left alone, and how it is written instead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.language.explanations import Explanation

EXPLAINED = Path(__file__).resolve().parents[1] / "language" / "explained"
"""A file a code, and the small catalogue around them all."""

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
    "POLICY": "what the state demands of every service",
    "CERT": "certificates, tickets and receipts",
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
    """Explain a finding's CODE: what is wrong, why a citizen would suffer, and how it is written instead."""
    from engine.language.codes import CODES

    wanted = code.strip().upper()
    if wanted in CODES:
        known = CODES[wanted]
        click.echo(click.style(f"{wanted}  {known.title}", bold=True))
        click.echo(f"\n{known.what}\n\nWhy it matters: {known.why}")
        shown = explanation(wanted)
        if shown is not None:
            click.echo("\n" + "\n".join(example(shown)))
        click.echo(f"\nMore about {about(wanted)}: {page(wanted)}, docs/language.md")
        return
    listed = sorted((name for name in CODES if name.startswith(wanted)), key=_place)
    if not listed:
        raise click.UsageError(unknown(wanted))
    block = ""
    for name in listed:
        if name.partition("-")[0] != block:
            block = name.partition("-")[0]
            click.echo(click.style(f"{block}: {about(name)}", bold=True))
        click.echo(f"  {name}  {CODES[name].title}")


def explanation(code: str) -> Explanation | None:
    """Return the example of a code, or nothing where there is none yet."""
    from engine.language.explanations import read_explanation

    place = EXPLAINED / f"{code}.yaml"
    return read_explanation(code, place.read_bytes()) if place.exists() else None


def around() -> dict[str, bytes]:
    """Return the small catalogue in which the examples lie."""
    folder = EXPLAINED / "around"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def example(shown: Explanation) -> list[str]:
    """Return the lines that show how it is wrong, how it is right, and where the rule comes from."""
    wrong = [click.style(f"Wrong, in {shown.file}:", fg="red")]
    right = [click.style(f"Right, in {shown.right_file or shown.file}:", fg="green")]
    for path, text in shown.also.items():
        wrong += [f"(with this in {path}:)", *_indented(text)]
    wrong += _indented(shown.wrong, shown.file in shown.without, shown.at)
    right += _indented(shown.right, shown.whole)
    return [*wrong, "", *right, "", f"Where the rule comes from: {shown.source}."]


LONGEST = 12
"""Lines shown of a text of an example."""


def nothing(whole: bool) -> str:
    """Return what to say of a text that is not there: the file itself, or the lines."""
    return "(there is no such file)" if whole else "(without these lines)"


def _indented(text: str, whole: bool = False, at: str = "") -> list[str]:
    """Return the lines of a text, with carets under the words that are marked."""
    from engine.language.source import cells

    if not text.strip():
        return [f"    {nothing(whole)}"]
    lines = []
    for line in text.splitlines():
        lines.append("    " + visible(line))
        if at and at in line and text.count(at) == 1:
            before = visible(line.partition(at)[0])
            lines.append("    " + " " * cells(before) + "^" * cells(visible(at)))
    return lines if len(lines) <= LONGEST else [*lines[:LONGEST], "    …"]


def visible(text: str) -> str:
    """Return a text in which every character can be seen."""
    return "".join(
        each if each.isprintable() or each in "\u200c\u200d\n" else f"<U+{ord(each):04X}>"
        for each in text
    )


def page(code: str) -> str:
    """Return the page on which a code is described."""
    return f"docs/findings/{code.partition('-')[0]}.md"


def _place(code: str) -> tuple[int, str]:
    """Return where a code stands in the list: by block, then by number."""
    block = code.partition("-")[0]
    blocks = list(BLOCKS)
    return blocks.index(block) if block in BLOCKS else len(blocks), code


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
