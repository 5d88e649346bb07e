"""A layout breaks between signing and drawing: what was signed waits for its paper, seen by operators, and never becomes two."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.domain.effect import Issue
from engine.runtime.times import to_ms
from engine.services.certificates import register
from engine.services.certificates.changing import ChangeBody, Changing, arrival
from engine.services.certificates.handlers import MENDED_S
from engine.services.certificates.render import OWN_LAYOUT, Press
from engine.services.watch import figures
from tests.services.certificates.issuing.bureau import HOMES, Bureau

A_MONTH = timedelta(days=30)


@pytest.fixture(params=HOMES)
def bureau(request: pytest.FixtureRequest, tmp_path: Path, press: Press) -> Iterator[Bureau]:
    made = Bureau(tmp_path, HOMES[request.param], press)
    made.receivers["standing"] = Changing(made.keys)
    yield made
    made.close()
    made.scheduler.close()


@pytest.fixture
def broken(tmp_path: Path, repository: Path, press: Press) -> Press:
    """A press whose layout somebody has changed for the worse."""
    templates = tmp_path / "templates"
    shutil.copytree(repository / "templates" / "certificates", templates)
    with (templates / "income_certificate" / OWN_LAYOUT).open("a", encoding="utf-8") as layout:
        layout.write("\n#a_slip()\n")
    return Press(templates, lambda: press.kinds)


def set_press(bureau: Bureau, press: Press) -> None:
    bureau.handlers[Issue] = replace(bureau.handlers[Issue], press=press)


def signed_then_broken(bureau: Bureau, broken: Press) -> register.Kept:
    """Let one be signed and logged with a good layout, and drawn with a broken one for a month."""
    bureau.write("911", "a certificate")
    while not bureau.rows("select number from certificate"):
        bureau.rounds(1)
    set_press(bureau, broken)
    bureau.rounds(5)
    for _ in range(20):
        bureau.clock.forward(A_MONTH.total_seconds() / 20)
        bureau.rounds(2)
    found = kept(bureau)
    assert found.logged == 0
    return found


def kept(bureau: Bureau) -> register.Kept:
    (number,) = bureau.rows("select number from certificate")[0]
    found = register.of_number(number, bureau.keys, bureau.store)
    assert found is not None
    return found


def undrawn(bureau: Bureau) -> int:
    return figures.read(bureau.store, lambda: (0, 0), bureau.clock.now()).undrawn.rows


def test_it_waits_however_long_and_is_handed_over_once_mended(
    bureau: Bureau, broken: Press
) -> None:
    before = signed_then_broken(bureau, broken)
    assert not bureau.rows("select * from dead_letter")
    assert not bureau.hall.told
    assert undrawn(bureau) == 1

    set_press(bureau, bureau.press)
    bureau.clock.forward(MENDED_S)
    bureau.rounds(10)

    assert undrawn(bureau) == 0
    assert dict(bureau.hall.told) == {f"issued {before.number}": 1}
    assert bureau.broken(asked=1) == []


def test_it_is_tried_at_once_where_somebody_says_so(bureau: Bureau, broken: Press) -> None:
    before = signed_then_broken(bureau, broken)
    set_press(bureau, bureau.press)
    bureau.rounds(5)
    assert not bureau.hall.told

    with bureau.store.transaction():
        bureau.store.execute("certificates.hasten", (to_ms(bureau.clock.now()), before.id))
    bureau.rounds(5)

    assert dict(bureau.hall.told) == {f"issued {before.number}": 1}


def test_revoked_it_fails_and_asking_anew_gives_the_only_valid_one(
    bureau: Bureau, broken: Press
) -> None:
    before = signed_then_broken(bureau, broken)
    body = ChangeBody(before.number, "revoked", "sample.tahsildar", "It cannot be printed", 0)
    bureau.inbox.append([arrival(before, body, "page", bureau.clock.now())])
    bureau.rounds(10)
    assert dict(bureau.hall.told) == {"failed ": 1}
    assert undrawn(bureau) == 0

    set_press(bureau, bureau.press)
    bureau.write("911", "a certificate")
    bureau.rounds(20)

    standings = bureau.rows("select status from certificate order by serial")
    assert [status for (status,) in standings] == ["revoked", "valid"]


def test_a_suspended_one_is_handed_over_only_once_restored(bureau: Bureau, broken: Press) -> None:
    before = signed_then_broken(bureau, broken)
    set_press(bureau, bureau.press)
    for seen, did in enumerate(("suspended", "restored")):
        assert not bureau.hall.told
        body = ChangeBody(before.number, did, "sample.tahsildar", "A sample reason", seen)
        bureau.inbox.append([arrival(kept(bureau), body, did, bureau.clock.now())])
        bureau.rounds(10)

    assert dict(bureau.hall.told) == {f"issued {before.number}": 1}


def test_without_a_key_it_waits_for_one(bureau: Bureau) -> None:
    """Also longer than the week after which other effects are given up."""
    roots = bureau.ring._roots
    bureau.ring._roots = replace(roots, public=(b"x" * 32,))
    bureau.write("911", "a certificate")
    for _ in range(20):
        bureau.clock.forward(A_MONTH.total_seconds() / 20)
        bureau.rounds(1)
    assert not bureau.rows("select * from dead_letter")

    bureau.ring._roots = roots
    bureau.clock.forward(MENDED_S)
    bureau.rounds(10)

    assert dict(bureau.hall.told) == {f"issued {kept(bureau).number}": 1}
