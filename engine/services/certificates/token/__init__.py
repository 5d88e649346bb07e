"""What a certificate says, signed, in as few bytes as a printed code can carry: a CBOR Web Token in a COSE_Sign1 envelope."""

from engine.services.certificates.token.cbor import Malformed
from engine.services.certificates.token.claims import Claims, StatusPlace
from engine.services.certificates.token.digits import from_digits, to_digits
from engine.services.certificates.token.link import Link, NotOurs, read_link, write_link
from engine.services.certificates.token.sign1 import MOST_BYTES, Opened, open_token, seal_token

__all__ = [
    "MOST_BYTES",
    "Claims",
    "Link",
    "Malformed",
    "NotOurs",
    "Opened",
    "StatusPlace",
    "from_digits",
    "open_token",
    "read_link",
    "seal_token",
    "to_digits",
    "write_link",
]
