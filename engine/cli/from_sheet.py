"""`catalog from-sheet`: a service and its test from a spreadsheet in the columns of XLSForm."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.cli.new_conversation import KINDS
from engine.cli.translations_exchange import MISSING

if TYPE_CHECKING:
    from engine.cli.reading import Folder
    from engine.exchange.xlsform.into import Form
    from engine.language.model.department import Department

EPILOG = """\b
Examples:
  catalog from-sheet visit.xlsx                                    what catalog to-sheet wrote
  catalog from-sheet form.xlsx --service revenue.house_visit       a form of your own
  catalog from-sheet visit.xlsx --replace                          over the file that is there

What a service cannot say is refused with its cell, and nothing is written.
docs/sheets.md has every column."""
SHOWN = 30
"""Refusals that are listed before the rest is only counted."""


@click.command("from-sheet", epilog=EPILOG)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--service", default="", help="department.name; form_id of the settings otherwise.")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default="information",
    show_default=True,
    help="For a form that does not say it.",
)
@click.option(
    "--purpose", default="", help="What personal details are used for, as in the state's policies."
)
@click.option(
    "--replace", is_flag=True, help="Write over a service that is there; its remarks are lost."
)
@click.pass_context
def COMMAND(ctx: click.Context, /, file: Path, service: str, replace: bool, **told: str) -> None:  # noqa: N802
    """Read the service in FILE (.xlsx) and write it into the catalogue, with a test where it has none."""
    from engine.cli import reading
    from engine.language.files import path_of

    folder = reading.open_catalog()
    form = _read(file)
    name = service or str(form.tree["service"])
    department = _department(folder, name)
    _refuse(ctx, file, form)
    path = path_of(name)
    if path in folder.files and not replace:
        message = f"{folder.shown(path)} is there already; --replace writes over it, and its remarks are lost"
        raise click.UsageError(message)
    tree = {**form.tree, "service": name}
    if form.plain:
        tree = completed(tree, department, told["kind"], told["purpose"], folder)
    texts = {path: _written(path, tree)}
    _prove(ctx, folder, path, {**folder.files, **texts})
    if "steps" in tree:
        texts |= _tested(folder, name, texts)
    for each, content in texts.items():
        folder.place(each).write_bytes(content)
        click.echo(f"{folder.shown(each)} is written.")
    click.echo(
        f"\nNow:  catalog chat {name}\n      catalog validate {name}\n      catalog test {name}"
    )


def _refuse(ctx: click.Context, file: Path, form: Form) -> None:
    """Leave with exit code 1 where cells cannot be taken."""
    for refusal in form.refusals[:SHOWN]:
        click.echo(f"{file}, {refusal}", err=True)
    if form.refusals:
        click.echo(f"{len(form.refusals)} cells cannot be taken; nothing was written.", err=True)
        ctx.exit(1)


def _written(path: str, tree: dict[str, Any]) -> bytes:
    """Return the service's file, its keys in order."""
    from engine.cli import reading
    from engine.cli.tidying import tidy_file
    from engine.exchange.xlsform.yaml_out import document

    order = tuple(reading.read_schemas()["service.schema.json"]["properties"])
    return tidy_file(path, document(tree).encode(), order).text.encode()


def _tested(folder: Folder, name: str, texts: dict[str, bytes]) -> dict[str, bytes]:
    """Return a test for a service that has none, where one can be played."""
    from engine.cli.sheet_test import test_of
    from engine.language.files import path_of

    test = path_of(name).removesuffix(".yaml") + ".test.yaml"
    if test in folder.files:
        return {}
    played = test_of({**folder.files, **texts}, name)
    if not played:
        click.echo(f"No test could be played to an end by itself: write {folder.shown(test)}.")
    return {test: played.encode()} if played else {}


def _read(file: Path) -> Form:
    from engine.exchange.xlsform.cells import LARGEST, NotReadable, read
    from engine.exchange.xlsform.into import read_form

    try:
        if file.stat().st_size > LARGEST:
            message = f"{file} cannot be taken: it is larger than 5 MB"
            raise click.UsageError(message)
        return read_form(read(file.read_bytes()))
    except ModuleNotFoundError:
        raise click.UsageError(MISSING) from None
    except OSError as trouble:
        raise click.UsageError(f"{file} cannot be read: {trouble.strerror or trouble}") from None
    except NotReadable as reason:
        raise click.UsageError(f"{file} cannot be taken: {reason}") from None


def _department(folder: Folder, name: str) -> Department:
    from engine.cli import reading
    from engine.cli.new import SERVICE
    from engine.language.nearest import suggest

    if not SERVICE.fullmatch(name):
        raise click.UsageError(
            f'"{name}" is no name of a service: give one with --service department.name'
        )
    departments = reading.read_only(folder.files).world.departments
    found = departments.get(name.partition(".")[0])
    if found is None:
        raise click.UsageError(
            f'There is no department "{name.partition(".")[0]}". {suggest(name.partition(".")[0], departments)}.'
        )
    return found


def completed(
    tree: dict[str, Any], department: Department, kind: str, purpose: str, folder: Folder
) -> dict[str, Any]:
    """Return a plain form as a whole service: with a header, an end, and a person for whoever does not get on."""
    from engine.cli import reading
    from engine.cli.new_plan import SHORT
    from engine.language.compiler.shared_ends import shared_ends

    title = tree["title"]
    steps = [*tree["steps"]]
    asked = [step["id"] for step in steps if {"ask", "choose", "repeat"} & set(step)]
    if asked:
        review = {"te": "వివరాలన్నీ సరిగ్గా ఉన్నాయా?", "en": "Is everything right?"}
        steps.append({"id": "review", "confirm": review, "shows": asked})
    if steps:
        steps[-1] = {**steps[-1], "then": "done"}
    header: dict[str, Any] = {
        "service": tree["service"],
        "title": title,
        "short": {language: words[:SHORT].rstrip() for language, words in title.items()},
        "find": {language: [words.lower()[:60]] for language, words in title.items()},
        "kind": kind,
        "source": {
            "title": "Write here the order or the page these facts come from",
            "read_on": date.today().isoformat(),  # noqa: DTZ011 (the author's own day)
            "state": "sample",
        },
    }
    world = reading.read_only(folder.files).world
    policies = world.policies
    personal = [
        step["id"] for step in steps if _is_personal(str(step.get("type", "")), policies.personal)
    ]
    if personal:
        why = {
            language: ("ఈ సేవ కోసం: " if language == "te" else "For this service: ") + words
            for language, words in title.items()
        }
        named = {"purpose": purpose} if purpose else {}
        header["personal"] = {"why": why, **named, "keep": "1 year", "answers": personal}
    ends: dict[str, Any] = {
        "done": {"result": "success", "say": {"te": "ధన్యవాదాలు.", "en": "Thank you."}}
    }
    if "desk" not in shared_ends(department.id, world):
        ends["desk"] = {
            "result": "handoff",
            "to": department.desk.id,
            "say": {"te": "అధికారి మిమ్మల్ని సంప్రదిస్తారు.", "en": "An officer will contact you."},
        }
    return {**header, "defaults": {"give_up": "desk"}, "steps": steps, "ends": ends}


def _is_personal(kind: str, types: frozenset[str]) -> bool:
    base = kind.partition("(")[0]
    return base in types or (
        base == "date" and "past_date" in types and "today" in kind and "+" not in kind
    )


def _prove(ctx: click.Context, folder: Folder, path: str, files: dict[str, bytes]) -> None:
    """Leave with exit code 1 where the new file would have errors."""
    from engine.cli import reading
    from engine.language.findings import Severity

    wrong = [
        each
        for each in reading.load(files).findings
        if each.path == path and each.severity is Severity.ERROR
    ]
    lines = files[path].decode().split("\n")
    for each in wrong[:SHOWN]:
        said = " ".join(filter(None, (f"{each.message}.", f"{each.fix}." if each.fix else "")))
        click.echo(f"{each.code} {said}\n    {lines[each.span.line - 1].strip()[:100]}", err=True)
    if wrong:
        click.echo(f"The service would have {len(wrong)} errors; nothing was written.", err=True)
        ctx.exit(1)
