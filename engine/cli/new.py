"""`catalog new`: a working service and its dialogues to begin with, from a few questions or from templates/new/; nothing is overwritten."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.new_conversation import KINDS

if TYPE_CHECKING:
    from engine.cli.new_plan import Plan
    from engine.cli.reading import Folder

EPILOG = """\b
Examples:
  catalog new                                a few questions, then the service and its test are there
  catalog new revenue.ration_card_status     catalog/revenue/ration_card_status.yaml
                                             and its test beside it, from a template
  catalog new revenue.caste --kind certificate --ask
  catalog new --ask < answers.txt            one answer a line

"back" goes back a question; Ctrl-C leaves everything as it was. The
department must be there already: catalog/<department>/_department.yaml."""
SERVICE = re.compile(r"[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,39}")
SHORT = 24
"""Characters of a line of the menu."""


@click.command("new", epilog=EPILOG)
@click.argument("service", required=False, default="")
@click.option("--kind", type=click.Choice(KINDS), default=None, help="What sort of service it is.")
@click.option("--ask", is_flag=True, help="Ask what the service needs, also where no terminal is.")
def COMMAND(service: str, kind: str | None, ask: bool) -> None:  # noqa: N802 (the module's constant)
    """Begin SERVICE (department.name) from a working example, or from your answers to a few questions."""
    from engine.cli import reading

    if service and not SERVICE.fullmatch(service):
        message = f'"{service}" is no name of a service: write department.name in small letters, digits and underscores'
        raise click.UsageError(message)
    folder = reading.open_catalog()
    if ask or (not service and sys.stdin.isatty()):
        _ask(folder, service, kind or "")
    elif service:
        _from_template(folder, service, kind or "information")
    else:
        raise click.UsageError("Say which service: department.name, or --ask to be asked")


def _from_template(folder: Folder, service: str, kind: str) -> None:
    from engine.cli import reading
    from engine.language.compiler.shared_ends import shared_ends

    department, _, name = service.partition(".")
    words = {**_words(service, name, _desk(folder, department)), "kind": kind}
    templates = reading.PROJECT / "templates" / "new"
    shared = shared_ends(department, reading.read_only(folder.files).world)
    texts: dict[str, str] = {}
    for found_by in (
        words["name"],
        f"{words['name']} {department}",
        f"new {words['name']} {department}",
    ):
        service_text, test_text = (
            fill((templates / each).read_text(encoding="utf-8"), {**words, "words": found_by})
            for each in ("service.yaml", "test.yaml")
        )
        if "desk" in shared:
            service_text = service_text[: service_text.index("  desk: ")]
        texts = {_path(service): service_text, _test_path(service): test_text}
        if _is_found_alone(folder, texts):
            break
    _write_all(folder, service, texts)


def _is_found_alone(folder: Folder, texts: Mapping[str, str]) -> bool:
    """Tell whether `catalog validate` has nothing to say of the words these files are found by."""
    from engine.wiring.prepared import known
    from engine.wiring.sharing_out import examine_shared_out

    files = {**folder.files, **{path: text.encode() for path, text in texts.items()}}
    judged = known(files, others=examine_shared_out).on(date.today())  # noqa: DTZ011 (the author's own day)
    return not any(
        each.path in texts and each.code.startswith("TEXT-52") for each in judged.findings
    )


def _ask(folder: Folder, service: str, kind: str) -> None:
    """Have the conversation and write what came of it."""
    from engine.cli import reading
    from engine.cli.new_conversation import converse, questions

    if service:
        _desk(folder, service.partition(".")[0])
        _must_be_new(folder, service)
    read = reading.read_only(folder.files)
    click.echo('"back" goes back a question; Ctrl-C leaves everything as it was.\n')
    plan = converse(
        lambda: questions(read, service, kind, date.today()),  # noqa: DTZ011 (the author's own day)
        _hear,
        click.echo,
    )
    _write_all(folder, plan.service, _files(folder, plan))


def _hear(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError:
        message = "The answers ended before the last question; nothing was written"
        raise click.UsageError(message) from None


def _files(folder: Folder, plan: Plan) -> dict[str, str]:
    from engine.cli.new_plan import fee_rows, service_file
    from engine.cli.new_tests import test_file

    found = {_path(plan.service): service_file(plan), _test_path(plan.service): test_file(plan)}
    if plan.fee:
        path = f"{plan.service.partition('.')[0]}/_fees.yaml"
        there = folder.files.get(path, b"fees:\n").decode()
        found[path] = "\n".join([there.rstrip("\n"), *fee_rows(plan)]) + "\n"
    return found


def _path(service: str) -> str:
    from engine.language.files import path_of

    return path_of(service)


def _test_path(service: str) -> str:
    return _path(service).removesuffix(".yaml") + ".test.yaml"


def _must_be_new(folder: Folder, service: str) -> None:
    from engine.cli import reading

    for path in (_path(service), _test_path(service)):
        if folder.place(path).exists():
            message = f"{reading.shown(folder.place(path))} is there already; nothing was written"
            raise click.UsageError(message)


def _write_all(folder: Folder, service: str, texts: Mapping[str, str]) -> None:
    """Write every file or none, and only what `catalog validate` and `catalog test` will find right."""
    from engine.cli import reading

    _must_be_new(folder, service)
    _prove(folder, service, texts)
    drafts: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            place = folder.place(path)
            draft = place.with_name(f".{place.name}.part")
            drafts.append((draft, place))
            draft.write_text(text, encoding="utf-8")
        for draft, place in drafts:
            draft.replace(place)
    except OSError as trouble:
        message = f"{trouble.filename} cannot be written: {trouble.strerror}"
        raise click.UsageError(message) from None
    finally:
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)
    for path in texts:
        click.echo(f"{reading.shown(folder.place(path))} is written.")
    click.echo(
        f"\nNow:  catalog chat {service}\n      catalog validate {service}\n      catalog test {service}"
    )


def _prove(folder: Folder, service: str, texts: Mapping[str, str]) -> None:
    """Make sure that the new files are right. Raises UsageError with the first thing that is not."""
    from engine.cli import reading
    from engine.language.findings import Severity
    from engine.scenarios.run import play

    loaded = reading.load({**folder.files, **{path: text.encode() for path, text in texts.items()}})
    wrong = next(
        (f for f in loaded.findings if f.path in texts and f.severity is Severity.ERROR), None
    )
    program, told = loaded.catalogue.programs.get(service), loaded.catalogue.scenarios.get(service)
    if wrong is not None or program is None:
        said = (
            f"{wrong.message}. {wrong.fix}"
            if wrong
            else "a file it stands on has errors; see catalog validate"
        )
        message = f"The service would not be right: {said}. Nothing was written"
        raise click.UsageError(message)
    for scenario in told.scenarios if told else ():
        failed = play(program, loaded.catalogue.connectors, scenario).failures
        if failed:
            message = f'Its test "{scenario.it}" would not go as written: {failed[0].message}. Nothing was written'
            raise click.UsageError(message)


def _desk(folder: Folder, department: str) -> str:
    """Return the department's help desk. Raises UsageError where there is no such department."""
    from engine.cli.reading import names
    from engine.language import nodes
    from engine.language.nearest import suggest

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
        "brief": f"కొత్త: {name.replace('_', ' ')}"[:SHORT].rstrip(),
        "today": date.today().isoformat(),  # noqa: DTZ011 (the author's own day)
        "desk": desk,
    }


def fill(template: str, words: dict[str, str]) -> str:
    """Return a template with each `@name@` replaced."""
    return re.sub(r"@([a-z]+)@", lambda found: words[found[1]], template)
