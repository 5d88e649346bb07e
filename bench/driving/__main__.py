"""`python -m bench.driving`: starts the sandbox and drives every service through it in every language to a good end."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from itertools import count
from pathlib import Path

import click

from bench.driving.drive import Held, hold
from bench.driving.phone import GREETINGS, start_afresh
from bench.driving.plan import Book, Script, scripts
from bench.driving.serving import serving
from bench.processes import ROOT
from engine.language.catalogue import load
from engine.language.reading import read_files
from engine.language.schema import Schemas
from engine.runtime.catalog_files import read_files as read_disk
from engine.wiring.prepared import schemas

AT_ONCE = 12
FIRST_NUMBER = 919_100_000_000
TRIES = 4
"""So many dialogues of a service are tried until one comes to a good end."""


@click.command()
@click.argument("services", nargs=-1, metavar="[SERVICE]...")
@click.option("--language", "languages", multiple=True, help="Only this language; all by default.")
@click.option("--at-once", default=AT_ONCE, show_default=True, help="Citizens at a time.")
@click.option(
    "--world", help="A sandbox that runs already (http://127.0.0.1:8001), not one of our own."
)
def main(
    services: tuple[str, ...], languages: tuple[str, ...], at_once: int, world: str | None
) -> None:
    """Drive each SERVICE (a service or a department; all by default) from its menu to a good end, as citizens, payers and officers do."""
    book = open_book(ROOT / "catalog")
    wanted = [each for each in book.catalogue.programs if not services or _is_named(each, services)]
    if world is not None:
        sys.exit(_told(drive(book, wanted, languages, at_once, world)))
    with (
        tempfile.TemporaryDirectory(prefix="driving-") as folder,
        serving(ROOT, Path(folder)) as place,
    ):
        host, _, port = place.rpartition(":")
        held = drive(book, wanted, languages, at_once, f"{host}:{int(port) + 1}")
        code = _told(held)
    sys.exit(code)


def open_book(folder: Path) -> Book:
    """Return the catalogue of a folder."""
    files = read_disk(folder)
    return Book(load(files, schemas()).catalogue, read_files(files, Schemas(schemas())))


def _is_named(service: str, names: Sequence[str]) -> bool:
    return service in names or service.partition(".")[0] in names


def drive(
    book: Book,
    services: Sequence[str],
    languages: Sequence[str],
    at_once: int,
    world: str,
) -> Iterator[Held]:
    """Yield how each service went in each language, as they finish. at_once: citizens at a time."""
    numbers = count(FIRST_NUMBER, TRIES)
    for language in languages or GREETINGS:
        plans = {
            service: scripts(book, service, language)
            for service in services
            if language in book.catalogue.programs[service].languages
        }
        start_afresh(world)  # what was paid or taken in one language is there again for the next
        alone = []
        with ThreadPoolExecutor(at_once) as pool:
            running = [
                pool.submit(_until_good, plan, service, language, world, next(numbers))
                for service, plan in plans.items()
            ]
            for done in as_completed(running):
                held = done.result()
                if held.end:
                    yield held
                else:
                    alone.append(held.script.service)
        # Somebody else may have had the same bill, or the same meter, in hand.
        for service in alone:
            start_afresh(world)
            yield _until_good(plans[service], service, language, world, next(numbers))


def _until_good(
    plan: Sequence[Script], service: str, language: str, world: str, number: int
) -> Held:
    nothing = Script(service, language, "", (), 0, "", {}, {}, frozenset(), "")
    held = Held(nothing, "", "no test of it comes to a good end by itself", 0, 0)
    stood: list[str] = []
    for place, script in enumerate(plan[:TRIES]):
        held = hold(script, world, str(number + place))
        if held.end:
            return held
        stood.append(f"{script.title}: {held.why}")
    return replace(held, why="; ".join(stood) or held.why)


def _told(every: Iterator[Held]) -> int:
    good = bad = messages = 0
    for held in every:
        script = held.script
        messages += held.messages
        if held.end:
            good += 1
            click.echo(
                f"ok      {script.service} ({script.language}): {held.end}, {held.messages} messages, {held.seconds:.0f} s"
            )
        else:
            bad += 1
            click.echo(f"FAILED  {script.service} ({script.language}): {held.why}")
    click.echo(f"{good} of {good + bad} came to a good end; {messages:,} messages to citizens.")
    return 1 if bad else 0


if __name__ == "__main__":
    main()
