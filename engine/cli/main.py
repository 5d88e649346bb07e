"""The `catalog` command as a whole: finds the command asked for, and turns whatever goes wrong into an exit code and one clear line."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

import click

FINE, FINDINGS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130

GROUPS: Mapping[str, Mapping[str, str]] = {
    "Writing": {
        "new": "Begin a new service from a working example.",
        "chat": "Be the citizen: try a service in this terminal.",
        "fmt": "Put the files in order: keys, quotes, spaces.",
        "lsp": "Serve an editor: findings, completion, help while you type.",
        "translations": "Send texts to translators, take them back, find old ones.",
        "to-sheet": "Write a service as a spreadsheet (XLSForm).",
        "from-sheet": "Read a service from a spreadsheet (XLSForm).",
    },
    "Checking": {
        "validate": "Say what is wrong in the catalogue, and how to mend it.",
        "test": "Play the dialogue tests and show which did not go as written.",
        "mutate": "Break services on purpose; say which faults nothing notices.",
        "diff": "Say what a new catalogue means for cases that are under way.",
        "replay": "Walk recorded conversations through the flows as they are now.",
    },
    "Understanding": {
        "explain": "Explain the code of a finding.",
        "explore": "Write a service down for signing off, in every language.",
        "graph": "Draw a service: its steps and where each outcome leads.",
        "bounds": "Show how little and how much each service can take.",
        "why": "Say why a message was sent: file, line, conditions, replies.",
        "docs": "Write the generated documents again.",
    },
    "Running": {
        "serve": "Start everything, and print the address of the phone page.",
        "web": "Run only the web server: webhook, certificates, health.",
        "worker": "Run only the worker: turns, messages, timers.",
        "sandbox": "Run only the pretend world: WhatsApp, departments, payments.",
        "officer": "Enter officers who sign in at the desk; end their access.",
        "person": "Forget a citizen who asks for it; what law keeps stays.",
        "costs": "Show how many messages WhatsApp bills, by day and service.",
    },
    "Certificates": {
        "verify": "Say whether a certificate is genuine: a PDF, a photo, a code.",
        "keys": "Make, change and publish the keys that sign certificates.",
        "log": "Check the public log of certificates, and copy it.",
        "certificate": "Show, revoke, suspend, restore or replace a certificate.",
    },
}
COMMANDS: Mapping[str, str] = {
    name: what for commands in GROUPS.values() for name, what in commands.items()
}
"""Name to what it does. The command itself is `COMMAND` in the module of its name."""

_UNREADABLE = (PermissionError, FileNotFoundError, IsADirectoryError, NotADirectoryError)
_NO_ROOM = (errno.EROFS, errno.ENOSPC, errno.EDQUOT)
"""What is wrong with a file or a disk of whoever called, and no mistake of ours."""


def command_of(name: str) -> click.Command:
    """Return a command by its name, imported now; `to-sheet` is `COMMAND` in `to_sheet`."""
    command: click.Command = import_module(f"engine.cli.{name.replace('-', '_')}").COMMAND
    return command


class Catalog(click.Group):
    """The commands, each imported only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return command_of(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from engine.language.nearest import either, nearest

            close = nearest(args[0], COMMANDS)
            hint = f"Did you mean {either(close)}?" if close else "catalog --help lists them."
            message = f'There is no command "{args[0]}". {hint}'
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        widest = max(map(len, COMMANDS))
        for heading, commands in GROUPS.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(widest), what) for name, what in commands.items()])


EPILOG = """\b
Examples:
  catalog new revenue.ration_card_status    begin a service
  catalog chat revenue.income_certificate   try it
  catalog validate                          check everything
  catalog test energy                       play a department's dialogues
  catalog serve                             start it, with a phone page to try it on

Each command explains itself: catalog validate --help

\b
Exit codes: 0 all is well, 1 something was found, 2 the command was not
understood, 3 a bug of ours."""


@click.group(cls=Catalog, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mana-mitra", message="Mana Mitra %(version)s")
def cli() -> None:
    """Government services as WhatsApp conversations, each written as one YAML file."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str], command: click.Command = cli) -> int:
    """Return the exit code of one command line; nothing is raised."""
    try:
        code = command.main(
            list(arguments),
            prog_name="catalog",
            standalone_mode=False,
            color=False if os.environ.get("NO_COLOR") else None,  # https://no-color.org
        )
    except click.ClickException as trouble:
        _say_usage(trouble)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("", err=True)
        return INTERRUPTED
    except (
        SystemExit
    ):  # how click leaves when nobody reads any further, as in: catalog validate | head
        return FINE
    except OSError as trouble:
        return _say_disk(trouble)
    except Exception as bug:  # noqa: BLE001 (the outermost edge: whatever it is, a person must read one line)
        _say_bug(bug)
        return BUG
    return code if isinstance(code, int) else FINE


def _say_disk(trouble: OSError) -> int:
    """Say what is wrong with a file or a disk; return the exit code."""
    theirs = isinstance(trouble, _UNREADABLE) and trouble.filename
    if not theirs and trouble.errno not in _NO_ROOM:
        _say_bug(trouble)
        return BUG
    place = f"{trouble.filename}: " if trouble.filename else ""
    click.echo(f"catalog: {place}{trouble.strerror}.", err=True)
    return USAGE


def _say_usage(trouble: click.ClickException) -> None:
    if isinstance(trouble, click.exceptions.NoArgsIsHelpError):
        click.echo(trouble.format_message())
        return
    click.echo(f"catalog: {trouble.format_message()}", err=True)
    context = getattr(trouble, "ctx", None)
    if context is not None and context.command_path != "catalog":
        click.echo(f"{context.command_path} --help shows how it is used.", err=True)


def _say_bug(bug: Exception) -> None:
    """Write the traceback to a file and say where it is."""
    handle, name = tempfile.mkstemp(prefix="catalog-trouble-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(bug))
    words = " ".join(str(bug).split())[:160]
    click.echo(
        f"catalog: this is a mistake of ours, not of your files ({type(bug).__name__}: {words}). Please report it with {Path(name)}",
        err=True,
    )
