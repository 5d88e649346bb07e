"""`catalog verify`: says whether a certificate is genuine, from its PDF, a picture of it, or the text of its code."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.surroundings import key_office_plainly

if TYPE_CHECKING:
    from engine.services.certificates.kinds import CertificateKind
    from engine.services.certificates.verifying.enquiry import Finding

EPILOG = """\b
Examples:
  catalog verify REV-INC-2026-000123-T.pdf
  catalog verify photo.jpg --language te
  catalog verify --code "HTTPS://V.AP.GOV.EXAMPLE/C/…#…"

Exit codes: 0 genuine and in force, 1 anything else. The register and the keys
are those of this installation's database."""
COLOURS = {"genuine": "green", "lapsed": "yellow", "not_genuine": "red", "cannot_tell": "cyan"}
TROUBLES = {
    "unreadable": "it is neither a picture nor a PDF that can be read",
    "encrypted": "the PDF is locked with a password",
    "too_large": "it is too large",
}


@click.command("verify", epilog=EPILOG)
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--code", metavar="TEXT", help="The text of a code, instead of a file.")
@click.option("--language", type=click.Choice(["en", "te"]), default="en", show_default=True)
@click.pass_context
def COMMAND(ctx: click.Context, file: Path | None, code: str | None, language: str) -> None:  # noqa: N802
    """Say whether the certificate in FILE (a PDF, JPEG, PNG or WebP) is genuine."""
    from engine.services.certificates.verifying.apart import read_apart_now
    from engine.services.certificates.verifying.sheet import Sheet, Unreadable

    if (file is None) == (code is None):
        raise click.UsageError("name a FILE, or give the text of its code with --code")
    try:
        sheet = (
            Sheet((code,))
            if code is not None
            else read_apart_now(file.read_bytes() if file else b"")
        )
    except Unreadable as trouble:
        raise click.UsageError(f"{file}: {TROUBLES[trouble.why]}") from None
    with key_office_plainly() as office:
        finding = office.enquiry().of_sheet(sheet, int(time.time()))
        kinds = office.kinds()
    _tell(finding, kinds, language)
    ctx.exit(0 if finding.verdict.answer == "genuine" else 1)


def _tell(finding: Finding, kinds: dict[str, CertificateKind], language: str) -> None:
    """Say what the chat says, the headline in the colour of the answer."""
    from engine.services.certificates.verifying.telling import told

    verdict = finding.verdict
    kind = kinds.get(verdict.claims.type) if verdict.claims is not None else None
    first, *others = (
        line.removeprefix("*").removesuffix("*")
        for line in told(finding, kind, language).splitlines()
    )
    click.echo(click.style(first, fg=COLOURS[verdict.answer], bold=True))
    for line in others:
        click.echo(line)
    if verdict.key is not None:
        click.echo(f"({verdict.key.name}, {verdict.key.kid.hex()})")
