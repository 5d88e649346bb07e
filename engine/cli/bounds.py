"""`catalog bounds`: how little and how much each service can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.bounds.summary import Summary

EPILOG = """\b
Examples:
  catalog bounds                                 all services
  catalog bounds energy --format json            a department, for other programs
  catalog bounds revenue.income_certificate      one service, with its dearest way

The fewest are those of the shortest way to a good end; the most hold whatever
a citizen, an officer or a department does: every answer wrong as often as
`tries` allows, every way back gone `at_most` times, every reminder sent.
Not counted is what a citizen may do as often as they like: "help" and "back",
changes at the review, a choice that leads back. The most that the state or a
department allows stands under `budgets:` in catalog.yaml and _department.yaml;
`catalog validate` holds the services to it."""
HEAD = ("service", "turns", "messages", "calls", "bytes")


@click.command("bounds", epilog=EPILOG)
@click.argument("services", nargs=-1, metavar="[SERVICE]...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.pass_context
def COMMAND(ctx: click.Context, services: tuple[str, ...], form: str) -> None:  # noqa: N802 (the module's constant)
    """Show the fewest and the most turns, messages and calls of each SERVICE, and the most bytes of a case (all by default)."""
    from engine.cli import reading
    from engine.language.bounds.summary import summary_of

    folder = reading.open_catalog(services)
    wanted = reading.services_of(folder, services)
    programs = reading.load(folder.files).catalogue.programs
    found = {name: summary_of(programs[name]) for name in wanted if name in programs}
    if form == "json":
        click.echo(_json(found))
    else:
        click.echo("\n".join(_table(found)))
        if len(found) == 1:
            click.echo("\n".join(_page(next(iter(found.values())))))
    missing = [name for name in wanted if name not in programs]
    for name in missing:
        click.echo(f"{name} has errors: catalog validate {name} says which", err=True)
    ctx.exit(1 if missing else 0)


def _json(found: Mapping[str, Summary]) -> str:
    import orjson

    plain = {}
    for name, each in found.items():
        spans = {"turns": each.turns, "messages": each.messages, "calls": each.calls}
        plain[name] = each._asdict() | {what: span._asdict() for what, span in spans.items()}
    return orjson.dumps(plain, option=orjson.OPT_INDENT_2).decode()


def _table(found: Mapping[str, Summary]) -> list[str]:
    rows = [HEAD]
    for name, each in found.items():
        spans = (each.turns, each.messages, each.calls)
        cells = [f"{span.least}-{span.most:,}" for span in spans]
        mark = "+" if each.at_will else ""
        rows.append(
            (name, cells[0] + mark, cells[1] + mark, cells[2] + mark, f"{each.session_bytes:,}")
        )
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    lines = [
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
            ]
        )
        for row in rows
    ]
    if any(each.at_will for each in found.values()):
        lines.append("+ more where the citizen goes back on purpose")
    return lines


def _page(summary: Summary) -> list[str]:
    """Return what one service's figures come from."""
    spans = {"turns": summary.turns, "messages": summary.messages, "calls": summary.calls}
    lines = ["", *(f"The most {what}: {span.way}" for what, span in spans.items())]
    lines += [f"As often as the citizen likes: {way}" for way in summary.at_will]
    if summary.late:
        late = ", ".join(summary.late)
        lines.append(f"After 24 hours, behind the template {summary.template}: {late}")
    return lines
