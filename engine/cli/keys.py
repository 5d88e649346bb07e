"""`catalog keys`: makes the keys that sign certificates, says what each may sign, and publishes them under the root keys."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.surroundings import key_office_plainly
from engine.cli.text_file import text_of

if TYPE_CHECKING:
    from nacl.signing import SigningKey

    from engine.services.certificates.keys import PublishedKey

EPILOG = """\b
Examples:
  catalog keys list
  catalog keys create "Revenue 2027 Q1" --types REV-INC,REV-RES --from 2027-01-01 --until 2027-03-31
  catalog keys create "Lists 2027" --lists --from 2027-01-01 --until 2027-12-31
  catalog keys retire "Revenue 2026 Q4"
  catalog keys stolen "Revenue 2026 Q4"
  catalog keys destroy "Revenue 2026 Q4"

Nothing counts before it is published, and the root keys never come near a server:
  catalog keys root --out root-1.key           once, on a machine without a network
  catalog keys propose --out next.keys         on the server
  catalog keys sign next.keys --root root-1.key   on that machine; again with the second root key
  catalog keys publish next.keys               on the server
In the sandbox `catalog keys publish` does all four."""

ROOT_MODE = 0o600
PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line is the passphrase, for scripts.",
)
STOLEN = {
    "certificate": "What the log had by entry {size} stays good.",
    "status": "No list that it signed counts: workers sign them anew as soon as another key for lists is published.",
    "log": "Workers sign the newest checkpoint anew as soon as another key for the log is published.",
}
DESTROYED = {
    "certificate": "It can never sign {types} again: certificates wait where no other key may sign them.",
    "status": "It can never sign a status list again: without another key for lists nothing is issued.",
    "log": "It can never sign a checkpoint again: without another key for the log nothing is issued.",
}


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
        "It signs from its first day on, once it is published; do that at least a week before: catalog keys propose"
    )


@COMMAND.command("retire")
@click.argument("key")
def retire(key: str) -> None:
    """Let KEY (a name, or the beginning of an id) sign no more; what it signed stays good."""
    with key_office_plainly() as office:
        changed = office.retire(key)
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
        changed = office.stolen(key, after)
    click.echo(f"{_said(changed)}\n{STOLEN[changed.purpose].format(size=changed.bad_after)}")
    click.echo("Publish that at once, with its successor: catalog keys propose")


@COMMAND.command("destroy")
@click.argument("key")
def destroy(key: str) -> None:
    """Delete the secret half of KEY for good; what it signed stays as good as it is."""
    with key_office_plainly() as office:
        found = office.find(key)
        click.echo(
            f"{_said(found)}\n{DESTROYED[found.purpose].format(types=', '.join(found.types))}"
        )
        click.echo("Backups made before still hold it, sealed with the master key.")
        click.confirm("Destroy it?", abort=True, err=True)
        office.destroy(found)
    click.echo(f"{found.name} is gone.")


@COMMAND.command("root")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@PASSPHRASE_FILE
def root(out: Path, passphrase_file: Path | None) -> None:
    """Make a root key, on a machine without a network, and print its public half for MITRA_ROOT_KEYS.

    Its file is sealed with a passphrase, which is asked for twice.
    """
    from nacl.signing import SigningKey

    from engine.services.certificates.keys.sealed import FEWEST_CHARACTERS, seal_root

    passphrase = _passphrase(passphrase_file, twice=True)
    if len(passphrase) < FEWEST_CHARACTERS:
        raise click.UsageError(f"a passphrase has at least {FEWEST_CHARACTERS} characters")
    secret = SigningKey.generate()
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ROOT_MODE)
    except FileExistsError:
        raise click.UsageError(f"{out} is there already; a key is never written over") from None
    with os.fdopen(handle, "wb") as file:
        file.write(seal_root(secret, passphrase))
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
@PASSPHRASE_FILE
def sign(file: Path, root_file: Path, passphrase_file: Path | None) -> None:
    """Show what a proposed key set says, and sign it with a root key."""
    from engine.services.certificates.keys import countersign, read_key_set
    from engine.services.certificates.keys.sealed import is_root
    from engine.services.certificates.token import Malformed

    if not is_root(root_file.read_bytes()):
        raise click.UsageError(f"{root_file} is no root key")
    try:
        said = read_key_set(file.read_bytes())
    except Malformed:
        raise click.UsageError(f"{file} is no key set") from None
    click.echo(f"{said.issuer}, edition {said.number}, good until {_day(said.good_until)}")
    for host in said.former:
        click.echo(f"  formerly {host}: what was issued there stays good")
    for key in said.keys:
        click.echo(f"  {key.kid.hex()}  {_said(key)}")
    click.confirm("Sign it?", abort=True, err=True)
    secret = _root_key(root_file, passphrase_file)
    file.write_bytes(countersign(file.read_bytes(), secret))
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


def _root_key(root_file: Path, passphrase_file: Path | None) -> SigningKey:
    from engine.services.certificates.keys.sealed import WrongPassphrase, is_plain, open_root

    content = root_file.read_bytes()
    if is_plain(content):
        click.echo(f"{root_file} is not sealed: make a new root key and give this one up", err=True)
    try:
        return open_root(content, lambda: _passphrase(passphrase_file, twice=False))
    except WrongPassphrase:
        raise click.UsageError(f"{root_file}: this is not its passphrase") from None


def _passphrase(file: Path | None, *, twice: bool) -> str:
    """Return the passphrase: the first line of a file, or what a person types."""
    if file is not None:
        return text_of(file).partition("\n")[0]
    typed: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=twice, err=True)
    return typed


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
