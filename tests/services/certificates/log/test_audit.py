"""Whoever copies the log can check it: with our own audit, and with the code of Go's checksum database, of which nothing is ours."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from engine.services.certificates.log.audit import audit
from engine.services.certificates.log.checkpoint import Checkpoint
from engine.services.certificates.log.entry import Entry, fingerprint
from engine.services.certificates.log.note import BadNote, NoteKey, sign_note
from engine.services.certificates.log.proof import LogPolicy
from engine.services.certificates.log.tiles import Edge, grow

ORIGIN = "v.ap.gov.example/.well-known/log"
SECRET = SigningKey(b"l" * 32)
KEY = NoteKey(ORIGIN, bytes(SECRET.verify_key))
GO_PACKAGES = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")
NO_GO = "no Go here (apt-get install golang-go golang-golang-x-mod-dev): nobody but us has audited the log"
SOURCE = Path(__file__).with_name("auditor.go")
Slip = Callable[[Path], object]


def line(number: int, word: str = "") -> bytes:
    print_ = fingerprint(f"{word}{number}".encode())
    return Entry("issued", "REV-INC", "2026-11-22", "505", b"12345678", print_).to_bytes()


def write_log(
    folder: Path, size: int, word: str = "", secret: SigningKey = SECRET, batch: int = 1_000
) -> Path:
    """Write a log of so many entries, grown batch by batch, with its checkpoint; return where that is."""
    edge = Edge()
    while edge.size < size:
        upto = min(size, edge.size + batch)
        grown = grow(edge, [line(number, word) for number in range(edge.size, upto)])
        edge = grown.edge
        for path, content in grown.files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    folder.mkdir(parents=True, exist_ok=True)
    note = sign_note(str(Checkpoint(ORIGIN, size, edge.root)), ORIGIN, secret)
    (folder / "checkpoint").write_text(note, encoding="utf-8")
    return folder / "checkpoint"


def ours(folder: Path, *earlier: Path) -> str:
    """Return what our audit finds, empty where all is well."""

    def fetch(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except OSError as trouble:
            raise LookupError(path) from trouble

    try:
        notes = [path.read_text("utf-8") for path in earlier]
        return "; ".join(audit(fetch, LogPolicy((KEY,)), notes).troubles)
    except BadNote as trouble:
        return str(trouble)


@pytest.fixture(scope="session")
def auditor(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """Return the auditor written in Go, compiled; None where there is no Go."""
    if shutil.which("go") is None or not GO_PACKAGES.exists():
        return None
    made = tmp_path_factory.mktemp("go") / "auditor"
    around = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(made.with_name("cache"))}  # fmt: skip
    subprocess.run(["go", "build", "-o", str(made), str(SOURCE)], env=around, check=True)
    return made


def theirs(program: Path, folder: Path, *earlier: Path) -> str:
    """Return what Go's code finds, empty where all is well."""
    words = [str(program), str(folder), str(KEY), *map(str, earlier)]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.fixture(params=["ours", "go"])
def check(request: pytest.FixtureRequest, auditor: Path | None) -> Callable[..., str]:
    """Return who audits. Skips Go's code where it is not installed, or fails where it is required."""
    if request.param == "ours":
        return ours
    if auditor is None:
        if os.environ.get("MITRA_REQUIRE_GO") == "1":
            pytest.fail(f"{NO_GO}, and MITRA_REQUIRE_GO=1 says it must be")
        pytest.skip(NO_GO)
    return partial(theirs, auditor)


@pytest.mark.parametrize(
    "size", [1, 2, 255, 256, 257, 700, pytest.param(66_000, marks=pytest.mark.prove)]
)
def test_a_whole_log_is_whole(tmp_path: Path, check: Callable[..., str], size: int) -> None:
    earlier = [
        write_log(tmp_path / str(some), some) for some in {1, min(size, 300), size // 64} if some
    ]
    write_log(tmp_path / "log", size, batch=97 if size < 1_000 else 9_000)

    assert check(tmp_path / "log", *earlier) == ""


def change(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(bytes(content))


BROKEN: dict[str, Slip] = {
    "a tile is missing": lambda log: (log / "tile/0/001").unlink(),
    "the last tile is missing": lambda log: (log / "tile/0/002.p/88").unlink(),
    "a higher tile is missing": lambda log: (log / "tile/1/000.p/2").unlink(),
    "a bundle of entries is missing": lambda log: (log / "tile/entries/000").unlink(),
    "an entry was changed": lambda log: change(log / "tile/entries/001", 1_500),
    "the last entry was changed": lambda log: change(log / "tile/entries/002.p/88", -1),
    "a hash was changed": lambda log: change(log / "tile/0/000", 40),
    "a hash of the last tile was changed": lambda log: change(log / "tile/0/002.p/88", 40),
    "a higher hash was changed": lambda log: change(log / "tile/1/000.p/2", 40),
    "a bundle was cut": lambda log: (log / "tile/entries/000").write_bytes(
        (log / "tile/entries/000").read_bytes()[:-9]
    ),
    "the checkpoint was changed": lambda log: change(log / "checkpoint", 40),
    "the checkpoint is gone": lambda log: (log / "checkpoint").unlink(),
    "another key signed it": lambda log: write_log(log, 600, secret=SigningKey(b"x" * 32)),
    "somebody wrote a longer checkpoint": lambda log: shutil.copy(
        write_log(log.parent / "longer", 601), log / "checkpoint"
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_it_is_told_that(tmp_path: Path, check: Callable[..., str], what: str) -> None:
    write_log(tmp_path / "log", 600)
    BROKEN[what](tmp_path / "log")

    assert check(tmp_path / "log") != ""


@pytest.mark.parametrize(
    ("size", "word"), [(599, "other"), (600, "other"), (256, "other"), (601, ""), (1_000, "")]
)
def test_a_log_that_does_not_continue_what_was_seen_is_told(
    tmp_path: Path, check: Callable[..., str], size: int, word: str
) -> None:
    """Rewritten, or put back to an earlier state, though everything in it fits together."""
    write_log(tmp_path / "log", 600)
    seen = write_log(tmp_path / "seen", size, word)

    assert check(tmp_path / "log") == ""
    assert check(tmp_path / "log", seen) != ""
