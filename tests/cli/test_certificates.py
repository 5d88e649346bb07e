"""Keys, log and certificates at the terminal, from the first root key to a revoked certificate, with the real commands alone."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.main import cli
from engine.runtime import blobs
from engine.runtime.inbox import open_arrival
from engine.services.certificates.changing import Changing
from engine.services.certificates.issuing.proofs import CHECKPOINT, note_at
from engine.services.certificates.render import Press
from engine.settings import read
from engine.wiring.catalogue import certificates_of
from engine.wiring.parts import open_keys, open_store, open_work
from tests.services.certificates.counter import URL, Counter
from tests.services.homes import SqliteHome

NOW = datetime.now(UTC)
MASTER = b"c" * 32
TODAY, SOON = NOW.date().isoformat(), (NOW + timedelta(days=90)).date().isoformat()


def catalog(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=typed)


def done(*words: str, typed: str = "") -> str:
    result = catalog(*words, typed=typed)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def folder(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with two root keys made on it (elsewhere, in truth), and settings that ask for both."""
    master = tmp_path / "master.key"
    master.write_bytes(MASTER)
    master.chmod(0o600)
    roots = [done("keys", "root", "--out", str(tmp_path / f"root-{each}.key")).strip() for each in (1, 2, 3)]  # fmt: skip
    told = {
        "MITRA_DATABASE": str(tmp_path / "mitra.db"),
        "MITRA_CATALOG": str(repository / "catalog"),
        "MITRA_MASTER_KEY_FILE": str(master),
        "MITRA_PUBLIC_URL": URL,
        "MITRA_ROOT_KEYS": f"2 of {','.join(roots)}",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def state(folder: Path) -> Path:
    """Keys for income certificates, lists and the log, published under two of three root keys."""
    days = ("--from", TODAY, "--until", SOON)
    done("keys", "create", "Revenue", "--types", "REV-INC", *days)
    done("keys", "create", "Lists", "--lists", *days)
    done("keys", "create", "Log", "--log", *days)
    publish("next.keys", 1, 3)
    return folder


def publish(file: str, *roots: int) -> str:
    done("keys", "propose", "--out", file)
    for root in roots:
        done("keys", "sign", file, "--root", f"root-{root}.key", typed="y\n")
    return done("keys", "publish", file)


@pytest.fixture
def counter(state: Path, repository: Path) -> Counter:
    kinds = certificates_of(repository / "catalog")
    press = Press(repository / "templates" / "certificates", lambda: kinds)
    made = Counter(SqliteHome(state), press, keys=False)
    made.clock.at = NOW
    return made


def issue(counter: Counter, session: str) -> tuple[str, Path]:
    """Issue a certificate; return its number and its PDF."""
    gives = counter.issue(session).gives
    blob = blobs.find(str(gives["file"]["media"]), counter.keys, counter.store)
    assert blob is not None
    path = Path(f"{gives['number']}.pdf").absolute()
    path.write_bytes(blob.content)
    return str(gives["number"]), path


# -- keys ----------------------------------------------------------------------------------------------------------------


def test_keys_count_once_two_of_three_roots_have_signed(folder: Path) -> None:
    created = done("keys", "create", "Revenue", "--types", "REV-INC", "--from", TODAY, "--until", SOON)  # fmt: skip
    listed = done("keys", "list")
    done("keys", "propose", "--out", "next.keys")
    unsigned = catalog("keys", "publish", "next.keys")
    done("keys", "sign", "next.keys", "--root", "root-1.key", typed="y\n")
    done("keys", "sign", "next.keys", "--root", "root-1.key", typed="y\n")
    once = catalog("keys", "publish", "next.keys")
    done("keys", "sign", "next.keys", "--root", "root-2.key", typed="y\n")
    published = done("keys", "publish", "next.keys")
    again = catalog("keys", "publish", "next.keys")

    assert "Revenue: REV-INC" in created
    assert "not published yet" in listed
    assert "not published yet" not in done("keys", "list")
    assert [each.exit_code for each in (unsigned, once, again)] == [2, 2, 2]
    assert "not enough root keys" in once.output
    assert "edition 1 is in force" in again.output
    assert "Edition 1 is in force: 1 keys" in published


def test_an_older_edition_is_not_taken_again(state: Path) -> None:
    shutil.copy("next.keys", "first.keys")
    done("keys", "retire", "Revenue")
    publish("second.keys", 2, 3)

    assert catalog("keys", "publish", "first.keys").exit_code == 2
    assert "retired" in done("keys", "list")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("create", "K", "--from", TODAY, "--until", SOON), "--types"),
        (("create", "K", "--types", "REV-INX", "--from", TODAY, "--until", SOON), "REV-INX"),
        (("create", "K", "--log", "--from", SOON, "--until", TODAY), "before"),
        (("create", "K", "--log", "--from", "soon", "--until", SOON), "soon"),
        (("create", "Log", "--log", "--from", TODAY, "--until", SOON), "already"),
        (("retire", "Nobody"), "Nobody"),
        (("stolen", "Nobody"), "Nobody"),
        (("root", "--out", "root-1.key"), "never written over"),
        (("sign", "root-1.key", "--root", "root-2.key"), "no key set"),
        (("sign", "next.keys", "--root", "next.keys"), "no root key"),
        (("publish", "root-1.key"), "no key set"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_does_not_fit_is_said_in_a_line(
    state: Path, words: tuple[str, ...], told: str
) -> None:
    result = catalog("keys", *words)

    assert result.exit_code != 0
    assert told in result.output


def test_secret_halves_lie_sealed(state: Path) -> None:
    keys, settings = open_keys(read()), read()
    store = open_store(settings, keys)
    counter = Counter.__new__(Counter)
    from engine.runtime.doors import SystemRandom
    from engine.services.certificates.keys.holding import KeyRing, held

    ring = KeyRing(store, keys, counter, SystemRandom())  # type: ignore[arg-type]
    secrets = [bytes(ring.secret(each.published.kid)) for each in held(store)]
    store.close()

    everything = b"".join(path.read_bytes() for path in state.glob("mitra*.db*"))
    assert len(secrets) == 3
    assert not any(secret in everything for secret in secrets)


def test_another_master_key_opens_nothing(state: Path) -> None:
    (state / "master.key").write_bytes(b"x" * 32)

    result = catalog("keys", "list")

    assert result.exit_code == 2
    assert "another master key" in result.output


def test_what_a_stolen_key_signed_before_stays_good(counter: Counter) -> None:
    _, before = issue(counter, "s1")
    done("keys", "stolen", "Revenue")
    publish("bad.keys", 1, 2)
    done("keys", "create", "Revenue 2", "--types", "REV-INC", "--from", TODAY, "--until", SOON)
    publish("new.keys", 1, 2)
    _, after = issue(counter, "s2")

    assert "stolen after entry 1" in done("keys", "list")
    assert catalog("verify", str(before)).exit_code == 0
    assert catalog("verify", str(after)).exit_code == 0


# -- the log -------------------------------------------------------------------------------------------------------------


def test_a_copy_of_the_log_is_audited_like_the_log(counter: Counter) -> None:
    for session in ("s1", "s2", "s3"):
        issue(counter, session)
    Path("kept").write_text(note_at(counter.store, CHECKPOINT), "utf-8")
    issue(counter, "s4")
    key = done("log", "key").strip()

    assert "Whole" in done("log", "audit", "--earlier", "kept")
    assert "4 entries" in done("log", "export", "copy")
    assert "Whole" in done("log", "audit", "--from", "copy", "--key", key, "--earlier", "kept")
    issue(counter, "s5")
    assert "5 entries" in done("log", "export", "copy")
    assert "REV-INC" in done("log", "audit", "--from", "copy", "--key", key)


def test_a_log_that_somebody_changed_is_told(counter: Counter, state: Path) -> None:
    for session in ("s1", "s2", "s3"):
        issue(counter, session)
    with sqlite3.connect(state / "mitra.db") as connection:
        connection.execute("DELETE FROM published WHERE path LIKE 'log/tile/entries/%'")
    connection.close()

    result = catalog("log", "audit")

    assert result.exit_code == 1
    assert "missing or broken" in result.output


@pytest.mark.parametrize(
    "words", [("log", "audit", "--from", "nowhere"), ("log", "key"), ("log", "export", "copy")]
)
def test_a_log_that_is_not_there_is_said_in_a_line(folder: Path, words: tuple[str, ...]) -> None:
    result = catalog(*words)

    assert result.exit_code == 2
    assert "mistake of ours" not in result.output


# -- certificates --------------------------------------------------------------------------------------------------------


def work(folder: Path) -> None:
    """Let the worker take what lies in the inbox."""
    settings = read()
    keys = open_keys(settings)
    store = open_store(settings, keys)
    intake, _ = open_work(settings, store)
    claimed = intake.claim(10)
    assert claimed
    for each in claimed:
        received = Changing(keys).receive(open_arrival(each, keys), store, datetime.now(UTC))
        with store.transaction():
            store.write(received.writes)
            intake.finish([each])
    intake.close()
    store.close()


def test_a_certificate_is_revoked_with_a_reason(counter: Counter, state: Path) -> None:
    number, pdf = issue(counter, "s1")
    genuine = done("verify", str(pdf))
    told = done("certificate", "revoke", number.lower(), "--reason", "A sample reason", "--wait", "0")  # fmt: skip
    work(state)
    shown = done("certificate", "show", number)
    now = catalog("verify", str(pdf))
    counter.clock.wait(seconds=5)
    counter.sequencer.step()

    assert "Sample Citizen" in genuine
    assert "as soon as a worker runs" in told
    assert f"{number}: revoked" in shown
    assert "A sample reason" in shown
    assert now.exit_code == 1
    assert "revoked" in done("log", "audit")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "REV-INC-2026-999999-X"), "REV-INC-2026-999999-X"),
        (("revoke", "{number}"), "--reason"),
        (("revoke", "{number}", "--reason", " "), "reason"),
        (("restore", "{number}", "--reason", "why"), "valid"),
        (("replace", "{number}", "--by", "{number}", "--reason", "why"), "another"),
        (("replace", "{number}", "--by", "NOBODY", "--reason", "why"), "NOBODY"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_cannot_be_done_to_it_is_said(
    counter: Counter, words: tuple[str, ...], told: str
) -> None:
    number, _ = issue(counter, "s1")
    result = catalog("certificate", *(word.replace("{number}", number) for word in words))

    assert result.exit_code == 2
    assert told in result.output
