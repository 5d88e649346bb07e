"""A certificate is what its kind was when the case began, however the kind has changed since; and every case gets that one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from engine.domain.effect import Issue
from engine.runtime import blobs
from engine.runtime.ports import Dead, Done, Job, Result, Retry
from engine.services.certificates.kinds import kind_of
from engine.services.certificates.register import of_effect
from engine.services.certificates.render import Press
from tests.services.certificates.counter import NOW, Counter
from tests.services.homes import Home

FIELDS = {"applicant": "Sample Citizen", "income": 12_000_000, "clan": "an old field"}


@pytest.fixture
def counter(home: Home, press: Press) -> Iterator[Counter]:
    made = Counter(home, press)
    yield made
    made.store.close()


def older(press: Press, **other: Any) -> Mapping[str, Any]:
    """Return the income certificate as it was before somebody took a field away and gave it another title."""
    now = press.kinds["income_certificate"].declared
    clan = {"label": {"te": "వంశం", "en": "Clan"}, "token": 20, "in_code": 5}
    return {
        **now,
        "title": {"te": "పాత పత్రం", "en": "Older paper"},
        "fields": {**now["fields"], "clan": clan},
        **other,
    }


def deliver(counter: Counter, declared: Mapping[str, Any]) -> Result:
    effect = Issue(
        "s1/1", declared["certificate"], "revenue.income_certificate", FIELDS, "", declared
    )
    job = Job(effect.key, effect, "p1", "s1", (), "", 1, unsure=False, made=NOW)
    result = asyncio.run(counter.certificates.deliver(job))
    with counter.store.transaction():
        counter.store.write(result.writes)
    return result


@pytest.mark.parametrize("name", ["income_certificate", "a_kind_that_is_gone"])
def test_a_case_under_way_gets_the_one_it_began_with(counter: Counter, name: str) -> None:
    declared = older(counter.press, certificate=name)

    first = deliver(counter, declared)
    counter.sequencer.step()
    counter.restart()
    done = deliver(counter, declared)

    assert isinstance(first, Retry)
    assert isinstance(done, Done), done
    kept = of_effect("s1/1", counter.keys, counter.store)
    assert kept is not None
    assert kept.fields["clan"] == "an old field"
    file = blobs.find(f"certificate-{kept.id}", counter.keys, counter.store)
    assert file is not None
    assert b"Older paper" in file.content


def test_what_was_issued_can_be_drawn_again_as_it_was(counter: Counter) -> None:
    declared = older(counter.press)
    deliver(counter, declared)
    kept = of_effect("s1/1", counter.keys, counter.store)
    assert kept is not None
    record = counter.certificates._record(kept, kept.token)

    assert counter.press.pdf(record, kind_of(declared)).startswith(b"%PDF-")


def test_one_that_began_before_kinds_were_kept_gets_the_one_in_force(counter: Counter) -> None:
    effect = Issue("s1/1", "income_certificate", "revenue.income_certificate", FIELDS)
    job = Job(effect.key, effect, "p1", "s1", (), "", 1, unsure=False, made=NOW)

    refused = asyncio.run(counter.certificates.deliver(job))

    assert isinstance(refused, Dead)
    assert "'clan' is not a field" in refused.why
