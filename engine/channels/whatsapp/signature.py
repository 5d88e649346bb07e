"""Says whether a request really comes from the platform: it signs the bytes with a secret both sides know.

Header `X-Hub-Signature-256: sha256=<64 hex digits>`, HMAC-SHA256 over the raw body with the app secret.
Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
(copy of 10 March 2026).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence

HEADER = "X-Hub-Signature-256"
_SHAPE = re.compile(r"sha256=([0-9a-f]{64})", re.ASCII)


def is_genuine(raw: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Return whether one of our secrets made this signature. Several are valid while a secret is being changed.

    Every secret is tried in constant time, also after one has matched.
    """
    shape = _SHAPE.fullmatch(header or "")
    if shape is None:
        return False
    told = bytes.fromhex(shape[1])
    genuine = False
    for secret in secrets:
        made = hmac.digest(secret.encode(), raw, "sha256")
        genuine |= bool(secret) and hmac.compare_digest(made, told)
    return genuine


def sign(raw: bytes, secret: str) -> str:
    """Return the header value for these bytes."""
    return "sha256=" + hmac.digest(secret.encode(), raw, "sha256").hex()
