"""Tells where an HTTP/1.1 answer's head and body end, whichever of the three ways a server chose.

RFC 9112, sections 6 and 7: https://www.rfc-editor.org/rfc/rfc9112
"""

from __future__ import annotations

from collections.abc import Mapping

LARGEST_HEAD = 64 * 1024
LARGEST_BODY = 1024 * 1024


class Bad(Exception):
    """What came back is not HTTP as we take it."""


def parse_head(head: bytes) -> tuple[int, dict[str, str]]:
    """Return status and headers by lower-case name. Raises Bad, ValueError."""
    first, *lines = head.decode("latin-1").split("\r\n")
    version, _, rest = first.partition(" ")
    if not version.startswith("HTTP/1."):
        message = "not HTTP/1"
        raise Bad(message)
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            message = "a header without a colon"
            raise Bad(message)
        headers[name.strip().lower()] = value.strip()
    if version == "HTTP/1.0":
        headers.setdefault("connection", "close")
    return int(rest[:3]), headers


def read_body(status: int, headers: Mapping[str, str], got: bytearray, ended: bool) -> bytes | None:
    """Return the whole body, or None while it is not all there. ended: nothing more will come. Raises Bad, ValueError."""
    if status in (204, 304):
        return b""
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return _chunks(got)
    length = headers.get("content-length")
    if length is None:
        return bytes(got) if ended else None
    wanted = int(length)
    if not 0 <= wanted <= LARGEST_BODY:
        message = f"a body of {wanted} bytes"
        raise Bad(message)
    return bytes(got[:wanted]) if len(got) >= wanted else None


def _chunks(got: bytearray) -> bytes | None:
    whole, start = bytearray(), 0
    while True:
        line = got.find(b"\r\n", start)
        if line < 0:
            return None
        size = int(bytes(got[start:line]).partition(b";")[0], 16)
        start = line + 2
        if size == 0:
            return bytes(whole) if got.find(b"\r\n", start) >= 0 else None
        if size < 0 or len(whole) + size > LARGEST_BODY:
            message = "a chunked body too large"
            raise Bad(message)
        if len(got) < start + size + 2:
            return None
        whole += got[start : start + size]
        start += size + 2
