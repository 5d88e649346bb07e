"""Keys, log and certificates at the terminal, from the first root key to a revoked certificate, with the real commands alone."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from nacl.signing import SigningKey

from engine.cli.main import cli
from engine.runtime import blobs
from engine.runtime.inbox import open_arrival
from engine.runtime.times import to_ms
from engine.services.certificates import register
from engine.services.certificates.changing import Changing
from engine.services.certificates.issuing.proofs import CHECKPOINT, note_at
from engine.services.certificates.keys.holding import KeyRing, held
from engine.services.certificates.log.note import COSIGNED, NoteKey, cosignature
from engine.services.certificates.render import Press
from engine.settings import read
from engine.wiring.catalogue import certificates_of
from engine.wiring.issuing import roots_of
from engine.wiring.parts import CLOCK, RANDOM, open_keys, open_store, open_work
from tests.services.certificates.counter import URL, Counter
from tests.services.homes import SqliteHome

NOW = datetime.now(UTC)
MASTER = b"c" * 32
TODAY, SOON = NOW.date().isoformat(), (NOW + timedelta(days=90)).date().isoformat()
LATER = (NOW + timedelta(days=180)).date().isoformat()


def catalog(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=typed)


def done(*words: str, typed: str = "") -> str:
    result = catalog(*words, typed=typed)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """Return a catalogue of nothing but the certificates that ship."""
    kept = Path("_shared", "certificates")
    folder = tmp_path_factory.mktemp("papers")
    shutil.copytree(repository / "catalog" / kept, folder / kept)
    return folder


@pytest.fixture
def folder(tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with three root keys on it (elsewhere, in truth; not sealed, as they once were), and settings that ask for two."""
    master = tmp_path / "master.key"
    master.write_bytes(MASTER)
    master.chmod(0o600)
    for each in (1, 2, 3):
        (tmp_path / f"root-{each}.key").write_bytes(_root(each))
    roots = [bytes(SigningKey(_root(each)).verify_key).hex() for each in (1, 2, 3)]
    told = {
        "MITRA_DATABASE": str(tmp_path / "mitra.db"),
        "MITRA_CATALOG": str(papers),
        "MITRA_MASTER_KEY_FILE": str(master),
        "MITRA_PUBLIC_URL": URL,
        "MITRA_ROOT_KEYS": f"2 of {','.join(roots)}",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _root(number: int) -> bytes:
    return bytes([number]) * 32


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
def counter(state: Path, papers: Path, repository: Path) -> Counter:
    kinds = certificates_of(papers)
    press = Press(repository / "templates" / "certificates", lambda: kinds)
    made = Counter(SqliteHome(state), press, keys=False, roots=roots_of(read()))
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
        (("root", "--out", "root-1.key", "--passphrase-file", "words"), "never written over"),
        (("root", "--out", "root-4.key", "--passphrase-file", "few"), "at least 12"),
        (("destroy", "Nobody"), "Nobody"),
        (("retire", "Lists"), "stolen"),
        (("sign", "root-1.key", "--root", "root-2.key"), "no key set"),
        (("sign", "next.keys", "--root", "next.keys"), "no root key"),
        (("publish", "root-1.key"), "no key set"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_does_not_fit_is_said_in_a_line(
    state: Path, words: tuple[str, ...], told: str
) -> None:
    Path("words").write_text("rain falls on Tirupati\n", "utf-8")
    Path("few").write_text("rain\n", "utf-8")
    done("keys", "stolen", "Lists")
    result = catalog("keys", *words)

    assert result.exit_code != 0
    assert told in result.output


def test_a_root_key_is_sealed_with_a_passphrase(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, other = "rain falls on Tirupati", "rain falls on Tirumala"
    made = done("keys", "root", "--out", "mine.key", typed=f"{words}\n{words}\n")
    public = made.split()[-1]
    monkeypatch.setenv("MITRA_ROOT_KEYS", f"1 of {public}")
    done("keys", "propose", "--out", "next.keys")
    wrong = catalog("keys", "sign", "next.keys", "--root", "mine.key", typed=f"y\n{other}\n")
    refused = catalog("keys", "publish", "next.keys")
    Path("words").write_text(f"{words}\n", "utf-8")
    told = done(
        "keys", "sign", "next.keys", "--root", "mine.key", "--passphrase-file", "words", typed="y\n"
    )

    assert words not in made + told
    assert wrong.exit_code == 2
    assert "not its passphrase" in wrong.output
    assert refused.exit_code == 2
    assert "Edition 1" in done("keys", "publish", "next.keys")
    assert Path("mine.key").stat().st_mode & 0o077 == 0


def test_a_root_key_that_nothing_seals_still_signs_and_that_is_said(folder: Path) -> None:
    done("keys", "propose", "--out", "next.keys")

    assert "not sealed" in done("keys", "sign", "next.keys", "--root", "root-1.key", typed="y\n")


def test_a_key_that_was_only_made_signs_nothing(counter: Counter) -> None:
    _, before = issue(counter, "s1")
    done("keys", "create", "Revenue 2", "--types", "REV-INC", "--from", TODAY, "--until", LATER)
    _, meanwhile = issue(counter, "s2")
    publish("new.keys", 1, 2)
    _, after = issue(counter, "s3")

    verified = [done("verify", str(pdf)) for pdf in (before, meanwhile, after)]
    assert [("Revenue 2" in each, "Revenue" in each) for each in verified] == [
        (False, True),
        (False, True),
        (True, True),
    ]


def test_a_retired_key_ends_what_it_may_sign_and_is_destroyed_when_told_twice(state: Path) -> None:
    retired = done("keys", "retire", "Revenue")
    kept = catalog("keys", "destroy", "Revenue", typed="n\n")
    gone = done("keys", "destroy", "Revenue", typed="y\n")
    settings = read()
    store = open_store(settings, open_keys(settings))

    assert f"to {TODAY}, retired" in retired
    assert kept.exit_code == 1
    assert "never sign REV-INC again" in gone
    assert {each.published.name: each.secret for each in held(store)} == {
        "Revenue": False,
        "Lists": True,
        "Log": True,
    }
    store.close()


def test_secret_halves_lie_sealed(state: Path) -> None:
    keys, settings = open_keys(read()), read()
    store = open_store(settings, keys)
    ring = KeyRing(store, keys, CLOCK, RANDOM, roots_of(settings))
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


def test_a_log_that_changed_its_key_is_audited_with_both(counter: Counter) -> None:
    issue(counter, "s1")
    Path("kept").write_text(note_at(counter.store, CHECKPOINT), "utf-8")
    before = done("log", "key").strip()
    done("keys", "create", "Log 2", "--log", "--from", TODAY, "--until", LATER)
    promised = done("log", "key", "Log 2").strip()
    publish("new.keys", 1, 2)
    issue(counter, "s2")
    done("log", "export", "copy")
    copy = ("log", "audit", "--from", "copy", "--earlier", "kept")

    assert done("log", "key").strip() == promised != before
    assert "Whole" in done("log", "audit", "--earlier", "kept")
    assert "Whole" in done(*copy, "--key", promised, "--key", before)
    assert catalog(*copy, "--key", promised).exit_code == 1
    assert catalog(*copy, "--key", before, "--key", promised).exit_code == 2


def test_an_audit_says_how_many_witnesses_have_seen_the_log(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(counter, "s1")
    seen, unseen = (
        NoteKey(f"{each}.example", bytes(SigningKey(_root(number)).verify_key), COSIGNED)
        for number, each in ((7, "w1"), (8, "w2"))
    )
    note = note_at(counter.store, CHECKPOINT)
    note += cosignature(
        note.rpartition("\n\n")[0] + "\n", seen.name, SigningKey(_root(7)), 1_764_000_000
    )
    with counter.store.transaction():
        counter.store.execute("published.put", (CHECKPOINT, note.encode(), "text/plain", 0))
    done("log", "export", "copy")
    copy = (
        "log",
        "audit",
        "--from",
        "copy",
        "--key",
        done("log", "key").strip(),
        "--witness",
        str(seen),
    )
    both = catalog(*copy, "--witness", str(unseen))
    wanted = "MITRA_LOG_WITNESSES", "{} of https://w1.example={} https://w2.example={}"

    assert "seen by 1 of 1 witnesses: w1.example" in done(*copy)
    assert both.exit_code == 1
    assert "seen by 1 of 2" in both.output
    assert "Whole" in done(*copy, "--witness", str(unseen), "--seen-by", "1")
    assert catalog(*copy, "--witness", "w2").exit_code == 2
    monkeypatch.setenv(wanted[0], wanted[1].format(1, seen, unseen))
    assert "Whole" in done("log", "audit")
    monkeypatch.setenv(wanted[0], wanted[1].format(2, seen, unseen))
    assert catalog("log", "audit").exit_code == 1


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


def test_one_without_its_paper_is_listed_and_drawn_when_told(counter: Counter) -> None:
    counter.deliver("s1")
    counter.sequencer.step()
    kept = register.of_effect("s1/1", counter.keys, counter.store)
    assert kept is not None
    far = to_ms(NOW + timedelta(days=1))
    with counter.store.transaction():
        waits = (1, "s1/1", "Issue", "p1", "s1", 0, far, to_ms(NOW), b"")
        counter.store.execute("outbox.add", waits)

    listed = done("certificate", "undrawn")
    done("certificate", "draw", kept.number)
    (due,) = counter.home.plain("SELECT due FROM outbox")[0]
    counter.home.plain("UPDATE outbox SET state = 3")

    assert kept.number in listed
    assert due <= to_ms(datetime.now(UTC))
    assert kept.number not in done("certificate", "undrawn")
    assert catalog("certificate", "draw", kept.number).exit_code == 2


# -- far from the database -----------------------------------------------------------------------------------------------


@pytest.fixture
def afar(counter: Counter) -> tuple[str, ...]:
    """Return how to verify with a copy of what is published, where there is no database."""
    Path("roots.txt").write_text(read().root_keys + "\n", "utf-8")
    return ("--roots", "roots.txt", "--from", "published")


def publish_copy(counter: Counter) -> None:
    """Copy what is published, as the web serves it."""
    counter.clock.wait(seconds=10)
    counter.standings.step()
    for path in ("keys", "status/1"):
        target = Path("published", path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bytes(counter.store.rows("published.get", (path,))[0][0]))


def test_it_is_verified_without_a_database(
    counter: Counter, afar: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    number, pdf = issue(counter, "s1")
    publish_copy(counter)
    kept = register.of_number(number, counter.keys, counter.store)
    assert kept is not None
    with counter.store.transaction():
        counter.store.execute("certificates.stand", ("revoked", kept.id, "revoked"))
    for name in ("MITRA_DATABASE", "MITRA_MASTER_KEY_FILE", "MITRA_ROOT_KEYS"):
        monkeypatch.delenv(name)

    genuine = catalog("verify", str(pdf), *afar)
    publish_copy(counter)
    revoked = catalog("verify", str(pdf), *afar)
    Path("published/status/1").unlink()
    unlisted = catalog("verify", str(pdf), *afar)

    assert genuine.exit_code == 0, genuine.output
    assert number in genuine.output
    assert revoked.exit_code == unlisted.exit_code == 1
    assert "cancelled" in revoked.output
    assert "could not see" in unlisted.output


def test_a_code_that_leads_nowhere_is_named_by_its_own_words(
    counter: Counter, afar: tuple[str, ...]
) -> None:
    issue(counter, "s1")
    publish_copy(counter)
    for where in ((), afar):
        result = catalog("verify", "--code", "upi://pay?pa=sample", *where)

        assert result.exit_code == 1
        assert '"upi://pay?pa=sample"' in result.output


def test_a_paper_whose_proof_is_not_its_own_is_not_genuine_anywhere(
    counter: Counter, afar: tuple[str, ...]
) -> None:
    _, pdf = issue(counter, "s1")
    publish_copy(counter)
    content = pdf.read_bytes()
    pdf.write_bytes(content.replace(b"tlog-proof@v1\nindex 0", b"tlog-proof@v1\nindex 1"))
    assert pdf.read_bytes() != content

    assert catalog("verify", str(pdf)).exit_code == 1
    assert "Not genuine" in catalog("verify", str(pdf)).output
    assert "Not genuine" in catalog("verify", str(pdf), *afar).output


@pytest.mark.parametrize(
    ("first", "source", "told"),
    [
        ("nonsense", "published", "must be like"),
        ("1 of " + "00" * 32, "published", "root keys"),
        ("1 of " + "00" * 32, "nowhere", "keys"),
    ],
)
def test_what_is_wrong_with_roots_is_said_in_a_line(
    counter: Counter, first: str, source: str, told: str
) -> None:
    _, pdf = issue(counter, "s1")
    publish_copy(counter)
    Path("roots.txt").write_text(first, "utf-8")

    result = catalog("verify", str(pdf), "--roots", "roots.txt", "--from", source)

    assert result.exit_code == 2
    assert told in result.output
