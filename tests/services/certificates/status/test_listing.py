"""Status lists: read as they are written, small, and refused when anybody else wrote them."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from engine.services.certificates.keys import KeySet, PublishedKey, key_id
from engine.services.certificates.status import (
    ENTRIES,
    STANDINGS,
    StatusList,
    open_status_list,
    seal_status_list,
)
from engine.services.certificates.status.listing import KIND, entries_of
from engine.services.certificates.token import Malformed, seal_token
from engine.services.certificates.token.cbor import encode
from tests.services.certificates.sample_state import ISSUED, sample_state

URI = "https://v.ap.gov.example/.well-known/status/1"
STATE = sample_state()
DAY_S = 86_400
LIST_KEYS = yaml.safe_load(Path(__file__).with_name("keys.yaml").read_text(encoding="utf-8"))
LISTED = StatusList(
    URI, ISSUED, 43_200, entries_of({7: "revoked", 8: "suspended", 131_071: "replaced"})
)


@settings(max_examples=50)
@given(some.dictionaries(some.integers(0, ENTRIES - 1), some.sampled_from(STANDINGS), max_size=200))
def test_it_says_what_was_written(changed) -> None:
    listed = replace(LISTED, entries=entries_of(changed))
    read = open_status_list(seal_status_list(listed, STATE.secret["status"]), URI, STATE.published)
    assert read == listed
    assert all(read.at(index) == changed.get(index, "valid") for index in (*changed, 0, 99))


def test_the_draft_s_own_example_of_two_bits() -> None:
    """Section 4.2 of the draft: the entries 1,2,0,3,0,1,0,1,1,2,3,3 are the bytes c9 44 f9."""
    stand = [STANDINGS[number] for number in (1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3)]
    assert entries_of(dict(enumerate(stand)), 12) == bytes.fromhex("c944f9")


def test_half_a_percent_of_a_list_is_small() -> None:
    changed = {index * 200: STANDINGS[1] for index in range(ENTRIES // 200)}
    listed = replace(LISTED, entries=entries_of(changed))
    assert len(seal_status_list(listed, STATE.secret["status"])) < 2_000


def _claims(**other: object) -> bytes:
    claims = {2: URI, 6: ISSUED, 65534: 1, 65533: {"bits": 2, "lst": zlib.compress(b"\0" * 9)}}
    return encode({**claims, **{int(number): value for number, value in other.items()}})


FORGED = {
    "another's address": lambda: seal_status_list(replace(LISTED, uri=URI + "0"), STATE.secret["status"]),
    "a key for certificates": lambda: seal_status_list(LISTED, STATE.secret["revenue"]),
    "a stranger's key": lambda: seal_status_list(LISTED, STATE.secret["forger"]),
    "a certificate": lambda: _sealed(_claims(), ""),
    "a day before the key's first": lambda: seal_status_list(replace(LISTED, issued=9), STATE.secret["status"]),
    "one bit an entry": lambda: _sealed(_claims(**{"65533": {"bits": 1, "lst": zlib.compress(b"")}})),
    "a list that is no list": lambda: _sealed(_claims(**{"65533": 5})),
    "what does not unpack": lambda: _sealed(_claims(**{"65533": {"bits": 2, "lst": b"hello"}})),
    "what unpacks to gigabytes": lambda: _sealed(_claims(**{"65533": {"bits": 2, "lst": zlib.compress(b"\0" * 30_000_000)}})),
    "no list at all": lambda: _sealed(encode({2: URI})),
    "a word for a number": lambda: _sealed(_claims(**{"6": "today"})),
    "nothing": lambda: b"",
}  # fmt: skip


def _sealed(payload: bytes, kind: str = KIND) -> bytes:
    key = STATE.secret["status"]
    return seal_token(payload, key, key_id(bytes(key.verify_key)), kind)


@pytest.mark.parametrize("what", FORGED)
def test_it_refuses(what: str) -> None:
    with pytest.raises(Malformed):
        open_status_list(FORGED[what](), URI, STATE.published)


@pytest.mark.parametrize("row", LIST_KEYS, ids=lambda row: row["it"])
def test_a_list(row: dict[str, Any]) -> None:
    if row["taken"]:
        assert open_status_list(signed_on(row), URI, key_set(row)).at(7) == "revoked"
    else:
        with pytest.raises(Malformed):
            open_status_list(signed_on(row), URI, key_set(row))


def signed_on(row: dict[str, Any]) -> bytes:
    """Return the list as it was signed on a day of the row."""
    listed = replace(
        LISTED, issued=ISSUED + row["day"] * DAY_S, uri=row.get("signed_as", LISTED.uri)
    )
    return seal_status_list(listed, STATE.secret["status"])


def key_set(row: dict[str, Any]) -> KeySet:
    """Return a key set that says of the key what the row says."""
    key = PublishedKey(
        public=bytes(STATE.secret["status"].verify_key),
        name="Lists",
        purpose=row.get("purpose", "status"),
        not_before=ISSUED,
        sign_until=ISSUED + 91 * DAY_S - 1,
        state=row.get("state", "active"),
        bad_after=row.get("bad_after"),
    )
    published = replace(STATE.published, keys=(key,))
    if "moved" not in row:
        return published
    return replace(published, issuer=row["moved"], former=(published.issuer,))


def test_it_has_no_place_beyond_its_end() -> None:
    with pytest.raises(Malformed):
        LISTED.at(ENTRIES)
