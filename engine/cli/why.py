"""`catalog why`: why a citizen was sent a message: file and line of its text, the conditions on the way, what departments answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from engine.cli import database as databases

if TYPE_CHECKING:
    from engine.cli.placing import Guard, Sources
    from engine.domain.session import Session
    from engine.interpreter.trace import TraceRecord
    from engine.language.program import Program
    from engine.wiring.looking import Looking, Row, Turn

EPILOG = """\b
Examples:
  catalog why wamid.HBgMOTE5ODAwMDAwMDAx --database var/mitra.db
  catalog why 7f3k2p-1204.17             our own name of a message
  catalog why 4c8x…/3                    a key of the outbox: a call, a payment

The database is only read. What citizens said is masked; --show-answers shows
it, for those who may see it. Conditions are shown with what they read when
the message was made, whatever the case knows now."""

STATES = ("waiting", "being sent", "in doubt", "sent", "failed for good", "dropped")
STATUSES = {1: "taken by WhatsApp", 2: "delivered", 3: "read", 9: "failed afterwards"}
MASK = "•••"
LATELY = 12
"""Turns shown before the message."""
_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")


@click.command("why", epilog=EPILOG)
@click.argument("message", metavar="MESSAGE-ID")
@databases.OPTION
@click.option(
    "--show-answers", is_flag=True, help="Show what the citizen and departments said, unmasked."
)
def COMMAND(message: str, database: str | None, *, show_answers: bool) -> None:  # noqa: N802
    """Say why MESSAGE-ID was sent: WhatsApp's id, our own, or a key of the outbox."""
    with databases.look(database) as looking:
        row = looking.message(message)
        if row is None:
            raise click.UsageError(
                f'No message is called "{message}" here. What was sent long ago is no longer kept.'
            )
        for line in page(looking, row, show=show_answers):
            click.echo(line)


def page(looking: Looking, row: Row, *, show: bool) -> Iterator[str]:
    """Yield the lines of the answer."""
    from engine.cli.placing import Sources

    yield from _about(row)
    session = looking.case(row.session) if row.session else None
    if session is None:
        yield _line("case", "none: the menu, or a case that is no longer kept")
        return
    program, kept = looking.program(session.program), looking.kept(session.program)
    yield from _case(session, program)
    if program is None or kept is None:
        return
    sources = Sources(program, kept.files)
    turns = [
        turn
        for turn in looking.turns_of(row.person)
        if turn.at <= row.made and any(each.session == session.id for each in turn.records)
    ]
    now = [turn for turn in turns if turn.at == row.made]
    names = [each.step for turn in now for each in turn.records if each.session == session.id]
    yield from _texts(sources, row, names, show=show)
    yield from _way(turns, session)
    yield from _guards(program, sources, turns[-LATELY:], session, show=show)
    yield from _calls(program, turns, session, show=show)


def _about(row: Row) -> Iterator[str]:
    yield click.style(f"{row.kind} {row.seq}", bold=True) + (f" ({row.key})" if row.key else "")
    yield _line("when", _moment(row.made))
    status = STATUSES.get(row.status)
    yield _line("became", STATES[row.state] + (f", {status}" if status else ""))


def _case(session: Session, program: Program | None) -> Iterator[str]:
    number = f" ({session.number})" if session.number else ""
    yield _line("service", session.service)
    yield _line("edition", session.program + _in_force(session))
    yield _line("case", f"{session.id}{number}, now at {session.at}, {session.state}")
    if program is None:
        yield _line("", "the files of this edition are gone, or make no program any more")


def _in_force(session: Session) -> str:
    """Return whether new cases begin with the same edition, as far as the catalogue here says."""
    from engine.cli import reading

    try:
        current = reading.load(reading.open_catalog().files).catalogue.programs.get(session.service)
    except click.UsageError:
        return ""
    same = current is not None and current.digest == session.program
    return ", the one in force here" if same else ", not the one in force here"


def _texts(sources: Sources, row: Row, names: list[str], *, show: bool) -> Iterator[str]:
    from engine.domain.effect import Send
    from engine.scenarios.transcript import words_of

    yield click.style("Text", bold=True)
    if row.effect is None:
        yield "  its words are erased"
        return
    if not isinstance(row.effect, Send):
        yield f"  no message, but a {row.kind}"
        return
    said = words_of(row.effect.message)
    found = sources.texts_of(names, said)
    for each in found:
        yield f"  {each.path}:{each.line}  {each.step}, {each.language}: {_short(each.words)}"
    if not found:
        yield "  words of the engine's own: a hint, the menu, a review, a reminder"
    for name in dict.fromkeys(names):
        place = sources.place(name)
        if place is not None and all(each.step != name for each in found):
            yield f"  {place.path}:{place.line}  passed {name}"
    if show:
        yield from (f"  | {line}" for line in said.splitlines())


def _way(turns: list[Turn], session: Session) -> Iterator[str]:
    yield click.style("How the case came there", bold=True)
    if len(turns) > LATELY:
        yield f"  … {len(turns) - LATELY} turns before"
    for turn in turns[-LATELY:]:
        deeds = [f"{each.step} {each.did}" for each in turn.records if each.session == session.id]
        yield f"  {_moment(turn.at)}  {turn.event}: {', '.join(dict.fromkeys(deeds))}"


def _guards(
    program: Program, sources: Sources, turns: list[Turn], session: Session, *, show: bool
) -> Iterator[str]:
    read = _read(turns, session)
    passed = (each.step for turn in turns for each in turn.records if each.session == session.id)
    guards = [guard for name in dict.fromkeys(passed) for guard in sources.guards_of(name)]
    if guards:
        yield click.style("Conditions on the way, with what they read then", bold=True)
    for guard in guards:
        found = guard.found
        at, values = read.get(found.step, (turns[-1].at, {}))
        holds = _holds(program, guard, at, values)
        yield f"  {found.path}:{found.line}  {found.step} {guard.what}: {found.words}  {holds}"
        inside = found.step.rpartition(".")[0]
        for word in dict.fromkeys(_NAME.findall(found.words)):
            name = f"{inside}.{word}" if f"{inside}.{word}" in values else word
            value = _shown(program, name, values.get(name), show=show)
            if value:
                yield f"      {word} = {value}"


def _read(turns: list[Turn], session: Session) -> dict[str, tuple[int, dict[str, Any]]]:
    """Return what the conditions of each step read when they were weighed last, and when that was."""
    read: dict[str, tuple[int, dict[str, Any]]] = {}
    for turn in turns:
        for each in turn.weighed:
            if each.session == session.id and not each.came:
                _, before = read.get(each.step, (0, {}))
                read[each.step] = turn.at, {**before, **each.values}
    return read


def _holds(program: Program, guard: Guard, at: int, read: dict[str, Any]) -> str:
    """Return whether a condition held at this moment, with what was read then."""
    from engine.interpreter import memory
    from engine.language.expressions.env import Env, Unset
    from engine.runtime.times import from_ms

    if guard.condition is None:
        return ""
    values = {**program.constants}
    for name, value in read.items():
        if value is not None:
            memory.put(values, name, value)
    try:
        held = guard.condition(Env(values, from_ms(at), program.calendar))
    except Unset as missing:
        return f"-> not yet: {missing} was not given"
    except (LookupError, TypeError):
        return "-> cannot be told"
    return "-> yes" if held else "-> no"


def _calls(program: Program, turns: list[Turn], session: Session, *, show: bool) -> Iterator[str]:
    from engine.language.compiled import BookStep, CallStep
    from engine.scenarios.replaying.recording import REPLIED

    deeds = [
        (turn, each)
        for turn in turns
        for each in turn.records
        if each.session == session.id
        and isinstance(program.by_id.get(each.step), REPLIED)
        and each.did not in ("called", "replied")
    ]
    lines = []
    for turn, each in deeds:
        step = program.by_id[each.step]
        operation = f" ({step.operation})" if isinstance(step, CallStep | BookStep) else ""
        gives = _gives(program, turn, each, show=show)
        lines.append(f"  {_moment(turn.at)}  {each.step}{operation}: {each.did}{gives}")
    if lines:
        yield click.style("What was asked of others, and what came", bold=True)
        yield from dict.fromkeys(lines)


def _gives(program: Program, turn: Turn, deed: TraceRecord, *, show: bool) -> str:
    """Return what the reply behind this deed brought, empty where it brought nothing."""
    told = [
        f"{name.removeprefix(f'{deed.step}.')} {_shown(program, name, value, show=show) or MASK}"
        for each in turn.weighed
        if each.came and (each.session, each.step) == (deed.session, deed.step)
        for name, value in each.values.items()
    ]
    return f"; {', '.join(told)}" if told else ""


def _shown(program: Program, name: str, value: Any, *, show: bool) -> str:
    """Return a value in one line, empty where there is none. Options, yes and no are shown; all else only if asked for."""
    from engine.domain.types import Choice, Choices, YesNo

    if value is None:
        value = program.constants.get(name)
    if value is None:
        return ""
    plain = isinstance(program.types.get(name), Choice | Choices | YesNo) or isinstance(value, bool)
    return _short(str(value)) if show or plain or name in program.constants else MASK


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 96 else flat[:95] + "…"


def _moment(at: int) -> str:
    from engine.domain.calendar import INDIA
    from engine.runtime.times import from_ms

    moment: datetime = from_ms(at).astimezone(INDIA)
    return moment.strftime("%d-%m-%Y %H:%M:%S")


def _line(name: str, words: str) -> str:
    return f"  {name:8} {words}"
