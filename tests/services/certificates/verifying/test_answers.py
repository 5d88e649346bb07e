"""A certificate is issued for real on a real store; what is sent to be verified is answered, and nothing of it stays."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.domain.effect import Verify
from engine.domain.event import Replied
from engine.runtime import blobs
from engine.runtime.blobs import Blob
from engine.runtime.doors import SystemRandom
from engine.runtime.letters import Letters
from engine.runtime.ports import Done, FetchMedia, Job, Result, Retry
from engine.runtime.rows import Entry, Rows
from engine.services.certificates import register
from engine.services.certificates.keys import NotTheState
from engine.services.certificates.render import Press
from engine.services.certificates.token import read_link, write_link
from engine.services.certificates.verifying import handlers
from engine.services.certificates.verifying.handlers import Verifying
from engine.services.certificates.verifying.saying import label
from engine.services.certificates.verifying.sheet import read_sheet
from engine.services.certificates.verifying.telling import plain
from tests.services.certificates.counter import APPLICANT, NOW, URL, Counter
from tests.services.certificates.verifying.papers import beside, code, jpeg, locked_pdf, micro, page
from tests.services.homes import Home, SqliteHome

PERSON = "p2"
FILE = "photo-1"


class Office:
    """A counter that has issued one certificate, and who verifies for it."""

    def __init__(self, home: Home, press: Press) -> None:
        self.counter = counter = Counter(home, press)
        media = counter.issue("s1").gives["file"]["media"]
        blob = blobs.find(str(media), counter.keys, counter.store)
        assert blob is not None
        self.pdf, self.code = blob.content, read_sheet(blob.content).codes[0]
        self.verifying = Verifying(
            store=counter.store,
            keys=counter.keys,
            clock=counter.clock,
            public_url=URL,
            published=counter.key_set,
            kinds={kind.type: kind for kind in press.kinds.values()},
        )

    def keep(self, content: bytes, mime: str = "image/jpeg") -> None:
        """Let the file be there, as the fetcher leaves it."""
        blob = Blob(FILE, f"person/{PERSON}", mime, "sample", content)
        with self.counter.store.transaction():
            self.counter.store.write(
                (blobs.keep(blob, self.counter.keys, self.counter.store, NOW),)
            )

    def deliver(self, effect: Verify) -> Result:
        """Let the handler try once, and write down what it wants written."""
        job = Job(effect.key, effect, PERSON, "c9", (), "", 1, unsure=False, made=NOW)
        result = asyncio.run(self.verifying.deliver(job))
        with self.counter.store.transaction():
            self.counter.store.write(result.writes)
        return result

    def answer(self, content: bytes) -> dict[str, object]:
        """Return what is answered to a file."""
        self.keep(content)
        return said(self.deliver(Verify("c9/verify", FILE)))

    def answer_text(self, text: str) -> dict[str, object]:
        return said(self.deliver(Verify("c9/verify", text=text)))


def said(result: Result) -> dict[str, object]:
    assert isinstance(result, Done), result
    reply = result.replies[0]
    assert isinstance(reply, Replied)
    assert (reply.session, reply.key) == ("c9", "c9/verify")
    return {"outcome": reply.outcome, **reply.gives}


@pytest.fixture
def office(home: Home, press: Press) -> Iterator[Office]:
    made = Office(home, press)
    yield made
    made.counter.store.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, press: Press) -> Iterator[Office]:
    made = Office(SqliteHome(tmp_path_factory.mktemp("store")), press)
    yield made
    made.counter.store.close()


def test_it_tells_all_that_was_signed_in_one_message(office: Office) -> None:
    answer = office.answer(office.pdf)
    words = answer["said"]["en"]
    assert answer["reason"] == "good"
    assert words.startswith("*✅ Genuine*")
    lines = words.splitlines()
    assert {"*Income Certificate*", f"Name: {APPLICANT}", "Annual family income: ₹1,20,000"} <= {*lines}  # fmt: skip
    assert {"Issuing office: Revenue Department", "Issued on: 23-11-2026", "Valid until: 23-11-2030"} <= {*lines}  # fmt: skip
    assert any(re.fullmatch(r"Number: REV-INC-2026-\d{6}-.", line) for line in lines)
    assert "ఆదాయ ధ్రువీకరణ పత్రం" in answer["said"]["te"]
    assert len(words) < 1_024


def test_it_keeps_nothing_of_the_file(office: Office) -> None:
    office.answer(office.pdf)
    assert office.counter.home.plain(f"SELECT media FROM blob WHERE media = '{FILE}'") == []


def test_it_keeps_nothing_of_a_file_it_cannot_read(office: Office) -> None:
    office.answer(b"%PDF-1.7 cut")
    assert office.counter.home.plain(f"SELECT media FROM blob WHERE media = '{FILE}'") == []


def test_it_waits_for_a_file_that_is_being_fetched_and_says_when_it_will_not_come(
    office: Office,
) -> None:
    counter = office.counter
    rows = Rows(counter.store, counter.keys, Letters(counter.store, counter.keys, SystemRandom()))
    with counter.store.transaction():
        fetch = Entry(FetchMedia(FILE, "image/jpeg"), f"media/{FILE}", PERSON, "", 0)
        rows.put([fetch], 0, in_hand=False)
    assert isinstance(office.deliver(Verify("c9/verify", FILE)), Retry)

    with counter.store.transaction():
        counter.store.execute("outbox.dead", (1, 1, 1))
    assert said(office.deliver(Verify("c9/verify", FILE)))["why"] == "lost"


def test_it_reads_only_so_many_files_at_once(shared: Office) -> None:
    """What is refused for now takes no place of the outbox's: payments go on."""
    shared.keep(jpeg(page(shared.pdf, 110)))

    async def three() -> list[Result]:
        jobs = [
            Job(f"c{n}/verify", Verify(f"c{n}/verify", FILE), PERSON, f"c{n}", (), "", 1, False, NOW)
            for n in range(handlers.AT_ONCE + 1)
        ]  # fmt: skip
        return await asyncio.gather(*map(shared.verifying.deliver, jobs))

    results = asyncio.run(three())
    assert [isinstance(each, Retry) for each in results].count(True) == 1
    assert said_by(results[0]) == "good"


def said_by(result: Result) -> object:
    assert isinstance(result, Done)
    reply = result.replies[0]
    assert isinstance(reply, Replied)
    return reply.gives["reason"]


@pytest.mark.parametrize(
    ("signed", "shown"),
    [
        ("రవి\u202eకుమార్", "రవి కుమార్"),
        ("Ra\u200bvi\nKumar\t ", "Ra vi Kumar"),
        ("క్\u200cష", "క్\u200cష"),
        ("Zoe\u0308", "Zoë"),
        ("\x00\ud800", ""),
        (19_850_704, "19850704"),
    ],
)
def test_a_value_shows_all_it_holds(signed: str | int, shown: str) -> None:
    assert plain(signed) == shown


def _tampered(office: Office) -> bytes:
    """Another name of the same length, under the same signature."""
    link = read_link(office.code, URL)
    return code(write_link(URL, link.id, link.token.replace(b"Sample", b"Simple")))


def _elsewhere(office: Office) -> bytes:
    return code(office.code.replace("MITRA.EXAMPLE", "MITRA.EXAMPLE.EVIL.EXAMPLE"))


FILES: dict[str, tuple[Callable[[Office], bytes], str]] = {
    "a photo of the page": (lambda office: jpeg(page(office.pdf, 130)), "good"),
    "a changed code": (_tampered, "bad_signature"),
    "a code of a look-alike": (_elsewhere, "other_host"),
    "two codes": (lambda office: beside(code(office.code), code("https://mitra.example/c/1")), "two_codes"),
    "a small code of another kind": (lambda office: beside(code(office.code), micro("488134")), "good"),
    "no code": (lambda office: jpeg(page(office.pdf, 20)), "no_code"),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_it_tells_what_a_file_shows(shared: Office, what: str) -> None:
    make, reason = FILES[what]
    answer = shared.answer(make(shared))
    assert answer["reason"] == reason
    assert (APPLICANT in answer["said"]["en"]) == (reason == "good")


UNREAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "a locked PDF": (locked_pdf, "encrypted"),
    "a damaged PDF": (lambda: b"%PDF-1.7 cut", "unreadable"),
    "too many bytes": (lambda: b"%PDF-" + b"0" * 20_000_001, "too_large"),
    "a code for paying": (lambda: code("upi://pay?pa=sample@bank"), "other_code"),
}


@pytest.mark.parametrize("what", UNREAD)
def test_it_tells_why_a_file_says_nothing(shared: Office, what: str) -> None:
    make, why = UNREAD[what]
    assert shared.answer(make()) == {"outcome": "unread", "why": why}


def test_it_names_a_look_alike_so_that_no_phone_makes_a_link_of_it(shared: Office) -> None:
    for language, words in shared.answer_text("https://v.ap.evil.example/c/0123456789ABCDEF")[
        "said"
    ].items():
        assert "v . ap . evil . example" in words, language
        assert "evil.example" not in words


def test_it_reads_the_text_of_a_code(shared: Office) -> None:
    assert shared.answer_text(shared.code)["reason"] == "good"
    assert shared.answer_text(shared.code.partition("#")[0])["reason"] == "no_signature"


def test_a_cancelled_one_is_told_with_what_it_says(office: Office) -> None:
    counter = office.counter
    with counter.store.transaction():
        kept = register.of_effect("s1/1", counter.keys, counter.store)
        assert kept is not None
        counter.store.execute("certificates.stand", ("revoked", kept.id, "revoked"))
    answer = office.answer(jpeg(page(office.pdf, 130)))
    assert answer["reason"] == "revoked"
    assert answer["said"]["en"].startswith("*⚠️ Genuine, but no longer good*")
    assert APPLICANT in answer["said"]["en"]


@pytest.mark.parametrize("left", ["a kind without the field", "no kind"])
def test_what_has_no_name_any_more_is_told_with_its_number(shared: Office, left: str) -> None:
    kinds = dict(shared.verifying.kinds)
    income = kinds.pop("REV-INC")
    if left == "a kind without the field":
        fields = tuple(field for field in income.fields if field.name != "income")
        kinds["REV-INC"] = replace(income, fields=fields)
    after = replace(shared.verifying, kinds=kinds)
    effect = Verify("c9/verify", text=shared.code)
    job = Job(effect.key, effect, PERSON, "c9", (), "", 1, unsure=False, made=NOW)
    answer = said(asyncio.run(after.deliver(job)))
    assert answer["reason"] == "good"
    for language, name, detail in (("en", "Name", "Detail 11"), ("te", "పేరు", "వివరం 11")):
        changed = label("changed", language)
        assert f"{name}: {APPLICANT}" in answer["said"][language]
        assert f"{detail}: ₹1,20,000 ({changed})" in answer["said"][language]


def test_an_expired_one_is_told(office: Office) -> None:
    office.counter.clock.at += timedelta(days=4 * 366)
    assert office.answer(office.pdf)["reason"] == "expired"


@pytest.mark.parametrize("trouble", ["none", "not_the_state"])
def test_it_says_that_it_cannot_verify_without_a_key_set(shared: Office, trouble: str) -> None:
    def none() -> None:
        if trouble == "not_the_state":
            raise NotTheState

    found = shared.verifying
    bare = Verifying(found.store, found.keys, found.clock, found.public_url, none, found.kinds)
    effect = Verify("c9/verify", text=shared.code)
    job = Job(effect.key, effect, PERSON, "c9", (), "", 1, unsure=False, made=NOW)
    assert said(asyncio.run(bare.deliver(job))) == {"outcome": "unread", "why": "no_keys"}
