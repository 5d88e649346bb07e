"""The address in a certificate's code: `HTTPS://HOST/C/<id>#<digits>`. The id is for our server, the digits are for the reader alone.

What follows `#` is never sent by a browser (RFC 3986, section 3.5), so that no server and no log learns what a certificate says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from engine.services.certificates.identity import read_id
from engine.services.certificates.token.cbor import Malformed
from engine.services.certificates.token.digits import from_digits, to_digits

LONGEST: Final = 5_000
"""Characters; the longest token has 4,982 digits."""
_PATH: Final = re.compile(r"/c/([^/]+)/?", re.IGNORECASE | re.ASCII)
_PLAIN_HOST: Final = re.compile(r"[a-z0-9.-]+(:[0-9]{1,5})?", re.ASCII)


class NotOurs(ValueError):
    """A code that does not lead to our server: of something else, or of somebody who wants to be taken for us. host: where it leads."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


@dataclass(frozen=True, slots=True)
class Link:
    """What a code holds. token: empty where the address has no digits."""

    id: str
    token: bytes


def write_link(public_url: str, certificate: str, token: bytes) -> str:
    """Return the text of a code, in capitals, which a QR code holds in fewer squares. public_url: `https://host`, no path."""
    return f"{public_url.rstrip('/')}/c/{certificate}".upper() + f"#{to_digits(token)}"


def read_link(text: str, *public_urls: str) -> Link:
    """Return what a code of ours holds. public_urls: where ours lead now, and where they led before.

    The host is compared letter by letter: a name before it, a longer domain, a letter of another script or a user's name in front of
    an `@` all lead elsewhere. Raises NotOurs, or Malformed where the host is ours and the rest is not.
    """
    if len(text) > LONGEST:
        raise Malformed
    host = _host(text.strip())
    if host not in map(_host, public_urls):
        raise NotOurs(host)
    parts = urlsplit(text.strip())
    found = _PATH.fullmatch(parts.path)
    known = read_id(found[1]) if found else None
    if known is None or parts.query:
        raise Malformed
    return Link(known, from_digits(parts.fragment) if parts.fragment else b"")


def _host(text: str) -> str:
    """Return where an address leads, in small letters with its port; as it stands where it is no plain one."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return text[:80]
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    host = (parts.hostname or "") + (f":{port}" if port is not None else "")
    if parts.username is not None or not _PLAIN_HOST.fullmatch(host):
        return parts.netloc.lower()
    return host.removesuffix(":443") if parts.scheme.lower() == "https" else host
