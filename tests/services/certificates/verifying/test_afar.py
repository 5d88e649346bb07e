"""What a stranger's token says of days and addresses is not looked at before its signature, and never leads out of our files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from nacl.signing import SigningKey

from engine.services.certificates.keys import key_id
from engine.services.certificates.token import StatusPlace, seal_token
from engine.services.certificates.verifying.afar import EnquiryAfar
from engine.services.certificates.verifying.sheet import Sheet
from tests.services.certificates.sample_state import ISSUER, SAMPLE, sample_state

NOW = 1_764_000_000
STATE = sample_state()
CLAIMS: dict[str, dict[str, Any]] = {
    "is of a day that no calendar has": {"issued": 10**17},
    "is of a day that no computer can count": {"issued": 2**70},
    "names a list that lies elsewhere on the disk": {"status": "//dev/zero"},
    "names a list above our files": {"status": "/../../etc/passwd"},
    "names a list that no disk can have": {"status": "/status/1\0"},
    "names a list in letters that no address has": {"status": "/status/é"},
}


def token(claims: dict[str, Any], signer: SigningKey) -> bytes:
    said = dict(claims)
    if "status" in said:
        said["status"] = StatusPlace(1, f"{ISSUER}/.well-known{said['status']}")
    kid = key_id(bytes(STATE.secret["revenue"].verify_key))
    return seal_token(replace(SAMPLE, **said).to_bytes(), signer, kid)


@pytest.mark.parametrize("claims", CLAIMS.values(), ids=CLAIMS.keys())
@pytest.mark.parametrize(
    ("signer", "said"), [("forger", {"bad_signature"}), ("revenue", {"key_may_not", "not_logged"})]
)
def test_it_opens_nothing_when_it(claims: dict[str, Any], signer: str, said: set[str]) -> None:
    opened: list[str] = []

    def fetch(path: str) -> bytes:
        opened.append(path)
        raise LookupError(path)

    sheet = Sheet(token=token(claims, STATE.secret[signer]), proof="a proof")
    found = EnquiryAfar(STATE.published, fetch).of_sheet(sheet, NOW)

    assert found.verdict.reason in said
    assert opened == []
