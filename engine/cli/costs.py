"""`catalog costs`: how many messages WhatsApp bills, by day, service and category."""

from __future__ import annotations

from datetime import datetime

import click

from engine.cli.days import DAY

EPILOG = """\b
Examples:
  catalog costs                        the last 30 days
  catalog costs --since 2026-11-01 --format json

Counted as WhatsApp takes them; a message that failed afterwards is taken off.
The first 1,000 replies of a number in a month are free there, and the price
of one is on WhatsApp's rate card: neither is reckoned in here."""


@click.command("costs", epilog=EPILOG)
@click.option(
    "--since",
    type=DAY,
    help="First day, as 2026-11-01. 30 days ago where left out.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def COMMAND(since: datetime | None, form: str) -> None:  # noqa: N802 (the module's constant)
    """Show how many messages WhatsApp bills, by day and service."""
    import orjson

    from engine.cli.surroundings import settings
    from engine.runtime.store.protocol import StoreDown
    from engine.wiring.costs import billed

    try:
        rows = billed(settings(), since.date() if since else None)
    except StoreDown as trouble:
        raise click.UsageError(str(trouble)) from None
    if form == "json":
        click.echo(orjson.dumps([row._asdict() for row in rows], option=orjson.OPT_INDENT_2))
        return
    for row in rows:
        click.echo(f"{row.day}  {row.category:8} {row.messages:>9,}  {row.service or '(menu)'}")
    click.echo(f"{sum(row.messages for row in rows):,} messages are billed.")
