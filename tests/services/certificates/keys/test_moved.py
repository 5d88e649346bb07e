"""The State's address changes: papers printed with the old one stay good wherever they are checked, and look-alikes stay refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.runtime import blobs
from engine.services.certificates import register
from engine.services.certificates.keys import KeySet, countersign, draft_key_set, open_key_set
from engine.services.certificates.keys.holding import first_issuer
from engine.services.certificates.register import Kept
from engine.services.certificates.render import Press
from engine.services.certificates.token import Claims, Malformed, open_token, write_link
from engine.services.certificates.token.cbor import decode, encode
from engine.services.certificates.verifying.afar import EnquiryAfar
from engine.services.certificates.verifying.enquiry import Enquiry
from engine.services.certificates.verifying.sheet import Sheet, read_sheet
from engine.services.certificates.verifying.verdict import Circumstances, judge
from tests.services.certificates.counter import ROOT, ROOTS, URL, Counter
from tests.services.certificates.sample_state import SAMPLE, SampleState, sample_state
from tests.services.certificates.token.test_attacks import NOW, forged
from tests.services.homes import SqliteHome

MOVED: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("moved.yaml").read_text(encoding="utf-8")
)
NEW, NEWEST = "https://new.example", "https://newest.example"


def moved(row: dict[str, Any]) -> KeySet:
    """Return the sample state's key set as the row has it."""
    return replace(sample_state().published, issuer=row["issuer"], former=tuple(row["former"]))


@pytest.mark.parametrize("row", MOVED, ids=lambda row: str(row["it"]))
def test_a_certificate_of_before(row: dict[str, Any]) -> None:
    around = Circumstances(now=NOW, id=SAMPLE.id, standing="valid")
    assert judge(forged({}, sample_state()), moved(row), around).reason == row["says"]


def test_a_key_set_says_where_certificates_were_issued_before() -> None:
    published = moved(MOVED[2])
    content = countersign(draft_key_set(published), ROOT)

    opened = open_key_set(content, ROOTS)
    assert (opened.issuer, opened.former) == (published.issuer, published.former)
    assert published.hosts[0] == "https://v.ap.gov.example"
    assert published.path_of("https://new.example/.well-known/status/1") == "/.well-known/status/1"
    assert published.path_of("https://new.example.evil.example/x") == ""


@pytest.mark.parametrize("said", [[], [1], "https://old.example", None])
def test_a_key_set_that_says_it_otherwise_is_refused(said: object) -> None:
    tagged = decode(draft_key_set(sample_state().published), 10_000)
    tagged.value[2] = encode({**decode(tagged.value[2], 10_000), 6: said})

    with pytest.raises(Malformed):
        open_key_set(countersign(encode(tagged), ROOT), ROOTS)


@pytest.fixture
def counter(tmp_path: Path, press: Press) -> Iterator[Counter]:
    made = Counter(SqliteHome(tmp_path), press)
    yield made
    made.store.close()


def issued(counter: Counter, session: str) -> Kept:
    counter.issue(session)
    kept = register.of_effect(f"{session}/1", counter.keys, counter.store)
    assert kept is not None
    return kept


def answers(counter: Counter, sheet: Sheet) -> tuple[str, str]:
    """Return what is said with the register at hand, and far from it."""
    now, published = int(counter.clock.now().timestamp()), counter.key_set()

    def fetch(path: str) -> bytes:
        rows = counter.store.rows("published.get", (path,))
        if not rows:
            raise LookupError(path)
        return bytes(rows[0][0])

    here = Enquiry(counter.url, counter.store, counter.keys, published)
    afar = EnquiryAfar(published, fetch)
    return here.of_sheet(sheet, now).verdict.reason, afar.of_sheet(sheet, now).verdict.reason


def test_papers_of_every_address_are_good_and_the_log_goes_on(counter: Counter) -> None:
    kept = {URL: issued(counter, "s1")}
    for place in (NEW, NEWEST, URL):
        counter.move(place)
        kept[place] = issued(counter, f"at {place}")
    counter.clock.ticks += 100.0
    counter.standings.step()

    for host, each in kept.items():
        blob = blobs.find(each.media, counter.keys, counter.store)
        assert blob is not None
        sheet = read_sheet(blob.content)
        assert sheet.codes == (write_link(host, each.id, each.token),)
        assert Claims.from_bytes(open_token(each.token).payload).issuer == host
        assert answers(counter, sheet) == ("good", "good"), host
        for look_alike in (f"{host}.evil.example", host.replace("example", "exarnple")):
            code = write_link(look_alike, each.id, each.token)
            assert answers(counter, Sheet((code,))) == ("other_host", "other_host")
    assert counter.key_set().former == (URL, NEW, NEWEST)
    assert first_issuer(counter.store, ROOTS, "https://ignored.example") == URL


def test_a_paper_is_good_before_the_lists_are_signed_anew(counter: Counter) -> None:
    kept = issued(counter, "s1")
    counter.standings.step()
    counter.move(NEW)

    assert answers(counter, Sheet((write_link(URL, kept.id, kept.token),)))[0] == "good"
    code = Sheet((write_link(URL, kept.id, kept.token),))
    assert answers(counter, code) == ("good", "good")


def test_a_key_set_of_a_state_that_never_moved_is_what_it_was(state: SampleState) -> None:
    assert 6 not in decode(decode(draft_key_set(state.published), 10_000).value[2], 10_000)


@pytest.fixture
def state() -> SampleState:
    return sample_state()
