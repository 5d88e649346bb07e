"""Other people's libraries read our tokens, and we read theirs. Claim 169: https://github.com/idpass/claim-169; CWT: python-cwt."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import base45
import cbor2
import claim169
import cwt
import pytest
from cwt import COSEKey

from engine.services.certificates.keys import key_id
from engine.services.certificates.token import open_token, seal_token
from engine.services.certificates.verifying.verdict import Circumstances, judge
from tests.services.certificates.sample_state import SAMPLE, SampleState, sample_state


@pytest.fixture(scope="session")
def token(state: SampleState) -> bytes:
    key = state.secret["revenue"]
    return seal_token(SAMPLE.to_bytes(), key, key_id(bytes(key.verify_key)))


def test_python_cwt_reads_ours(token: bytes, state: SampleState) -> None:
    public = bytes(state.secret["revenue"].verify_key)
    key = COSEKey.new({1: 1, 2: key_id(public), 3: -8, -1: 6, -2: public})
    claims = cwt.decode(token, key)
    assert claims == cbor2.loads(SAMPLE.to_bytes())


def test_claim169_reads_ours(token: bytes, state: SampleState) -> None:
    public = bytes(state.secret["revenue"].verify_key)
    code = base45.b45encode(zlib.compress(token)).decode()
    read = claim169.decode_with_ed25519(code, public)
    assert read.claim169.full_name == SAMPLE.person[4]
    assert read.cwt_meta.issuer == SAMPLE.issuer
    assert read.cwt_meta.issued_at == SAMPLE.issued


def test_claim169_refuses_ours_under_another_key(token: bytes, state: SampleState) -> None:
    code = base45.b45encode(zlib.compress(token)).decode()
    with pytest.raises(claim169.SignatureError):
        claim169.decode_with_ed25519(code, bytes(state.secret["forger"].verify_key))


NOW = 1_764_000_000
AROUND = Circumstances(now=NOW, id=SAMPLE.id, standing="valid")
Change = Callable[[dict[int, Any]], dict[int, Any]]


def of_cwt(
    state: SampleState, claims: dict[int, Any], holder: str = "revenue", **header: Any
) -> bytes:
    """Return a token whose claims python-cwt checked and whose envelope it wrote and signed. header: other headers than our profile's."""
    secret = state.secret[holder]
    public, kid = bytes(secret.verify_key), key_id(bytes(secret.verify_key))
    key = COSEKey.new({1: 1, 2: kid, 3: -8, -1: 6, -2: public, -4: bytes(secret)})
    headers = {"protected": {1: -8, 4: kid}, "unprotected": {}, **header}
    payload = cbor2.dumps(cwt.Claims.new(claims).to_dict())
    return cwt.COSE.new().encode_and_sign(payload, key, **headers)


def profile() -> dict[int, Any]:
    """Return all that our profile demands, as plain claims."""
    return dict(cbor2.loads(SAMPLE.to_bytes()))


def without(*numbers: int) -> Change:
    return lambda claims: {number: each for number, each in claims.items() if number not in numbers}


CLAIMS: dict[str, tuple[Change, str]] = {
    "all that our profile demands": (without(), "good"),
    "no place in a list of standings": (without(65535), "good"),
    "no person": (without(169), "good"),
    "no certificate": (without(-70001), "unreadable"),
    "no id": (without(7), "unreadable"),
    "no issuer": (without(1), "unreadable"),
    "no moment of issue": (without(6), "unreadable"),
    "a claim we do not have: not before": (lambda claims: dict(sorted({**claims, 5: NOW}.items(), key=_canonical)), "unreadable"),
    "another order": (lambda claims: dict(reversed(claims.items())), "unreadable"),
    "no type": (lambda claims: {**claims, -70001: without(1)(claims[-70001])}, "unreadable"),
    "a type that this key may not sign": (lambda claims: {**claims, -70001: {**claims[-70001], 1: "EDU-SSC"}}, "key_may_not"),
    "another State": (lambda claims: {**claims, 1: "https://other.example"}, "key_may_not"),
    "another certificate's id": (lambda claims: {**claims, 7: b"0123456789"}, "other_certificate"),
    "a time that is over": (lambda claims: {**claims, 4: NOW - 1_000}, "expired"),
}  # fmt: skip


def _canonical(claim: tuple[int, Any]) -> tuple[int, bytes]:
    written = cbor2.dumps(claim[0])
    return len(written), written


@pytest.mark.parametrize("what", CLAIMS)
def test_we_verify_what_python_cwt_wrote_with(what: str, state: SampleState) -> None:
    change, says = CLAIMS[what]
    token = of_cwt(state, change(profile()))

    assert open_token(token).verified(bytes(state.secret["revenue"].verify_key))
    assert judge(token, state.published, AROUND).reason == says


def test_we_verify_what_python_cwt_wrote_byte_for_byte_as_we_do(
    state: SampleState, token: bytes
) -> None:
    assert of_cwt(state, profile()) == token


@pytest.mark.parametrize(
    ("holder", "says"),
    [("forger", "unknown_key"), ("education", "key_may_not"), ("guntur", "key_may_not")],
)
def test_we_know_by_whom_python_cwt_signed(holder: str, says: str, state: SampleState) -> None:
    assert judge(of_cwt(state, profile(), holder), state.published, AROUND).reason == says


KID = key_id(bytes(sample_state().secret["revenue"].verify_key))
HEADERS: dict[str, dict[str, Any]] = {
    "names its key where nobody signs for it": {"protected": {1: -8}, "unprotected": {4: KID}},
    "says what it holds": {"protected": {1: -8, 3: 61, 4: KID}},
    "has something that nobody signs for": {"unprotected": {3: 61}},
}


@pytest.mark.parametrize("what", HEADERS)
def test_we_refuse_an_envelope_of_python_cwt_that(what: str, state: SampleState) -> None:
    token = of_cwt(state, profile(), **HEADERS[what])

    assert judge(token, state.published, AROUND).reason == "unreadable"


def test_we_refuse_what_python_cwt_adds_of_its_own(state: SampleState) -> None:
    """Its encoder for whole tokens adds the claim `not before` (5) and leaves the key's id unprotected: two things we never write."""
    secret = state.secret["revenue"]
    public = bytes(secret.verify_key)
    key = COSEKey.new({1: 1, 2: KID, 3: -8, -1: 6, -2: public, -4: bytes(secret)})
    theirs = cwt.encode(profile(), key)
    protected, unprotected, payload, _ = cbor2.loads(theirs).value

    assert cbor2.loads(payload).keys() - profile().keys() == {5}
    assert 4 not in cbor2.loads(protected)
    assert unprotected == {4: KID}
    assert judge(theirs, state.published, AROUND).reason == "unreadable"


def theirs_of_claim169(state: SampleState, kid: bytes | None) -> bytes:
    secret = state.secret["revenue"]
    about = claim169.CwtMetaInput(issuer=SAMPLE.issuer)
    about.issued_at = SAMPLE.issued
    person = claim169.Claim169Input(id="1", full_name=SAMPLE.person[4])
    code = claim169.encode_with_signer(
        person, about, lambda _algorithm, _kid, signed: secret.sign(signed).signature, "EdDSA", kid
    )
    return zlib.decompress(base45.b45decode(code))


def test_we_verify_what_claim169_wrote(state: SampleState) -> None:
    """Envelope, signature and person are as we write them. Its encoder has no place for an id and a certificate, which we ask for."""
    public = bytes(state.secret["revenue"].verify_key)
    theirs = theirs_of_claim169(state, key_id(public))
    opened = open_token(theirs)
    claims = dict(cbor2.loads(opened.payload))

    assert opened.verified(public)
    assert not opened.verified(bytes(state.secret["forger"].verify_key))
    assert claims[169][4] == SAMPLE.person[4]
    assert {1, 6, 7, -70001} - claims.keys() == {7, -70001}
    assert judge(theirs, state.published, AROUND).reason == "unreadable"


def test_we_verify_what_claim169_wrote_once_it_has_what_it_lacks(state: SampleState) -> None:
    """With the id and the certificate, put beside its own claims and signed by python-cwt, it is one of ours."""
    theirs = open_token(theirs_of_claim169(state, KID))
    lacking = {number: profile()[number] for number in (7, -70001)}
    whole = dict(sorted({**cbor2.loads(theirs.payload), **lacking}.items(), key=_canonical))

    verdict = judge(of_cwt(state, whole), state.published, AROUND)

    assert verdict.reason == "good"
    assert verdict.claims is not None
    assert verdict.claims.person == {1: "1", 4: SAMPLE.person[4]}


def test_our_profile_refuses_one_that_names_no_key(state: SampleState) -> None:
    theirs = theirs_of_claim169(state, None)
    protected, unprotected, _, _ = cbor2.loads(theirs).value

    assert (cbor2.loads(protected), unprotected) == ({1: -8}, {})
    assert judge(theirs, state.published, AROUND).reason == "unreadable"
