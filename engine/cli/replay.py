"""`catalog replay`: walks conversations that were held through the flow as it is now, and says where they would part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.cli import database as databases
from engine.cli.days import DAY

if TYPE_CHECKING:
    from engine.scenarios.replaying.recording import Recording
    from engine.scenarios.replaying.walking import Walked
    from engine.wiring.looking import Looking

EPILOG = """\b
Examples:
  catalog replay record --database var/mitra.db --out october.jsonl
  catalog replay october.jsonl
  catalog replay october.jsonl --service revenue.income_certificate

Recording puts stand-ins in place of names, words, numbers that stand for
something, files and places; options, amounts and near days stay, since they
decide the way. Nothing in the file leads to a person. Replaying walks each
conversation through the catalogue as it is now, the world replying as it did
then, and counts where the answers of then would no longer do."""
RECORD_EPILOG = """\b
Examples:
  catalog replay record --database var/mitra.db --out october.jsonl
  catalog replay record --since 2026-10-01 --service energy.spdcl_bill --out october.jsonl

The database is only read; what is sealed is opened with the master key. Cases
whose key is erased, or whose program can no longer be made, are left out and
counted."""
DAYS = 90
MADE_BY = "Give a file that catalog replay record has written."


class Replay(click.Group):
    """`record`, or else a file to replay."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            return "file", replayed, args
        return super().resolve_command(ctx, args)


@click.group(
    "replay",
    cls=Replay,
    epilog=EPILOG,
    subcommand_metavar="FILE [--service SERVICE] | record [OPTIONS]",
)
def COMMAND() -> None:  # noqa: N802 (the module's constant)
    """Walk recorded conversations through the flows as they are now; say where they would stop."""


@COMMAND.command("record", epilog=RECORD_EPILOG)
@databases.OPTION
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True),
    help="The file to write.",
)
@click.option("--service", "services", multiple=True, help="Only this service; may be given again.")
@click.option(
    "--since",
    type=DAY,
    help="First day, as 2026-10-01. 90 days ago where left out.",
)
def recorded(
    database: str | None, out: str, services: tuple[str, ...], since: datetime | None
) -> None:
    """Write the conversations of a database down, without anything that leads to a person."""
    import orjson

    from engine.cli.formats import count

    first = since.replace(tzinfo=UTC) if since else datetime.now(UTC) - timedelta(days=DAYS)
    left_out: Counter[str] = Counter()
    with databases.look(database) as looking:
        found = _recordings(looking, first, services, left_out)
        lines = [orjson.dumps(recording.to_json()) for recording in found]
    Path(out).write_bytes(b"".join(line + b"\n" for line in lines))
    told = "".join(f", {number} left out ({why})" for why, number in left_out.items())
    click.echo(f"{count(len(lines), 'conversation')} written to {out}{told}.")


def _recordings(
    looking: Looking, first: datetime, services: tuple[str, ...], left_out: Counter[str]
) -> Iterator[Recording]:
    from engine.runtime.times import to_ms
    from engine.scenarios.replaying.compared import compared
    from engine.scenarios.replaying.recording import record

    names: dict[str, frozenset[str]] = {}
    traces: dict[str, list[Any]] = {}
    for person, session in looking.changed_since(to_ms(first)):
        if services and session.service not in services:
            continue
        program, kept = looking.program(session.program), looking.kept(session.program)
        if program is None or kept is None:
            left_out["their program is gone"] += 1
            continue
        if session.program not in names:
            names[session.program] = compared(program, kept.files)
        if person not in traces:
            turns = looking.turns_of(person)
            traces[person] = [each for turn in turns for each in turn.records]
        trace = [each for each in traces[person] if each.session == session.id]
        if not trace:
            left_out["their trace is gone"] += 1
            continue
        yield record(program, session, trace, names[session.program])


# -- replaying ----------------------------------------------------------------------------------------------------------


@click.command("file")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--service", "services", multiple=True, help="Only this service; may be given again.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.pass_context
def replayed(ctx: click.Context, file: str, services: tuple[str, ...], form: str) -> None:
    """Walk the conversations of FILE through the flows as they are now."""
    import orjson

    from engine.cli import reading
    from engine.scenarios.replaying.walking import walk

    recordings = [each for each in _read(file) if not services or each.service in services]
    if not recordings:
        raise click.UsageError(
            f"{file} holds no conversation{' of these services' if services else ''}."
        )
    programs = reading.load(reading.open_catalog().files).catalogue.programs
    walked: dict[str, list[Walked | None]] = {}
    for recording in recordings:
        program = programs.get(recording.service)
        found = walk(program, recording) if program is not None else None
        walked.setdefault(recording.service, []).append(found)
    if form == "json":
        click.echo(orjson.dumps(_plain(walked), option=orjson.OPT_INDENT_2))
    else:
        for line in told(walked):
            click.echo(line)
    ctx.exit(
        0 if all(each and each.how == "same" for some in walked.values() for each in some) else 1
    )


def _read(file: str) -> Iterator[Recording]:
    import orjson

    from engine.scenarios.replaying.recording import Recording

    try:
        lines = Path(file).read_text("utf-8").split("\n")
    except UnicodeDecodeError:
        message = f"{file} is not UTF-8, so it holds no conversations. {MADE_BY}"
        raise click.UsageError(message) from None
    except FileNotFoundError:
        raise click.UsageError(f"There is no file {file}. {MADE_BY}") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield Recording.from_json(orjson.loads(line))
            except ValueError as trouble:
                raise click.UsageError(f"{file}:{number}: {trouble}. {MADE_BY}") from None


def told(walked: dict[str, list[Walked | None]]) -> Iterator[str]:
    """Yield what became of the conversations, service by service, and a line for all."""
    from engine.cli.formats import count

    every = parted = 0
    for service, found in sorted(walked.items()):
        others = Counter(_sentence(each) for each in found if each is None or each.how != "same")
        every, parted = every + len(found), parted + others.total()
        same = len(found) - others.total()
        yield f"{click.style(service, bold=True)}: {same:,} of {len(found):,} would go as they did"
        for sentence, number in others.most_common():
            yield f"  {number:,} {sentence}"
    yield f"{count(every, 'conversation')} walked: {parted:,} would go otherwise."


def _sentence(walked: Walked | None) -> str:
    if walked is None:
        return "have no such service any more, or it has errors"
    place = click.style(walked.at, bold=True)
    match walked.how:
        case "refused":
            return f"would now be stopped at {place}: {walked.why}"
        case "new question":
            return f"would now be asked at {place}: {walked.why}"
        case "other end":
            return f"would now end at {place}: {walked.why}"
        case "other reply":
            return f"would now wait at {place}: {walked.why}"
        case "unknown":
            return f"cannot be told beyond {place}: {walked.why}"
        case _:
            return f"would now break off at {place}: {walked.why}"


def _plain(walked: dict[str, list[Walked | None]]) -> dict[str, Any]:
    return {
        service: [
            {"how": each.how, "at": each.at, "why": each.why} if each else {"how": "gone"}
            for each in found
        ]
        for service, found in sorted(walked.items())
    }
