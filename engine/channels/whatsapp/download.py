"""Brings a file a citizen sent over from the platform: asks where it lies, reads it there, and never more of it than we take.

`GET /<media id>` tells an address that lives five minutes and wants our token; a stale one answers 404.
Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
(copy of 10 March 2026).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson

from engine.channels.whatsapp.client import Account, in_one_line, read_at_most, whole

ASK_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5, sock_connect=5)
READ_TIMEOUT = aiohttp.ClientTimeout(total=120, connect=5, sock_connect=5, sock_read=30)
PLACE_BYTES = 64 * 1024
HOSTS = (".fbsbx.com", ".fbcdn.net", ".whatsapp.net")
"""Where files of the platform lie; our token goes nowhere else."""
STALE = (404, 410)
"""What an address answers that is too old."""
PASSING = (401, 403, 408, 429)
"""Our token's or our speed's trouble, not the file's."""
PLAIN = {"Accept-Encoding": "identity"}
"""What is packed on the way could unfold to any size."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it lay there. sha256: of what was read, 64 hex digits; told: by the platform when asked where it lies, or empty."""

    content: bytes
    mime: str
    sha256: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The file is larger than we take; nothing beyond that was read."""

    most: int


@dataclass(frozen=True, slots=True)
class Missed:
    """The file did not come. status: HTTP's, 0 where there was no answer; stale: a newer address may help; final: nothing will."""

    why: str
    status: int = 0
    stale: bool = False
    final: bool = False


Outcome = Fetched | TooLarge | Missed


class Downloads:
    """One number's way to the files sent to it. The session is passed in and closed by whoever made it."""

    def __init__(
        self,
        account: Account,
        http: aiohttp.ClientSession,
        timeout: aiohttp.ClientTimeout = READ_TIMEOUT,
    ) -> None:
        self._http = http
        self._timeout = timeout
        self._root = account.graph_url.rstrip("/")
        self._auth = {"Authorization": f"Bearer {account.access_token}", **PLAIN}

    async def fetch(self, media: str, most: int) -> Outcome:
        """Try once. media: the file's id, letters, digits, `_` and `-` only; most: bytes."""
        place = await self._place(media)
        return place if isinstance(place, Missed) else await self._read(place, most)

    async def _place(self, media: str) -> dict[str, Any] | Missed:
        """Return what the platform tells of a file: `url`, `mime_type`, `sha256`, `file_size`."""
        try:
            async with self._http.get(
                f"{self._root}/{media}",
                headers=self._auth,
                timeout=ASK_TIMEOUT,
                allow_redirects=False,
            ) as answer:
                raw = await read_at_most(answer, PLACE_BYTES) or b""
                if answer.status != 200:
                    return _refusal(answer.status)
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            return _broken(trouble)
        try:
            told = orjson.loads(raw)
        except orjson.JSONDecodeError:
            told = None
        return told if isinstance(told, dict) else Missed("the answer is not the platform's")

    async def _read(self, place: dict[str, Any], most: int) -> Outcome:
        url = place.get("url")
        if not isinstance(url, str) or not self._may_see_token(url):
            return Missed("its address is not one of the platform's", final=True)
        if (whole(place.get("file_size")) or 0) > most:
            return TooLarge(most)
        try:
            async with self._http.get(
                url, headers=self._auth, timeout=self._timeout, allow_redirects=False
            ) as answer:
                if answer.status != 200:
                    return _refusal(answer.status, stale=answer.status in STALE)
                if (answer.content_length or 0) > most:
                    return TooLarge(most)
                content = await read_at_most(answer, most)
                mime = str(place.get("mime_type") or answer.content_type)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as trouble:
            return _broken(trouble)
        if content is None:
            return TooLarge(most)
        digest = hashlib.sha256(content).hexdigest()
        return Fetched(content, mime, digest, str(place.get("sha256") or "")[:100])

    def _may_see_token(self, url: str) -> bool:
        """Whether an address is the platform's own; the pretend one's files lie where its Graph API is."""
        try:
            asked, graph = urlsplit(url), urlsplit(self._root)
            host, port = asked.hostname or "", asked.port
        except ValueError:
            return False
        if asked.username is not None or asked.password is not None:
            return False
        if (asked.scheme, host, port) == (graph.scheme, graph.hostname, graph.port):
            return True
        return asked.scheme == "https" and port in (None, 443) and host.endswith(HOSTS)


def _refusal(status: int, *, stale: bool = False) -> Missed:
    """Return what an answer other than 200 means: the platform's trouble and our token's pass, an unknown file stays unknown."""
    passing = stale or status in PASSING or status >= 500
    return Missed(f"HTTP {status}", status, stale, final=not passing)


def _broken(trouble: BaseException) -> Missed:
    return Missed(in_one_line(trouble))
