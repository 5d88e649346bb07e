"""The name of a key: the first eight bytes of its COSE key thumbprint (RFC 9679), the same for everybody who has the key."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from engine.services.certificates.token.cbor import encode
from engine.services.certificates.token.sign1 import KID_BYTES

KEY_TYPE, CURVE, X = 1, -1, -2
OKP: Final = 1
ED25519: Final = 6


def key_id(public_key: bytes) -> bytes:
    """Return the id of an Ed25519 public key."""
    return sha256(encode({KEY_TYPE: OKP, CURVE: ED25519, X: public_key})).digest()[:KID_BYTES]
