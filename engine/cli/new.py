"""`catalog new`: a working service and its dialogues to begin with, made from templates/new/; nothing is ever overwritten."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click

EPILOG = """\b
Examples:
  catalog new revenue.ration_card_status     catalog/revenue/ration_card_status.yaml
                                             and its test beside it

The department must be there already: catalog/<department>/_department.yaml."""
SERVICE = re.compile(r"[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,39}")
SHORT = 24
"""Characters of a line of the menu."""


@click.command("new", epilog=EPILOG)
@click.argument("service")
def COMMAND(service: str) -> None:  # noqa: N802 (the module's constant)
    """Begin SERVICE (department.name) from a working example."""
    from engine.cli import reading
    from engine.language.files import path_of

    if not SERVICE.fullmatch(service):
        message = f'"{service}" is no name of a service: write department.name in small letters, digits and underscores'
        raise click.UsageError(message)
    folder = reading.open_catalog()
    department, _, name = service.partition(".")
    words = _words(service, name, _desk(folder, department))
    service_file = folder.place(path_of(service))
    test_file = service_file.with_suffix(".test.yaml")
    for place in (service_file, test_file):
        if place.exists():
            message = f"{reading.shown(place)} is there already; nothing was written"
            raise click.UsageError(message)
    for place, template in ((service_file, "service.yaml"), (test_file, "test.yaml")):
        write(
            place,
            fill(
                (reading.PROJECT / "templates" / "new" / template).read_text(encoding="utf-8"),
                words,
            ),
        )
        click.echo(f"{reading.shown(place)} is written.")
    click.echo(
        f"\nNow:  catalog chat {service}\n      catalog validate {service}\n      catalog test {service}"
    )


def _desk(folder: object, department: str) -> str:
    """Return the department's help desk. Raises UsageError where there is no such department."""
    from engine.cli.reading import Folder, names
    from engine.language import nodes
    from engine.language.nearest import suggest

    assert isinstance(folder, Folder)  # noqa: S101 (open_catalog's)
    path = f"{department}/_department.yaml"
    if path not in folder.files:
        there = [name for name in names(folder.files) if "." not in name]
        message = f'There is no department "{department}": {folder.shown(path)} is missing. {suggest(department, there)}.'
        raise click.UsageError(message)
    tree = nodes.parse(folder.files[path], path).node
    desk = tree.get("help_desk") if isinstance(tree, nodes.Mapping) else None
    found = desk.get("id") if isinstance(desk, nodes.Mapping) else None
    if not isinstance(found, nodes.Scalar):
        message = f"{folder.shown(path)} names no help_desk with an id. catalog validate {department} says more."
        raise click.UsageError(message)
    return found.text


def _words(service: str, name: str, desk: str) -> dict[str, str]:
    title = name.replace("_", " ").capitalize()
    return {
        "service": service,
        "name": name.replace("_", " "),
        "title": title,
        "short": title[:SHORT].rstrip(),
        "words": name.replace("_", " "),
        "today": date.today().isoformat(),  # noqa: DTZ011 (the author's own day)
        "desk": desk,
    }


def fill(template: str, words: dict[str, str]) -> str:
    """Return a template with each `@name@` replaced."""
    return re.sub(r"@([a-z]+)@", lambda found: words[found[1]], template)


def write(place: Path, text: str) -> None:
    """Write a file that must not be there yet."""
    with place.open("x", encoding="utf-8") as file:
        file.write(text)
