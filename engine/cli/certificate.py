"""`catalog certificate`: shows how a certificate stands, has its paper drawn, revokes, suspends, restores or replaces it."""

from __future__ import annotations

import getpass
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from engine.cli.surroundings import settings_with_key
from engine.domain.calendar import format_moment

if TYPE_CHECKING:
    from engine.services.certificates.changing import Change
    from engine.services.certificates.register import Kept
    from engine.wiring.standing import Counter

F = TypeVar("F", bound=Callable[..., Any])

EPILOG = """\b
Examples:
  catalog certificate show REV-INC-2026-000123-T
  catalog certificate undrawn
  catalog certificate draw REV-INC-2026-000123-T
  catalog certificate revoke REV-INC-2026-000123-T --reason "The papers were forged"
  catalog certificate replace REV-INC-2026-000123-T --by REV-INC-2026-000456-K --reason "A name was wrong"

Officers do the same at the desk, on the page of the case. The worker does it, tells the
citizen, puts a line into the public log and publishes the status list anew."""
LOOK_EVERY_S = 0.1


@click.group("certificate", epilog=EPILOG)
def COMMAND() -> None:  # noqa: N802 (the module's constant)
    """Show, draw, revoke, suspend, restore or replace a certificate."""


@COMMAND.command("undrawn")
def undrawn() -> None:
    """List what is signed and in the public log, and has no paper yet."""
    with _plainly() as counter:
        waiting = counter.undrawn()
    for number, asked in waiting:
        click.echo(f"{number}  asked for {format_moment(asked)}")
    if not waiting:
        click.echo("Every certificate in the log has its paper.")


@COMMAND.command("draw")
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...")
def draw(numbers: tuple[str, ...]) -> None:
    """Draw the paper of NUMBER now, once what was in the way is mended."""
    with _plainly() as counter:
        for number in numbers:
            kept = counter.certificate(number)
            counter.draw(kept)
            click.echo(f"{kept.number}: the worker tries again now.")


@COMMAND.command("show")
@click.argument("number")
def show(number: str) -> None:
    """Show how the certificate NUMBER (or of this id) stands, and what was changed."""
    with _plainly() as counter:
        _tell(counter.certificate(number))


def _reason(function: F) -> F:
    text = "Why; kept with the certificate, for officers alone."
    wait = click.option("--wait", default=5.0, help="Seconds to wait for the worker.")
    return click.option("--reason", required=True, help=text)(wait(function))


@COMMAND.command("revoke")
@click.argument("number")
@_reason
def revoke(number: str, reason: str, wait: float) -> None:
    """Revoke NUMBER for ever."""
    _change(number, "revoked", reason, wait)


@COMMAND.command("suspend")
@click.argument("number")
@_reason
def suspend(number: str, reason: str, wait: float) -> None:
    """Suspend NUMBER until it is restored."""
    _change(number, "suspended", reason, wait)


@COMMAND.command("restore")
@click.argument("number")
@_reason
def restore(number: str, reason: str, wait: float) -> None:
    """Make NUMBER, which was suspended, valid again."""
    _change(number, "restored", reason, wait)


@COMMAND.command("replace")
@click.argument("number")
@click.option("--by", required=True, help="The number of the new certificate.")
@_reason
def replace(number: str, by: str, reason: str, wait: float) -> None:
    """Say that another certificate was issued in the place of NUMBER."""
    _change(number, "replaced", reason, wait, by)


def _change(number: str, did: Change, reason: str, wait: float, by: str = "") -> None:
    with _plainly() as counter:
        kept = counter.certificate(number)
        counter.change(kept, did, f"command/{getpass.getuser()}", reason, by)
        for _ in range(round(wait / LOOK_EVERY_S)):
            now = counter.certificate(kept.number)
            if len(now.history) > len(kept.history):
                _tell(now)
                return
            time.sleep(LOOK_EVERY_S)
    click.echo(f"{kept.number}: recorded; it is done as soon as a worker runs.")


def _tell(kept: Kept) -> None:
    logged = "not in the log yet" if kept.logged is None else f"entry {kept.logged} of the log"
    click.echo(f"{kept.number}: {kept.status}, issued {kept.issued_on:%d-%m-%Y}, {logged}")
    for line in kept.history:
        by = f" → {line['by']}" if line["by"] else ""
        click.echo(f"  {line['at']}  {line['did']}{by}, {line['officer']}: {line['reason']}")


@contextmanager
def _plainly() -> Iterator[Counter]:
    """Open the register. Raises UsageError with one line for what is in the way."""
    from engine.runtime.store.protocol import StoreDown, WrongMaster, WrongRelease
    from engine.settings import SettingsError
    from engine.wiring.standing import CannotChange, counter

    try:
        with counter(settings_with_key()) as opened:
            yield opened
    except (CannotChange, StoreDown, WrongMaster, WrongRelease, SettingsError) as trouble:
        raise click.UsageError(str(trouble)) from None
