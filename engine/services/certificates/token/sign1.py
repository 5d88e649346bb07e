"""The envelope: COSE_Sign1 (RFC 9052) with EdDSA and nothing else. What is read is compared byte for byte with what we would write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from cbor2 import CBORTag
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from engine.services.certificates.token.cbor import Malformed, decode, encode

MOST_BYTES: Final = 2_048
TAG: Final = 18
ALGORITHM, CONTENT_TYPE, KEY_ID, TYPE = 1, 3, 4, 16
EDDSA: Final = -8
KID_BYTES: Final = 8
SIGNATURE_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope whose form is right; whether its signature is, `verified` tells. kid: who is said to have signed it."""

    kid: bytes
    payload: bytes
    _protected: bytes
    _signature: bytes

    def verified(self, public_key: bytes) -> bool:
        """Tell whether this key signed it. libsodium also refuses keys of low order and signatures in a second form."""
        signed = _to_be_signed(self._protected, self.payload)
        try:
            VerifyKey(public_key).verify(signed, self._signature)
        except (BadSignatureError, ValueError):
            return False
        return True


def seal_token(payload: bytes, key: SigningKey, kid: bytes, kind: str = "") -> bytes:
    """Return the signed envelope. kind: its media type where it is no certificate (a status list), so that neither passes for the other."""
    protected = encode(_header(kid, kind))
    signature = key.sign(_to_be_signed(protected, payload)).signature
    return encode(CBORTag(TAG, [protected, {}, payload, signature]))


def open_token(envelope: bytes, kind: str = "", most: int = MOST_BYTES) -> Opened:
    """Return what an envelope holds, nothing of it checked but its form. Raises Malformed for every other form than `seal_token` makes."""
    parts: Any = decode(envelope, most)
    if not (isinstance(parts, CBORTag) and parts.tag == TAG and isinstance(parts.value, list)):
        raise Malformed
    match parts.value:
        case [bytes(protected), {**rest}, bytes(payload), bytes(signature)] if not rest:
            kid = _kid(protected, kind)
            if len(signature) == SIGNATURE_BYTES:
                return Opened(kid, payload, protected, signature)
    raise Malformed


def _kid(protected: bytes, kind: str) -> bytes:
    header = decode(protected, 200)
    kid = header.get(KEY_ID) if isinstance(header, dict) else None
    if isinstance(kid, bytes) and len(kid) == KID_BYTES and protected == encode(_header(kid, kind)):
        return kid
    raise Malformed


def _header(kid: bytes, kind: str) -> dict[int, Any]:
    return {ALGORITHM: EDDSA, KEY_ID: kid, **({TYPE: kind} if kind else {})}


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """Return the Sig_structure of RFC 9052, section 4.4."""
    return encode(["Signature1", protected, b"", payload])
