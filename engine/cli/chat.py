"""`catalog chat`: a service in the terminal, played by the same interpreter that serves WhatsApp."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

    from engine.channels.terminal import Terminal
    from engine.cli.talk import Talk
    from engine.domain.message import Outgoing
    from engine.language.model.connector import Connector

EPILOG = """\b
Examples:
  catalog chat revenue.income_certificate
  catalog chat energy.spdcl_bill --language en
  catalog chat energy.spdcl_bill --world power.bill=not_found --world pay=late

\b
While it runs you are the citizen: type answers, or the number of an option.
  :officer approve               what an officer does: forward, send_down,
                                 reject REASON, close REASON,
                                 ask_back ANSWER,ANSWER REASON
  :wait 3 days                   let time pass
  /photo slip.jpg  /file a.pdf   send a picture or a file (only its name counts)
  /voice                         send a voice note
  /place 16.51 80.64             send a place on the map
  :later cancel                  take up something of `later:`
  :answers                       show what was answered so far
  :quit"""
BEFORE_ANSWER = "> "
OWN = ("pay", "refund", "verify")
"""What --world can answer for besides departments' operations."""


@click.command("chat", epilog=EPILOG)
@click.argument("service")
@click.option(
    "--language", default="", help="The citizen's language: te, en; the service's first by default."
)
@click.option(
    "--world",
    "script",
    multiple=True,
    metavar="OPERATION=OUTCOME",
    help="What a department's system (or pay, refund) answers; again for more, in order.",
)
@click.option(
    "--now", default="", metavar="'YYYY-MM-DD HH:MM'", help="When it happens; now by default."
)
def COMMAND(service: str, language: str, script: tuple[str, ...], now: str) -> None:  # noqa: N802 (the module's constant)
    """Try SERVICE in this terminal. Departments answer with their examples; no network is used."""
    from engine.channels.terminal import Terminal
    from engine.cli.one import program_of
    from engine.cli.talk import Talk

    told = _script(script)
    moment = _moment(now)
    program, connectors = program_of(service)
    _must_be_known(told, connectors)
    if language and language not in program.languages:
        message = f'{service} does not speak "{language}"; it speaks {", ".join(program.languages)}'
        raise click.UsageError(message)
    talk = Talk.begin(program, connectors, language or program.languages[0], moment, told)
    click.echo(
        click.style(
            f"{program.service}. :help shows what you can do besides answering, :quit ends.",
            dim=True,
        )
    )
    terminal = Terminal()
    show(terminal, talk.open())
    _converse(talk, terminal)


def _script(pairs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    told: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        name, equals, outcome = pair.partition("=")
        if not equals or not outcome:
            message = (
                f"--world {pair}: write an operation and an outcome, as in power.bill=not_found"
            )
            raise click.UsageError(message)
        told[name.strip()] = (*told.get(name.strip(), ()), outcome.strip())
    return told


def _must_be_known(told: Iterable[str], connectors: Mapping[str, Connector]) -> None:
    """Raise UsageError for an operation that no system has."""
    from engine.language.nearest import suggest

    known = [f"{system}.{act}" for system, has in connectors.items() for act in has.operations]
    known += OWN
    for name in told:
        if name not in known:
            message = f'--world {name}: no system has an operation called "{name}". {suggest(name, known)}.'
            raise click.UsageError(message)


def _moment(written: str) -> datetime:
    from datetime import UTC, datetime

    from engine.domain.calendar import INDIA

    if not written:
        return datetime.now(UTC)
    try:
        return datetime.fromisoformat(written).replace(tzinfo=INDIA).astimezone(UTC)
    except ValueError:
        message = f'--now "{written}" is no day and time; write it as 2026-01-05 10:00'
        raise click.UsageError(message) from None


def _converse(talk: Talk, terminal: Terminal) -> None:
    """Go on until the person quits or there are no more lines."""
    while True:
        state = _state(talk)
        if state:
            click.echo(click.style(state, dim=True))
        try:
            line = input(BEFORE_ANSWER).strip()
        except EOFError:
            click.echo("")
            return
        if line in (":quit", "/quit"):
            return
        if line:
            _take(talk, terminal, line)


def _state(talk: Talk) -> str:
    case = talk.case
    if case is None or case.state == "asking":
        return ""
    if case.state == "ended":
        return f'(ended at "{case.at}": {case.stage})'
    return f'(waits at "{case.at}"; :officer …, :wait …)'


def _take(talk: Talk, terminal: Terminal, line: str) -> None:
    from engine.cli.chat_orders import obey
    from engine.domain.message import TextIn

    if line.startswith(":"):
        said = obey(talk, line[1:])
    else:
        said = talk.hear(
            TextIn(line) if line.isdecimal() and talk.takes_numbers else terminal.read(line)
        )
    if isinstance(said, str):
        click.echo(click.style(said, fg="yellow"))
    else:
        show(terminal, said)


def show(terminal: Terminal, said: Sequence[Outgoing]) -> None:
    """Print what was said, options numbered."""
    for message in said:
        click.echo("")
        for line in terminal.show([message]):
            click.echo(f"  {line}".rstrip())
