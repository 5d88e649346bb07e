"""`catalog bounds`: how little and how much each service can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.language.bounds.summary import Summary

EPILOG = """\b
Examples:
  catalog bounds                                 all services
  catalog bounds energy --format json            a department, for other programs
  catalog bounds revenue.income_certificate      one service, with its dearest way
  catalog bounds --price 0.12                    also what its messages cost at 12 paise each

The fewest are those of the shortest way to a good end; the most hold whatever
a citizen, an officer or a department does: every answer wrong as often as
`tries` allows, every way back gone `at_most` times, every reminder sent.
Not counted is what a citizen may do as often as they like: "help" and "back",
changes at the review, a choice that leads back. The most that the state or a
department allows stands under `budgets:` in catalog.yaml and _department.yaml;
`catalog validate` holds the services to it. What a message costs is on
WhatsApp's rate card and depends on its kind and on the month's number: --price
takes one for all, so what is shown is the most the service's words can cost."""
HEAD = ("service", "turns", "messages", "calls", "bytes")
RUPEES = "rupees"


@click.command("bounds", epilog=EPILOG)
@click.argument("services", nargs=-1, metavar="[SERVICE]...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option(
    "--price",
    type=click.FloatRange(0),
    metavar="RUPEES",
    help="What a message costs; adds the rupees of each service's messages.",
)
@click.pass_context
def COMMAND(  # noqa: N802 (the module's constant)
    ctx: click.Context, services: tuple[str, ...], form: str, price: float | None
) -> None:
    """Show the fewest and the most turns, messages and calls of each SERVICE, and the most bytes of a case (all by default)."""
    from engine.cli import reading
    from engine.language.bounds.summary import summary_of

    folder = reading.open_catalog(services)
    wanted = reading.services_of(folder, services)
    programs = reading.load(folder.files).catalogue.programs
    found = {name: summary_of(programs[name]) for name in wanted if name in programs}
    if form == "json":
        click.echo(_json(found, price))
    else:
        click.echo("\n".join(_table(found, price)))
        if len(found) == 1:
            click.echo("\n".join(_page(next(iter(found.values())))))
    missing = [name for name in wanted if name not in programs]
    for name in missing:
        click.echo(f"{name} has errors: catalog validate {name} says which", err=True)
    ctx.exit(1 if missing else 0)


def _json(found: Mapping[str, Summary], price: float | None) -> str:
    import orjson

    plain = {}
    for name, each in found.items():
        spans = {"turns": each.turns, "messages": each.messages, "calls": each.calls}
        plain[name] = each._asdict() | {what: span._asdict() for what, span in spans.items()}
        if price is not None:
            least, most, _ = each.messages
            plain[name][RUPEES] = {"least": round(least * price, 2), "most": round(most * price, 2)}
    return orjson.dumps(plain, option=orjson.OPT_INDENT_2).decode()


def _table(found: Mapping[str, Summary], price: float | None) -> list[str]:
    rows: list[tuple[str, ...]] = [HEAD if price is None else (*HEAD, RUPEES)]
    for name, each in found.items():
        mark = "+" if each.at_will else ""
        spans = (each.turns, each.messages, each.calls)
        cells = [f"{span.least}-{span.most:,}{mark}" for span in spans]
        row = (name, *cells, f"{each.session_bytes:,}")
        rows.append(row if price is None else (*row, _rupees(each, price) + mark))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    if any(each.at_will for each in found.values()):
        lines.append("+ more where the citizen goes back on purpose")
    return lines


def _line(row: tuple[str, ...], widths: Sequence[int]) -> str:
    name, *figures = row
    right = (each.rjust(width) for each, width in zip(figures, widths[1:], strict=True))
    return "  ".join([name.ljust(widths[0]), *right])


def _rupees(summary: Summary, price: float) -> str:
    least, most = summary.messages.least * price, summary.messages.most * price
    return f"{least:,.2f}-{most:,.2f}"


def _page(summary: Summary) -> list[str]:
    """Return what one service's figures come from."""
    spans = {"turns": summary.turns, "messages": summary.messages, "calls": summary.calls}
    lines = ["", *(f"The most {what}: {span.way}" for what, span in spans.items())]
    lines += [f"As often as the citizen likes: {way}" for way in summary.at_will]
    if summary.late:
        late = ", ".join(summary.late)
        lines.append(f"After 24 hours, behind the template {summary.template}: {late}")
    return lines
