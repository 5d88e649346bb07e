"""A status list is there with the first of its certificates, and what was published of it meanwhile stays."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import pytest

from engine.runtime.ports import Result, Retry, Write
from engine.services.certificates import register
from engine.services.certificates.handlers import A_LIST
from engine.services.certificates.issuing.saying import status_uri
from engine.services.certificates.issuing.standings import begin_list
from engine.services.certificates.register import Kept
from engine.services.certificates.render import Press
from engine.services.certificates.status import Standing, open_status_list
from tests.services.certificates.counter import URL, Counter, role
from tests.services.homes import Home, PostgresHome


@pytest.fixture
def counter(home: Home, press: Press) -> Iterator[Counter]:
    made = Counter(home, press)
    yield made
    made.store.close()


def skip(counter: Counter, count: int) -> None:
    """Let so many numbers have been given already."""
    if isinstance(counter.home, PostgresHome):
        counter.home.plain("SELECT setval('certificate_seq', ?)", count)
    else:
        counter.store.reserve("certificate", count)


def kept(counter: Counter, session: str) -> Kept:
    found = register.of_effect(f"{session}/1", counter.keys, counter.store)
    assert found is not None
    return found


def published(counter: Counter, number: int) -> bytes:
    rows = counter.store.rows("published.get", (f"status/{number}",))
    return bytes(rows[0][0]) if rows else b""


def standing(counter: Counter, certificate: Kept) -> Standing:
    content = published(counter, certificate.list)
    uri = status_uri(URL, certificate.list)
    assert certificate.place is not None
    return open_status_list(content, uri, counter.key_set()).at(certificate.place)


def test_it_is_there_before_the_certificate_is_even_logged(counter: Counter) -> None:
    skip(counter, A_LIST - 2)
    for session, number in (("s1", 1), ("s2", 2)):
        assert not published(counter, number)
        assert isinstance(counter.deliver(session), Retry)
        found = kept(counter, session)
        assert (found.list, found.awaits_log) == (number, True)
        assert standing(counter, found) == "valid"


def test_it_is_made_once(counter: Counter) -> None:
    first, second = counter.deliver("s1"), counter.deliver("s2")
    assert "published.begin" in statements(first)
    assert "published.begin" not in statements(second)


def test_whoever_comes_second_overwrites_nothing(counter: Counter) -> None:
    """Two workers find no list; before the slower one commits, a certificate of the faster one is revoked."""
    now = counter.clock.now()
    late = begin_list(1, counter.store, counter.ring, URL, now)
    counter.issue("s1")
    found = kept(counter, "s1")
    with counter.store.transaction():
        counter.store.execute("certificates.stand", ("revoked", found.id, "revoked"))
    counter.clock.ticks += 100
    assert counter.standings.step() == 1
    with counter.store.transaction():
        counter.store.write(late)
    assert [type(each) for each in late] == [Write]
    assert standing(counter, found) == "revoked"


def test_all_lists_are_named_in_one_file(counter: Counter) -> None:
    skip(counter, A_LIST - 2)
    for session in ("s1", "s2"):
        counter.issue(session)
        counter.clock.ticks += 100
        counter.standings.step()
    rows = counter.store.rows("published.get", ("status",))
    assert rows[0][1] == "application/json"
    named = orjson.loads(rows[0][0])["status_lists"]

    assert named == [status_uri(URL, 1), status_uri(URL, 2)]
    assert all(
        open_status_list(published(counter, number), uri, counter.key_set())
        for number, uri in enumerate(named, 1)
    )


def test_nothing_is_signed_while_no_key_may_sign_lists(home: Home, press: Press) -> None:
    bare = Counter(home, press, keys=False)
    with bare.store.transaction():
        bare.ring.create(role("Revenue", "certificate", ("REV-INC",)))
        bare.ring.create(role("Log", "log"))
    bare.publish_keys()
    result = bare.deliver("s1")
    assert isinstance(result, Retry)
    assert "status lists" in result.why
    assert register.of_effect("s1/1", bare.keys, bare.store) is None
    bare.store.close()


def statements(result: Result) -> list[str]:
    return [each.statement for each in result.writes]
