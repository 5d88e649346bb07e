"""Other people's libraries read our tokens, and we read theirs. Claim 169: https://github.com/idpass/claim-169; CWT: python-cwt."""

from __future__ import annotations

import zlib

import base45
import cbor2
import claim169
import cwt
import pytest
from cwt import COSEKey

from engine.services.certificates.keys import key_id
from engine.services.certificates.token import Claims, Malformed, open_token, seal_token
from tests.services.certificates.sample_state import SAMPLE, SampleState


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


def test_we_read_the_envelope_of_python_cwt(state: SampleState) -> None:
    secret = state.secret["revenue"]
    public, kid = bytes(secret.verify_key), key_id(bytes(secret.verify_key))
    key = COSEKey.new({1: 1, 2: kid, 3: -8, -1: 6, -2: public, -4: bytes(secret)})
    theirs = cwt.COSE.new().encode_and_sign(
        SAMPLE.to_bytes(), key, protected={1: -8, 4: kid}, unprotected={}
    )
    opened = open_token(theirs)
    assert opened.verified(public)
    assert Claims.from_bytes(opened.payload) == SAMPLE


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
    """Envelope and signature are read; a person without a certificate is none of ours, so that our profile refuses what is in it."""
    public = bytes(state.secret["revenue"].verify_key)
    opened = open_token(theirs_of_claim169(state, key_id(public)))

    assert opened.verified(public)
    assert not opened.verified(bytes(state.secret["forger"].verify_key))
    assert cbor2.loads(opened.payload)[169][4] == SAMPLE.person[4]
    with pytest.raises(Malformed):
        Claims.from_bytes(opened.payload)


def test_our_profile_refuses_one_that_names_no_key(state: SampleState) -> None:
    with pytest.raises(Malformed):
        open_token(theirs_of_claim169(state, None))
