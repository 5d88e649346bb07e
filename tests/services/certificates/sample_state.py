"""A sample certificate, and the keys of a sample state."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nacl.signing import SigningKey

from engine.services.certificates.keys import KeySet, PublishedKey
from engine.services.certificates.token import Claims, StatusPlace

ISSUER = "https://v.ap.gov.example"
ISSUED = 1_763_769_600
EXPIRES = 1_893_456_000
SAMPLE = Claims(
    issuer=ISSUER,
    id=bytes.fromhex("00112233445566778899"),
    issued=ISSUED,
    expires=EXPIRES,
    type="REV-INC",
    number="REV-INC-2026-000123-T",
    status=StatusPlace(131_071, "https://v.ap.gov.example/.well-known/status/1"),
    place=("744", "5123"),
    officer="Tahsildar, Sample Mandal",
    person={4: "Sample Lakshmi Devi", 8: 19_850_704},
    fields={10: 9_000_000, 11: "నమూనా లక్ష్మీదేవి"},
)


@dataclass(frozen=True)
class SampleState:
    """Signing keys by who holds them, and what is published of them."""

    secret: dict[str, SigningKey]
    published: KeySet


def _key(secret: SigningKey, types: tuple[str, ...] = ("REV-INC",), **role: object) -> PublishedKey:
    common = {"name": "Sample", "purpose": "certificate", "not_before": 1_600_000_000}
    return PublishedKey(
        public=bytes(secret.verify_key),
        types=types,
        **{**common, "sign_until": 1_800_000_000, **role},
    )


@cache
def sample_state() -> SampleState:
    """Return the keys of the sample state; every secret key is its holder's name."""
    names = ("revenue", "education", "guntur", "status", "stolen", "forger")
    secret = {name: SigningKey(name.encode().ljust(32, b".")) for name in names}
    keys = (
        _key(secret["revenue"]),
        _key(secret["education"], types=("EDU-SSC",)),
        _key(secret["guntur"], districts=("505",)),
        _key(secret["status"], purpose="status"),
        _key(secret["stolen"], state="bad", bad_after=100),
    )
    published = KeySet(issuer=ISSUER, number=1, issued=ISSUED, good_until=1_980_000_000, keys=keys)
    return SampleState(secret, published)
