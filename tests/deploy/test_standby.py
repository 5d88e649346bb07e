"""The PostgreSQL the guide describes: a standby takes over from a primary that is gone, and nothing acknowledged is missing."""

from __future__ import annotations

import itertools
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest

from bench.postgres import Server
from tests.deploy.test_restore import SERVICE, before_the_officers
from tests.deploy.town import town

STANDBY = "standby_a"
ELSEWHERE = ("listen_addresses", "ssl", "shared_buffers", "archive_command")
"""What is another machine's: its network, its certificate, its memory, its folders."""


class Standby(Server):
    """A copy that follows another server, made as the guide says."""

    def __init__(self, primary: Server) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mitra-pg-"))
        self.folder.chmod(0o777)
        self._binaries, self.user = primary.binaries, primary.user
        self.data = self.folder / "data"
        self.entering = ()
        self._numbers = itertools.count()
        copying = ["--host", primary.folder, "--username", "postgres", "--pgdata", self.data]
        subprocess.run(
            [self.binaries / "pg_basebackup", *copying, "--write-recovery-conf", "--checkpoint", "fast"],
            user=self.user, check=True, timeout=60,
        )  # fmt: skip
        with (self.data / "postgresql.auto.conf").open("a") as conf:
            conf.write(f"unix_socket_directories = '{self.folder}'\n")
            conf.write(
                f"primary_conninfo = 'host={primary.folder} user=postgres application_name={STANDBY}'\n"
            )
        self.process = None
        self.start()


def settings_of(page: str) -> Mapping[str, str]:
    """Return the primary's settings as the guide gives them."""
    block = re.findall(r"mitra\.conf`:\n\n```\n(.*?)```", page, re.DOTALL)[0]
    found = re.findall(r"^(\w+) = ([^#\n]+?)\s*(?:#.*)?$", block, re.MULTILINE)
    return {name: value for name, value in found if name not in ELSEWHERE}


@pytest.fixture
def primary(repository: Path) -> Iterator[Server]:
    told = settings_of((repository / "docs/production/postgresql.md").read_text("utf-8"))
    assert told["synchronous_commit"] == "on"
    names = told["synchronous_standby_names"]
    assert STANDBY in names
    alone = {**told, "synchronous_standby_names": "''", "archive_command": "'true'"}
    made = Server(alone)
    yield made
    made.remove()


@pytest.fixture
def standby(primary: Server, repository: Path) -> Iterator[Server]:
    names = settings_of((repository / "docs/production/postgresql.md").read_text("utf-8"))
    made = Standby(primary)
    primary.say(
        f"ALTER SYSTEM SET synchronous_standby_names = {names['synchronous_standby_names']}"
    )
    primary.say("SELECT pg_reload_conf()")
    limit = time.monotonic() + 90
    while followers(primary) != [(STANDBY, "quorum")]:
        assert time.monotonic() < limit, followers(primary)
        time.sleep(0.1)
    yield made
    made.remove()


def followers(server: Server) -> list[tuple[str, str]]:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        found: list[tuple[str, str]] = connection.execute(
            "SELECT application_name, sync_state FROM pg_stat_replication"
        ).fetchall()
        return found


@pytest.mark.prove
def test_a_standby_takes_over_and_the_running_case_goes_on(
    primary: Server, standby: Server, tmp_path: Path
) -> None:
    name = primary.database().partition("?")[0].rpartition("/")[2]
    places = f"host={primary.folder},{standby.folder}&target_session_attrs=read-write"
    with town(tmp_path, f"postgresql://postgres@/{name}?{places}") as made:
        before_the_officers(made)

        primary.stop(signal.SIGQUIT)
        lost = time.monotonic()
        standby.say("SELECT pg_promote()")
        standby.say("ALTER SYSTEM SET synchronous_standby_names = ''")
        standby.say("SELECT pg_reload_conf()")
        made.until_ready()
        made.approves()
        made.hears_until("The certificate is")
        print(f"from the loss of the primary to the certificate: {time.monotonic() - lost:.1f} s")

        made.opens(SERVICE)
        assert "The name?" in made.says("1234567890")
