"""`catalog verify`: says whether a certificate is genuine, from its PDF, a picture of it, or the text of its code."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.surroundings import key_office_plainly
from engine.cli.text_file import text_of

if TYPE_CHECKING:
    from engine.services.certificates.kinds import CertificateKind
    from engine.services.certificates.verifying.enquiry import Finding
    from engine.services.certificates.verifying.sheet import Sheet

EPILOG = """\b
Examples:
  catalog verify REV-INC-2026-000123-T.pdf
  catalog verify photo.jpg --language te
  catalog verify --code "HTTPS://V.AP.GOV.EXAMPLE/C/…#…"
  catalog verify paper.pdf --roots roots.txt --from https://v.ap.gov.example/.well-known

Exit codes: 0 genuine and in force, 1 anything else. The register and the keys
are those of this installation's database. With --roots no database is asked:
the keys and the lists are those published at --from, the proof that the public
log has it is the one in the PDF."""
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
@click.option(
    "--roots",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ask no database: FILE has MITRA_ROOT_KEYS in its first line, MITRA_LOG_WITNESSES in a second, if any.",
)
@click.option(
    "--from", "source", metavar="ADDRESS|FOLDER", help="With --roots: what is published, or a copy."
)
@click.option("--language", type=click.Choice(["en", "te"]), default="en", show_default=True)
@click.pass_context
def COMMAND(  # noqa: N802 (the module's constant)
    ctx: click.Context,
    file: Path | None,
    code: str | None,
    roots: Path | None,
    source: str | None,
    language: str,
) -> None:
    """Say whether the certificate in FILE (a PDF, JPEG, PNG or WebP) is genuine."""
    from engine.services.certificates.verifying.apart import read_apart_now
    from engine.services.certificates.verifying.sheet import Sheet, Unreadable
    from engine.services.certificates.verifying.telling import named

    if (file is None) == (not code):
        raise click.UsageError("name a FILE, or give the text of its code with --code")
    if (roots is None) != (source is None):
        raise click.UsageError("--roots and --from go together")
    try:
        sheet = Sheet((code,)) if code else read_apart_now(file.read_bytes() if file else b"")
    except Unreadable as trouble:
        raise click.UsageError(f"{file}: {TROUBLES[trouble.why]}") from None
    if roots is not None and source is not None:
        finding, kinds = _afar(sheet, roots, source)
    else:
        with key_office_plainly() as office:
            finding = office.enquiry().of_sheet(sheet, int(time.time()))
            kinds = office.kinds()
    _tell(named(finding, "".join(sheet.codes[:1])), kinds, language)
    ctx.exit(0 if finding.verdict.answer == "genuine" else 1)


def _afar(sheet: Sheet, roots: Path, source: str) -> tuple[Finding, dict[str, CertificateKind]]:
    """Return what is found with what is published alone, and the kinds of a catalogue in this folder, where there is one."""
    from engine.cli.log import elsewhere
    from engine.services.certificates.issuing.witnessing import Watchers
    from engine.services.certificates.keys import NotTheState, open_key_set
    from engine.services.certificates.token import Malformed
    from engine.services.certificates.verifying.afar import EnquiryAfar
    from engine.settings import SettingsError
    from engine.wiring.catalogue import certificates_of
    from engine.wiring.issuing import read_roots, read_watchers

    first, *others = [line.strip() for line in text_of(roots).splitlines()] or [""]
    fetch = elsewhere(source)
    try:
        watchers = read_watchers(others[0]) if any(others) else Watchers()
        pinned = read_roots(first)
        published = open_key_set(fetch("keys"), pinned)
    except SettingsError as trouble:
        raise click.UsageError(f"{roots}: {trouble}") from None
    except LookupError as trouble:
        raise click.UsageError(trouble.args[0]) from None
    except (Malformed, NotTheState):
        raise click.UsageError(f"{source}: its keys are not signed by the root keys") from None
    folder = Path("catalog")
    kinds = certificates_of(folder).values() if folder.is_dir() else ()
    found = EnquiryAfar(published, fetch, watchers).of_sheet(sheet, int(time.time()))
    return found, {kind.type: kind for kind in kinds}


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
