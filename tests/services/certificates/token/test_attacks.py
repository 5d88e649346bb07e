"""What must be answered to each attack of attacks.yaml, and to every single flipped bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import cbor2
import pytest
import yaml

from engine.services.certificates.keys import key_id
from engine.services.certificates.token import Claims, Malformed, open_token, seal_token
from engine.services.certificates.token.cbor import encode
from engine.services.certificates.verifying.verdict import Circumstances, judge
from tests.services.certificates.sample_state import SAMPLE, SampleState

ATTACKS = yaml.safe_load((Path(__file__).parent / "attacks.yaml").read_text(encoding="utf-8"))
NOW = 1_764_000_000
ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the group of Ed25519: added to a signature it gives a second form of it, which must not pass."""


def claims_map() -> dict[Any, Any]:
    return cbor2.loads(SAMPLE.to_bytes())


def _second_form(payload: bytes) -> bytes:
    """Put the first claim last."""
    (first, value), *rest = cbor2.loads(payload).items()
    return cbor2.dumps(dict([*rest, (first, value)]))


PAYLOADS = {
    "duplicate": lambda: b"\xa8" + SAMPLE.to_bytes()[1:2] + SAMPLE.to_bytes()[2:] + encode(169) + encode({}),
    "wide": lambda: SAMPLE.to_bytes().replace(b"\x06\x1a", b"\x06\x1b\0\0\0\0", 1),
    "unordered": lambda: _second_form(SAMPLE.to_bytes()),
    "indefinite": lambda: b"\xbf" + SAMPLE.to_bytes()[1:] + b"\xff",
    "unknown_claim": lambda: encode({**claims_map(), 99: 1}),
    "number_as_name": lambda: encode({**claims_map(), 1: 1}),
    "fraction": lambda: encode({**claims_map(), 6: float(SAMPLE.issued)}),
    "no_certificate": lambda: encode({key: value for key, value in claims_map().items() if key != -70001}),
    "list": lambda: encode([1, 2, 3]),
}  # fmt: skip
BYTES = {"nested": b"\x81" * 2_000 + b"\x01", "huge": b"\x58" + b"\0" * 5_000}


def forged(row: dict[str, Any], state: SampleState) -> bytes:
    if "bytes" in row:
        return BYTES.get(row["bytes"]) or bytes.fromhex(row["bytes"])
    claims = replace(SAMPLE, **row.get("claims", {}))
    payload = PAYLOADS[row["payload"]]() if "payload" in row else claims.to_bytes()
    kid = key_id(bytes(state.secret[row.get("kid", "revenue")].verify_key))
    key = state.secret[row.get("signer", "revenue")]
    token = _reshaped(row, seal_token(payload, key, kid, row.get("kind", "")), kid, key)
    token += token if row.get("append") == "token" else bytes.fromhex(row.get("append", ""))
    return token[: -row["cut"]] if "cut" in row else token


def _reshaped(row: dict[str, Any], token: bytes, kid: bytes, key: Any) -> bytes:
    protected, unprotected, payload, signature = cbor2.loads(token).value

    def named(header: dict[int, Any]) -> dict[int, Any]:
        return {number: kid if value == "kid" else value for number, value in header.items()}

    if "protected" in row:
        protected = encode(named(row["protected"]))
    if "protected_bytes" in row:
        protected = bytes.fromhex(row["protected_bytes"]) + encode(kid)
    if "protected" in row or "protected_bytes" in row:
        signature = key.sign(encode(["Signature1", protected, b"", payload])).signature
    unprotected = named(row.get("unprotected", unprotected))
    if "envelope" in row:
        payload = replace(SAMPLE, fields={**SAMPLE.fields, **row["envelope"]["claims"]}).to_bytes()
    if row.get("malleable"):
        second = int.from_bytes(signature[32:], "little") + ORDER
        signature = signature[:32] + second.to_bytes(32, "little")
    parts = [protected, unprotected, payload, signature]
    tag = row.get("tag", 18)
    token = encode(parts if tag is None else cbor2.CBORTag(tag, parts))
    return encode(cbor2.CBORTag(row["outer"], cbor2.loads(token))) if "outer" in row else token


@pytest.mark.parametrize("row", ATTACKS, ids=lambda row: row["it"])
def test_it(row: dict[str, Any], state: SampleState) -> None:
    around = Circumstances(
        now=row.get("now", NOW),
        id=bytes.fromhex(row.get("id", SAMPLE.id.hex())),
        standing=row.get("standing", "valid"),
        status_age_s=row.get("status_age_s", 60),
        logged=row.get("logged"),
        witnessed=row.get("witnessed", True),
    )
    verdict = judge(forged(row, state), state.published, around)
    assert verdict.reason == row["says"]
    assert (verdict.claims is not None) == (verdict.key is not None)


def test_payloads_of_attacks_differ_from_the_genuine_one() -> None:
    genuine = SAMPLE.to_bytes()
    assert all(make() != genuine for make in PAYLOADS.values())
    assert cbor2.loads(PAYLOADS["wide"]()) == cbor2.loads(genuine)
    assert cbor2.loads(PAYLOADS["unordered"]()) == cbor2.loads(genuine)


def test_it_refuses_every_flipped_bit(state: SampleState) -> None:
    key = state.secret["revenue"]
    token = seal_token(SAMPLE.to_bytes(), key, key_id(bytes(key.verify_key)))
    around = Circumstances(now=NOW, id=SAMPLE.id, standing="valid")
    for bit in range(len(token) * 8):
        flipped = bytearray(token)
        flipped[bit // 8] ^= 1 << bit % 8
        assert judge(bytes(flipped), state.published, around).answer != "genuine"


def test_it_reads_back_what_it_signed(state: SampleState) -> None:
    key = state.secret["revenue"]
    opened = open_token(seal_token(SAMPLE.to_bytes(), key, key_id(bytes(key.verify_key))))
    assert Claims.from_bytes(opened.payload) == SAMPLE
    with pytest.raises(Malformed):
        Claims.from_bytes(opened.payload + b"\0")
