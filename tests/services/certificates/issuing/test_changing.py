"""An officer changes how a certificate stands: the worker does it, the log and the list say so, the citizen hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.runtime.doors import set_fault_hook
from engine.services.certificates import register
from engine.services.certificates.changing import Change, ChangeBody, Changing, arrival
from engine.services.certificates.issuing.proofs import KEY, note_at, reading
from engine.services.certificates.issuing.saying import status_uri
from engine.services.certificates.keys.holding import key_set
from engine.services.certificates.log.audit import audit
from engine.services.certificates.log.note import read_key
from engine.services.certificates.log.proof import LogPolicy
from engine.services.certificates.render import Press
from engine.services.certificates.status import open_status_list
from engine.services.certificates.token import Link
from engine.services.certificates.verifying.enquiry import Enquiry
from tests.runtime.pretend import START
from tests.services.certificates.counter import URL
from tests.services.certificates.issuing.bureau import HOMES, ROOTS, Bureau
from tests.services.certificates.issuing.test_crashes import crash_at, live

REASON = "A sample reason"


@pytest.fixture(params=HOMES)
def bureau(request: pytest.FixtureRequest, tmp_path: Path, press: Press) -> Iterator[Bureau]:
    made = Bureau(tmp_path, HOMES[request.param], press)
    made.receivers["standing"] = Changing(made.keys)
    made.write("911", "a certificate")
    made.rounds(20)
    yield made
    set_fault_hook(None)
    made.close()
    made.scheduler.close()


def kept(bureau: Bureau) -> register.Kept:
    number = bureau.rows("select number from certificate")[0][0]
    found = register.of_number(number, bureau.keys, bureau.store)
    assert found is not None
    return found


def change(bureau: Bureau, did: Change) -> None:
    now = kept(bureau)
    body = ChangeBody(now.number, did, "sample.tahsildar", REASON, len(now.history))
    bureau.inbox.append([arrival(now, body, f"{did}", bureau.clock.now())])


def verdict(bureau: Bureau) -> str:
    published = key_set(bureau.store, ROOTS)
    assert published is not None
    enquiry = Enquiry(URL, bureau.store, bureau.keys, published)
    now = kept(bureau)
    found = enquiry.of_token(Link(now.id, now.token), int(START.timestamp()) + 60)
    return found.verdict.reason


def listed(bureau: Bureau) -> str:
    """Return how it stands in the list that everybody reads."""
    now, published = kept(bureau), key_set(bureau.store, ROOTS)
    assert published is not None
    assert now.place is not None
    rows = bureau.store.rows("published.get", (f"status/{now.list}",))
    uri = status_uri(URL, now.list)
    return open_status_list(bytes(rows[0][0]), uri, published).at(now.place)


def events(bureau: Bureau) -> dict[str, int]:
    found = audit(
        reading(bureau.store), LogPolicy((read_key(note_at(bureau.store, KEY)),)), bureau.seen
    )
    assert not found.troubles
    counts: dict[str, int] = {}
    for (event, *_), count in found.counts.items():
        counts[event] = counts.get(event, 0) + count
    return counts


def test_it_is_told_listed_and_logged_within_a_minute(bureau: Bureau) -> None:
    number = kept(bureau).number
    began = bureau.clock.now()
    change(bureau, "suspended")
    while listed(bureau) == "valid" or events(bureau) != {"issued": 1, "suspended": 1}:
        bureau.rounds(1)
        assert (bureau.clock.now() - began).total_seconds() < 60
    bureau.rounds(3)

    assert verdict(bureau) == "suspended"
    assert bureau.hall.told[f"standing {number}"] == 1

    change(bureau, "restored")
    bureau.rounds(30)
    assert (listed(bureau), verdict(bureau)) == ("valid", "good")
    change(bureau, "revoked")
    bureau.rounds(30)

    assert (listed(bureau), verdict(bureau)) == ("revoked", "revoked")
    assert events(bureau) == {"issued": 1, "suspended": 1, "restored": 1, "revoked": 1}
    assert [line["did"] for line in kept(bureau).history] == ["suspended", "restored", "revoked"]


def test_it_is_done_once_though_it_arrives_twice(bureau: Bureau) -> None:
    change(bureau, "suspended")
    now = kept(bureau)
    body = ChangeBody(now.number, "revoked", "sample.tahsildar", REASON, len(now.history))
    bureau.inbox.append([arrival(now, body, "another page", bureau.clock.now())])
    bureau.rounds(20)

    assert len(kept(bureau).history) == 1
    assert kept(bureau).status == "suspended"


@pytest.mark.parametrize(
    "point", ["turns.before_commit", "turns.committed", "log.before_commit", "log.committed"]
)
def test_it_is_done_once_through_a_crash(bureau: Bureau, point: str) -> None:
    change(bureau, "revoked")
    set_fault_hook(crash_at(point, 1))
    assert live(bureau, 10) == 1
    set_fault_hook(None)
    bureau.rounds(30)

    assert events(bureau) == {"issued": 1, "revoked": 1}
    assert (listed(bureau), len(kept(bureau).history)) == ("revoked", 1)


def test_an_erased_case_is_told_nothing_and_its_certificate_is_revoked(bureau: Bureau) -> None:
    change(bureau, "revoked")
    bureau.rows("delete from session returning id")
    bureau.rounds(10)

    assert kept(bureau).status == "revoked"
    assert not bureau.rows("select * from dead_letter")
