"""Keys over the years: begun, followed by the next, retired, stolen; and the editions in which readers hear of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from nacl.signing import SigningKey

from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys, Sealed
from engine.runtime.store.protocol import Store
from engine.services.certificates.keys import (
    KeySet,
    NotTheState,
    PublishedKey,
    Roots,
    countersign,
    draft_key_set,
    key_id,
    open_key_set,
)
from engine.services.certificates.keys.ending import days_left
from engine.services.certificates.keys.holding import (
    KeyRing,
    OlderEdition,
    held,
    next_key_set,
    put_in_force,
)
from engine.services.certificates.token import seal_token
from engine.services.certificates.verifying.verdict import Circumstances, judge
from tests.services.certificates.counter import ROOT, ROOTS, URL, MovingClock, role
from tests.services.certificates.sample_state import ISSUED, SAMPLE
from tests.services.homes import Home

DAY_S = 86_400
DATA: Any = yaml.safe_load(Path(__file__).with_name("scenarios.yaml").read_text("utf-8"))


def secret(name: object) -> SigningKey:
    return SigningKey(str(name).encode().ljust(32, b"."))


def day(number: int) -> int:
    return ISSUED + number * DAY_S


def published(name: str) -> KeySet:
    said = DATA["editions"][name]
    keys = tuple(
        PublishedKey(
            public=bytes(secret(each["name"]).verify_key),
            name=each["name"],
            purpose=each.get("purpose", "certificate"),
            not_before=day(each["from"]),
            sign_until=day(each["until"]),
            types=tuple(each.get("types", ["REV-INC"])),
            districts=tuple(each.get("districts", ())),
            state=each.get("state", "active"),
            bad_after=each.get("bad_after"),
        )
        for each in said["keys"]
    )
    return KeySet(
        issuer=SAMPLE.issuer, number=1, issued=day(0), good_until=day(said["good_until"]), keys=keys
    )


@pytest.mark.parametrize("row", DATA["rows"], ids=lambda row: row["it"])
def test_a_reader(row: dict[str, Any]) -> None:
    district = row.get("district", "505")
    claims = replace(
        SAMPLE,
        issued=day(row["signed_on"]),
        expires=day(9_999),
        place=(district,) if district else (),
    )
    signer = secret(row["by"])
    token = seal_token(claims.to_bytes(), signer, key_id(bytes(signer.verify_key)))
    logged = {"missing": -1}.get(row.get("logged"), row.get("logged"))
    around = Circumstances(now=day(row["today"]), standing="valid", logged=logged)

    assert judge(token, published(row["edition"]), around).reason == row["says"]


@pytest.mark.parametrize("row", DATA["thresholds"], ids=lambda row: row["it"])
def test_a_reader_with_pinned_roots(row: dict[str, Any]) -> None:
    roots = Roots(tuple(bytes(secret(each).verify_key) for each in (1, 2, 3)), row["needs"])
    content = draft_key_set(published("first"))
    for each in row["signed"]:
        content = countersign(content, secret(each))

    if row["taken"]:
        assert open_key_set(content, roots) == published("first")
    else:
        with pytest.raises(NotTheState):
            open_key_set(content, roots)


def test_roots_follow_each_other_by_signing_with_both() -> None:
    """A new pin is taken into use while editions carry the signatures of the old roots and of the new."""
    old, new = (Roots((bytes(secret(each).verify_key),), 1) for each in ("old", "new"))
    content = countersign(
        countersign(draft_key_set(published("first")), secret("old")), secret("new")
    )

    assert open_key_set(content, old) == open_key_set(content, new)


ENDING = yaml.safe_load(Path(__file__).with_name("ending.yaml").read_text("utf-8"))


@pytest.mark.parametrize("row", ENDING, ids=lambda row: row["it"])
def test_what_is_left(row: dict[str, Any]) -> None:
    keys = tuple(
        PublishedKey(
            public=bytes(secret(number).verify_key),
            name=str(number),
            purpose=each.get("purpose", "certificate"),
            not_before=day(each["from"]),
            sign_until=day(each["until"] + 1) - 1,
            types=tuple(each.get("types", ["REV-INC"])),
            districts=tuple(each.get("districts", ())),
            state=each.get("state", "active"),
        )
        for number, each in enumerate(row["keys"])
    )
    known = KeySet(issuer=URL, number=1, issued=day(0), good_until=day(90), keys=keys)
    found = days_left(known, day(0)).get(tuple(row.get("role", ("certificate", "REV-INC", ""))))
    assert found is None if row["left"] is None else round(found) == row["left"]


def test_nothing_is_left_where_no_key_set_is_in_force() -> None:
    assert set(days_left(None, day(0)).values()) == {0}


# -- in the store --------------------------------------------------------------------------------------------------------


def publish(store: Store, now: int) -> bytes:
    """Put every key there is in force, and return the edition."""
    edition = countersign(draft_key_set(next_key_set(store, URL, now, 100, ROOTS)), ROOT)
    store.write((put_in_force(edition, store, ROOTS, 0),))
    return edition


def test_an_edition_that_is_not_newer_is_refused(home: Home) -> None:
    clock, keys = MovingClock(), Keys(b"k" * 32, SystemRandom())
    store = home.store(keys, clock)
    ring = KeyRing(store, keys, clock, SystemRandom(), ROOTS)
    editions = []
    for name in ("Revenue", "Revenue 2"):
        with store.transaction():
            ring.create(role(name, "certificate", ("REV-INC",)))
            editions.append(publish(store, 1))

    for each in editions:
        with pytest.raises(OlderEdition):
            put_in_force(each, store, ROOTS, 0)
    store.close()


def test_secret_halves_lie_sealed_and_another_master_key_does_not_open_them(home: Home) -> None:
    clock, keys = MovingClock(), Keys(b"k" * 32, SystemRandom())
    store = home.store(keys, clock)
    with store.transaction():
        made = KeyRing(store, keys, clock, SystemRandom(), ROOTS).create(
            role("Revenue", "certificate")
        )
    plain = bytes(KeyRing(store, keys, clock, SystemRandom(), ROOTS).secret(made.kid))
    stored = b"".join(bytes(row[0]) for row in home.plain("SELECT secret FROM signing_key"))
    everything = stored + b"".join(
        bytes(row[0]) for row in home.plain("SELECT wrapped FROM data_key")
    )
    other = Keys(b"x" * 32, SystemRandom())

    assert plain not in everything
    with pytest.raises(Sealed):
        KeyRing(store, other, clock, SystemRandom(), ROOTS).secret(made.kid)
    store.close()


def test_a_destroyed_secret_signs_nothing_more_and_stays_published(home: Home) -> None:
    clock, keys = MovingClock(), Keys(b"k" * 32, SystemRandom())
    store = home.store(keys, clock)
    ring = KeyRing(store, keys, clock, SystemRandom(), ROOTS)
    with store.transaction():
        made = ring.create(role("Revenue", "certificate", ("REV-INC",)))
        publish(store, 1)
    assert ring.signer("certificate", int(clock.now().timestamp()), "REV-INC") == made
    with store.transaction():
        ring.destroy(made.kid)

    assert ring.signer("certificate", int(clock.now().timestamp()), "REV-INC") is None
    assert [(each.published.kid, each.secret) for each in held(store)] == [(made.kid, False)]
    with pytest.raises(LookupError):
        ring.secret(made.kid)
    store.close()
