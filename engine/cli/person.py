"""`catalog person`: carries out a citizen's right to be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

EPILOG = """\b
Examples:
  catalog person forget --phone 919876543210
  catalog person forget --user-id IN.1234567890 --yes

It works beside a running engine; the worker carries it out within seconds."""

FORGET_EPILOG = """\b
Examples:
  catalog person forget --phone 919876543210
  catalog person forget --user-id IN.1234567890 --yes

\b
What goes: names, dialogue, messages, photos, cases that changed nothing.
What stays: applications, payments and certificates, until their own time is
over. They are named, but lead to no telephone any more."""


@click.group("person", epilog=EPILOG)
def COMMAND() -> None:  # noqa: N802 (the module's constant)
    """Forget a citizen who asks for it."""


@COMMAND.command("forget", epilog=FORGET_EPILOG)
@click.option("--phone", help="The number with its country code, digits only.")
@click.option("--user-id", help="The id by which WhatsApp calls the citizen.")
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant, for scripts.")
def forget(phone: str | None, user_id: str | None, *, yes: bool) -> None:
    """Forget one person: what was said, sent and kept, except what law keeps."""
    from engine.cli.surroundings import settings_with_key
    from engine.wiring import persons

    if (phone is None) == (user_id is None):
        message = "Give either --phone or --user-id"
        raise click.UsageError(message)
    kind, value = ("phone", phone) if phone is not None else ("user_id", user_id)
    told = settings_with_key()
    with _plainly():
        person = persons.find(told, kind, (value or "").strip().removeprefix("+"))
        if not yes:
            click.confirm("Forget this person? It cannot be undone", abort=True, err=True)
        stays = persons.forget(told, person)
    click.echo("Forgotten: names, dialogue, messages, photos, cases that changed nothing.")
    for label, numbers in (
        ("applications", stays.applications),
        ("certificates", stays.certificates),
        ("payments", stays.payments),
    ):
        if numbers:
            click.echo(f"Law keeps {label}: {', '.join(numbers)}")


@contextmanager
def _plainly() -> Iterator[None]:
    """Say in one line what keeps a person from being forgotten."""
    from engine.runtime.store.protocol import StoreDown, WrongMaster, WrongRelease
    from engine.settings import SettingsError
    from engine.wiring.persons import NotForgotten

    try:
        yield
    except (NotForgotten, StoreDown, WrongMaster, WrongRelease, SettingsError) as trouble:
        raise click.UsageError(str(trouble)) from None
