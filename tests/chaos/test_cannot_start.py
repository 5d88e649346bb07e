"""Where something cannot start, it says why in a line a person understands, and ends at once with a code that is not 0."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bench.processes import engine
from tests.chaos.killing import CATALOG

AT_ONCE_S = 90


def run(
    repository: Path, folder: Path, *words: str, **told: str
) -> subprocess.CompletedProcess[str]:
    own = ("MITRA_", "WHATSAPP_", "PAYMENTS_")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    places = {
        "MITRA_DATABASE": str(folder / "mitra.db"),
        "MITRA_MASTER_KEY_FILE": str(folder / "master.key"),
        "MITRA_CATALOG": str(CATALOG),
    }
    return subprocess.run(
        [sys.executable, "-m", "engine", *words],
        cwd=repository, env={**plain, **places, **told}, capture_output=True, text=True, timeout=AT_ONCE_S, check=False,
    )  # fmt: skip


def check(done: subprocess.CompletedProcess[str], *said: str) -> None:
    assert done.returncode not in (0, 3), done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    for words in said:
        assert words in done.stderr, done.stderr


@pytest.mark.parametrize("command", ["web", "sandbox", "serve"])
def test_it_says_that_the_port_is_taken(repository: Path, tmp_path: Path, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(repository, tmp_path, command, "--port", str(port))

    check(done, f"ort {port} is taken")


REAL: Mapping[str, str] = {
    "MITRA_MODE": "production",
    "MITRA_PUBLIC_URL": "https://mitra.example",
    "WHATSAPP_APP_SECRET": "a",
    "WHATSAPP_VERIFY_TOKEN": "b",
    "WHATSAPP_ACCESS_TOKEN": "c",
    "WHATSAPP_PHONE_NUMBER_ID": "1",
    "PAYMENTS_SECRET": "d",
}


@pytest.mark.parametrize("command", ["web", "worker", "serve"])
@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"MITRA_MODE": "production"}, "WHATSAPP_APP_SECRET is not set"),
        (REAL, "MITRA_MASTER_KEY_FILE"),
        ({**REAL, "WHATSAPP_APP_SECRET": "sandbox-app-secret"}, "is the sandbox's own value"),
        ({**REAL, "MITRA_PUBLIC_URL": "http://mitra.example"}, "https://"),
        ({"MITRA_MODE": "prod"}, "write sandbox or production"),
    ],
    ids=["nothing set", "no key", "sandbox secret", "no https", "odd mode"],
)
def test_it_says_what_is_not_set(
    repository: Path, tmp_path: Path, command: str, told: Mapping[str, str], said: str
) -> None:
    check(run(repository, tmp_path, command, **told), said)


def test_it_refuses_unchecked_facts_in_production(repository: Path, tmp_path: Path) -> None:
    key = tmp_path / "master.key"
    key.write_bytes(bytes(32))
    key.chmod(0o600)

    check(
        run(repository, tmp_path, "worker", **REAL), "sample.place", "not all its facts are checked"
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"MITRA_CATALOG": "/nowhere/at/all"}, "/nowhere/at/all"),
        ({"MITRA_DATABASE": "mysql://somewhere"}, "MITRA_DATABASE"),
    ],
    ids=["no catalogue", "odd database"],
)
def test_it_says_what_does_not_lead_anywhere(
    repository: Path, tmp_path: Path, told: Mapping[str, str], said: str
) -> None:
    check(run(repository, tmp_path, "worker", **told), said)


def test_it_says_that_the_key_is_another_one(repository: Path, tmp_path: Path) -> None:
    with engine(tmp_path, CATALOG) as made:
        made.start("worker")
        made.start("web")
        made.wait_until_ready()
    (tmp_path / "other.key").write_bytes(bytes(32))
    (tmp_path / "other.key").chmod(0o600)

    done = run(repository, tmp_path, "worker", MITRA_MASTER_KEY_FILE=str(tmp_path / "other.key"))

    check(done, "another master key")


def test_it_says_that_another_worker_is_there(repository: Path, tmp_path: Path) -> None:
    with engine(tmp_path, CATALOG) as made:
        made.start("worker")
        made.start("web")
        made.wait_until_ready()

        done = run(repository, tmp_path, "worker")

    check(done, "another worker is at")


@pytest.mark.parametrize("command", ["web", "worker", "serve"])
def test_it_says_that_the_database_does_not_answer(
    repository: Path, tmp_path: Path, command: str
) -> None:
    nobody = "postgresql://mitra:secret@127.0.0.1:1/mitra"

    done = run(repository, tmp_path, command, MITRA_DATABASE=nobody)

    check(done, "PostgreSQL: ", "refused")
    assert "secret" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
