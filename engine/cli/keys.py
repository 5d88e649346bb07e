"""`catalog keys`: makes the keys that sign certificates, says what each may sign, and publishes them under the root keys."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.surroundings import key_office_plainly

if TYPE_CHECKING:
    from engine.services.certificates.keys import PublishedKey

EPILOG = """\b
Examples:
  catalog keys list
  catalog keys create "Revenue 2027 Q1" --types REV-INC,REV-RES --from 2027-01-01 --until 2027-03-31
  catalog keys create "Lists 2027" --lists --from 2027-01-01 --until 2027-12-31
  catalog keys retire "Revenue 2026 Q4"
  catalog keys stolen "Revenue 2026 Q4"

Nothing counts before it is published, and the root keys never come near a server:
  catalog keys root --out root-1.key           once, on a machine without a network
  catalog keys propose --out next.keys         on the server
  catalog keys sign next.keys --root root-1.key   on that machine; again with the second root key
  catalog keys publish next.keys               on the server
In the sandbox `catalog keys publish` does all four."""

ROOT_MODE = 0o600


@click.group("keys", epilog=EPILOG)
def COMMAND() -> None:  # noqa: N802 (the module's constant)
    """Make, change and publish the keys that sign certificates."""


@COMMAND.command("list")
def everything() -> None:
    """Show every key, what it may sign and until when, and the key set in force."""
    with key_office_plainly() as office:
        keys, in_force = office.everything()
    public = {key.kid for key in in_force.keys} if in_force else set()
    for each in keys:
        known = "" if each.published.kid in public else "  (not published yet)"
        click.echo(f"{each.published.kid.hex()}  {_said(each.published)}{known}")
    if in_force is None:
        click.echo("No key set is in force: catalog keys publish")
    else:
        until = _day(in_force.good_until)
        click.echo(f"Edition {in_force.number} is in force; scanners may rely on it until {until}.")


@COMMAND.command("create")
@click.argument("name")
@click.option("--types", default="", metavar="TYPE,TYPE", help="Certificates it may sign: REV-INC.")
@click.option("--districts", default="", metavar="CODE,CODE", help="Only of these districts.")
@click.option("--lists", "purpose", flag_value="status", help="For status lists instead.")
@click.option("--log", "purpose", flag_value="log", help="For the public log instead.")
@click.option("--from", "start", required=True, metavar="DAY", help="Its first day: 2027-01-01.")
@click.option("--until", required=True, metavar="DAY", help="The last day on which it signs.")
def create(
    name: str, types: str, districts: str, purpose: str | None, start: str, until: str
) -> None:
    """Make a key called NAME."""
    from engine.services.certificates.keys import PublishedKey

    if bool(types) == bool(purpose):
        raise click.UsageError("say what it is for: --types REV-INC,… or --lists or --log")
    role = PublishedKey(
        public=b"",
        name=name,
        purpose="status" if purpose == "status" else "log" if purpose == "log" else "certificate",
        not_before=_moment(start),
        sign_until=_moment(until) + 86_399,
        types=_parts(types),
        districts=_parts(districts),
    )
    if role.sign_until <= role.not_before:
        raise click.UsageError(f"--until {until} is before --from {start}")
    with key_office_plainly() as office:
        made = office.create(role)
    click.echo(f"{made.kid.hex()}  {_said(made)}")
    click.echo(
        "It signs from its first day on; publish it at least a week before: catalog keys propose"
    )


@COMMAND.command("retire")
@click.argument("key")
def retire(key: str) -> None:
    """Let KEY (a name, or the beginning of an id) sign no more; what it signed stays good."""
    with key_office_plainly() as office:
        changed = office.change(key, state="retired")
    click.echo(
        f"{_said(changed)}\nIt signs no more from now on. Publish that: catalog keys propose"
    )


@COMMAND.command("stolen")
@click.argument("key")
@click.option(
    "--after",
    type=click.IntRange(0),
    help="Log entries before it was stolen; all there are now by default.",
)
def stolen(key: str, after: int | None) -> None:
    """Believe nothing that KEY signed and the log did not have before it was stolen."""
    with key_office_plainly() as office:
        size = office.log_size() if after is None else after
        changed = office.change(key, state="bad", bad_after=size)
    click.echo(
        f"{_said(changed)}\nWhat the log had by entry {size} stays good. Publish that at once: catalog keys propose"
    )


@COMMAND.command("root")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def root(out: Path) -> None:
    """Make a root key, on a machine without a network, and print its public half for MITRA_ROOT_KEYS."""
    from nacl.signing import SigningKey

    secret = SigningKey.generate()
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ROOT_MODE)
    except FileExistsError:
        raise click.UsageError(f"{out} is there already; a key is never written over") from None
    with os.fdopen(handle, "wb") as file:
        file.write(bytes(secret))
    click.echo(bytes(secret.verify_key).hex())


@COMMAND.command("propose")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def propose(out: Path) -> None:
    """Write the next key set to a file, for the root keys to sign."""
    with key_office_plainly() as office:
        out.write_bytes(office.propose())
    click.echo(f"{out}: to be signed with catalog keys sign {out} --root FILE")


@COMMAND.command("sign")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--root",
    "root_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
)
def sign(file: Path, root_file: Path) -> None:
    """Show what a proposed key set says, and sign it with a root key."""
    from nacl.signing import SigningKey

    from engine.services.certificates.keys import countersign, read_key_set
    from engine.services.certificates.token import Malformed

    secret = root_file.read_bytes()
    if len(secret) != 32:
        raise click.UsageError(f"{root_file} is no root key: it has {len(secret)} bytes and not 32")
    try:
        said = read_key_set(file.read_bytes())
    except Malformed:
        raise click.UsageError(f"{file} is no key set") from None
    click.echo(f"{said.issuer}, edition {said.number}, good until {_day(said.good_until)}")
    for key in said.keys:
        click.echo(f"  {key.kid.hex()}  {_said(key)}")
    click.confirm("Sign it?", abort=True, err=True)
    file.write_bytes(countersign(file.read_bytes(), SigningKey(secret)))
    click.echo(f"{file}: signed")


@COMMAND.command("publish")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def publish(file: Path | None) -> None:
    """Put a signed key set in force; in the sandbox, make and sign it as well."""
    with key_office_plainly() as office:
        if file is None and not office.settings.sandbox:
            raise click.UsageError("say which file: catalog keys publish next.keys")
        found = office.publish(None if file is None else file.read_bytes())
    click.echo(f"Edition {found.number} is in force: {len(found.keys)} keys.")


def _said(key: PublishedKey) -> str:
    what = {"certificate": ", ".join(key.types), "status": "status lists", "log": "the public log"}[
        key.purpose
    ]
    where = f" of {', '.join(key.districts)}" if key.districts else ""
    state = {"active": "", "retired": ", retired", "bad": f", stolen after entry {key.bad_after}"}[
        key.state
    ]
    return f"{key.name}: {what}{where}, {_day(key.not_before)} to {_day(key.sign_until)}{state}"


def _parts(written: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in written.split(",") if part.strip())


def _moment(day: str) -> int:
    try:
        return int(datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).timestamp())
    except ValueError:
        raise click.UsageError(f'"{day}" is no day: write it like 2027-01-31') from None


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
