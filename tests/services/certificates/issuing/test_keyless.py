"""A key is missing: nothing is issued and nothing is lost; once it is there, what waited is issued."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.runtime.ports import Done, Retry
from engine.services.certificates import register
from engine.services.certificates.render import Press
from tests.services.certificates.counter import Counter, role
from tests.services.homes import Home

ROLES = {
    "certificate": role("Revenue", "certificate", ("REV-INC",)),
    "status": role("Lists", "status"),
    "log": role("Log", "log"),
}


@pytest.fixture
def counter(home: Home, press: Press) -> Iterator[Counter]:
    made = Counter(home, press, keys=False)
    yield made
    made.store.close()


def give(counter: Counter, *purposes: str) -> None:
    with counter.store.transaction():
        for purpose in purposes:
            counter.ring.create(ROLES[purpose])
    counter.publish_keys()


@pytest.mark.parametrize(("missing", "signed"), [("certificate", False), ("status", False), ("log", True)])  # fmt: skip
def test_it_waits_for_the_key_and_then_issues(counter: Counter, missing: str, signed: bool) -> None:
    give(counter, *(purpose for purpose in ROLES if purpose != missing))

    waits = [counter.deliver("s1"), counter.sequencer.step(), counter.deliver("s1")]
    kept = register.of_effect("s1/1", counter.keys, counter.store)

    assert all(isinstance(each, Retry) for each in (waits[0], waits[2]))
    assert all(each.after_s is not None for each in (waits[0], waits[2])), "it is never given up"
    assert (kept is not None) == signed
    assert kept is None or kept.awaits_log

    give(counter, missing)
    assert isinstance(counter.result("s1"), Done)
    assert len(counter.home.plain("SELECT id FROM certificate")) == 1
