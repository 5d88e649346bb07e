"""`catalog docs`: the documents that are made from the catalogue and from the commands themselves, so that they cannot be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.cli.reading import Folder
    from engine.language.model.service import Service
    from engine.language.program import Program

EPILOG = """\b
Examples:
  catalog docs              write them again
  catalog docs --check      exit code 1 when one of them is out of date

\b
What is written:
  docs/language.md     the five services in full, between its two marks
  docs/commands.md     this help, for every command
  docs/findings/       every finding: what is wrong, what is right, and why
  catalog/INDEX.md     every service, by department
  CODEOWNERS           who has to agree to a change, from `owners` of catalog.yaml"""

START, END = "<!-- services:start -->", "<!-- services:end -->"
EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "Income certificate": ("revenue/income_certificate.yaml",),
    "Electricity bill, a family and a member": (
        "energy/_bill.family.yaml",
        "energy/spdcl_bill.yaml",
    ),
    "Darshan ticket, a family and a member": (
        "endowments/_darshan.family.yaml",
        "endowments/srisailam.yaml",
    ),
    "Grievance": ("grievance/lodge.yaml",),
    "SSC hall ticket": ("education/ssc_hall_ticket.yaml",),
}
"""What docs/language.md shows in full: heading to the files under it."""
WIDTH = 100


@click.command("docs", epilog=EPILOG)
@click.option(
    "--check", is_flag=True, help="Change nothing; exit code 1 when something is out of date."
)
@click.pass_context
def COMMAND(ctx: click.Context, check: bool) -> None:  # noqa: N802
    """Write the generated documents again."""
    from engine.cli import reading

    folder = reading.open_catalog()
    behind = 0
    for place, text in documents(folder):
        present = place.read_text(encoding="utf-8") if place.exists() else ""
        if present == text:
            continue
        behind += 1
        click.echo(f"{reading.shown(place)}: {'is out of date' if check else 'written again'}")
        if not check:
            place.parent.mkdir(exist_ok=True)
            place.write_text(text, encoding="utf-8")
    if not behind:
        click.echo("The generated documents are up to date.")
    elif check:
        click.echo("catalog docs writes them again.")
    ctx.exit(1 if check and behind else 0)


def documents(folder: Folder) -> Iterator[tuple[Path, str]]:
    """Yield each generated document with the text it should have."""
    from engine.cli.findings_pages import pages
    from engine.cli.reading import PROJECT

    docs = PROJECT / "docs"
    language = docs / "language.md"
    yield language, with_services(language.read_text(encoding="utf-8"), folder)
    yield docs / "commands.md", commands()
    for name, text in pages():
        yield docs / "findings" / name, text
    yield folder.root / "INDEX.md", index(folder)
    owned = owners(folder)
    if owned:
        yield PROJECT / "CODEOWNERS", owned


def with_services(page: str, folder: Folder) -> str:
    """Return the page with the example services between its marks. Raises UsageError where a mark or a file is missing."""
    before, found, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not found or not end:
        message = f"docs/language.md has lost its marks {START} and {END}"
        raise click.UsageError(message)
    parts = []
    for heading, paths in EXAMPLES.items():
        parts.append(f"### {heading}")
        parts += [_block(folder, path) for path in paths]
    return f"{before}{START}\n" + "\n\n".join(parts) + f"\n{END}{after}"


def _block(folder: Folder, path: str) -> str:
    if path not in folder.files:
        message = f"{folder.shown(path)} is missing; docs/language.md shows it"
        raise click.UsageError(message)
    text = folder.files[path].decode("utf-8").rstrip("\n")
    return f"`{folder.root.name}/{path}`\n```yaml\n{text}\n```"


def owners(folder: Folder) -> str:
    """Return who has to agree to a change of which folder, in the order in which the last that fits counts; empty where nobody is named.

    The form: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
    """
    from engine.cli.reading import load

    catalogue = load(folder.files).catalogue
    if not catalogue.owners:
        return ""
    state, department = catalogue.owners["state"], catalogue.owners["department"]
    lines = ["# Written by `catalog docs` from `owners` of catalog.yaml.", f"* {state}"]
    lines += [
        f"/{folder.root.name}/{each.id}/ {department.replace('{department}', each.id)}"
        for each in catalogue.departments
    ]
    return "\n".join(lines) + "\n"


# -- the index of services --------------------------------------------------------------------------------------------


def index(folder: Folder) -> str:
    """Return the table of all services, by department in the order of the menu."""
    from engine.cli.formats import count
    from engine.cli.reading import load

    catalogue = load(folder.files).catalogue
    lines = [
        "# Services",
        "",
        "Written by `catalog docs`. A service is `sample` until somebody has compared each of its facts with its source.",
        "",
    ]
    lines.append(
        f"{count(len(catalogue.services), 'service')} in {count(len(catalogue.departments), 'department')}."
    )
    for department in catalogue.departments:
        services = [
            each for each in catalogue.services.values() if each.department == department.id
        ]
        if services:
            lines += [
                "",
                f"## {department.title.get('te', '')} · {department.title.get('en', department.id)}",
                "",
            ]
            lines += ["| సేవ | Service | Kind | Facts |", "|---|---|---|---|"]
            services.sort(key=lambda each: each.id)
            lines += [_row(each, catalogue.programs.get(each.id)) for each in services]
    return "\n".join(lines) + "\n"


def _row(service: Service, program: Program | None) -> str:
    state = program.state if program is not None else ""
    title = service.title.get("en", service.id)
    return (
        f"| {service.title.get('te', '')} | [{title}]({service.path}) | {service.kind} | {state} |"
    )


# -- the commands -----------------------------------------------------------------------------------------------------


def commands() -> str:
    """Return the help of every command."""
    from engine.cli.main import COMMANDS, cli, command_of

    parts = [
        "# The `catalog` command",
        "",
        "Written by `catalog docs` from the commands' own help.",
        "",
    ]
    parts += ["```", _help(cli, "catalog"), "```"]
    for name in COMMANDS:
        command = command_of(name)
        parts += _section(command, f"catalog {name}", "##")
        if isinstance(command, click.Group):
            for below, each in command.commands.items():
                parts += _section(each, f"catalog {name} {below}", "###")
    return "\n".join(parts) + "\n"


def _section(command: click.Command, name: str, heading: str) -> list[str]:
    return ["", f"{heading} {name}", "", "```", _help(command, name), "```"]


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
