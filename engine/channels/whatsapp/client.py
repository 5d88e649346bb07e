"""Talks to the platform's Graph API: sends a message, uploads files, marks messages as read.

Every answer is a value, never an exception, because a send has four ends and the caller must tell them apart: accepted, refused,
never left us, or *lost* (it may have arrived; repeating it blindly would send it twice).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import aiohttp
import orjson

from engine.channels.whatsapp.errors import Rule, rule_for
from engine.channels.whatsapp.outbound import Json, read_mark
from engine.channels.whatsapp.wire import MaybeSent, NotSent, Wire

SEND_S = 20.0
FILE_TIMEOUT = aiohttp.ClientTimeout(total=120, connect=5, sock_connect=5, sock_read=30)
MARK_S = 5.0
CHUNK = 64 * 1024
ANSWER_BYTES = 1024 * 1024
GATEWAY_STATUSES = (500, 502, 504)
"""Answers that a machine between us and the platform gives after it has passed the request on."""


@dataclass(frozen=True, slots=True)
class Account:
    """One number of ours. graph_url: with the version, no slash at the end: `https://graph.facebook.com/v25.0`."""

    graph_url: str
    phone_number_id: str
    access_token: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The platform took the message. id: its name there (`wamid…`); user_id: the business-scoped id it told us, or empty."""

    id: str
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform said no. retry_after_s: its own wish, 0 where it has none."""

    rule: Rule
    code: int | None
    status: int
    details: str
    retry_after_s: float = 0.0

    @property
    def why(self) -> str:
        """Return the reason in one line, with the platform's code."""
        return f"{self.rule.why} (code {self.code}, HTTP {self.status}): {self.details}"[:500]


@dataclass(frozen=True, slots=True)
class Unsent:
    """No connection came about: nothing left us, so trying again is safe."""

    why: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The request was written, the answer never read: it may or may not have been accepted."""

    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP: JSON, or None where it was not JSON."""

    status: int
    body: Any
    retry_after_s: float


Trouble = Refused | Unsent | Lost


class Connections:
    """The connections of one process to the platform: `messages` carry what we say, `files` move files. Made inside its event loop."""

    def __init__(self) -> None:
        self.messages = Wire()
        connector = aiohttp.TCPConnector(limit=64, keepalive_timeout=30, ttl_dns_cache=300)
        self.files = aiohttp.ClientSession(connector=connector, auto_decompress=True)

    async def close(self) -> None:
        """Let go of all of them."""
        await self.messages.close()
        await self.files.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


class GraphClient:
    """One number's side of the Graph API. The connections are passed in and closed by whoever made them."""

    def __init__(
        self, account: Account, connections: Connections, send_timeout_s: float = SEND_S
    ) -> None:
        self._messages, self._files = connections.messages, connections.files
        self._send_timeout_s = send_timeout_s
        self._root = account.graph_url.rstrip("/")
        self._own = f"{self._root}/{account.phone_number_id}"
        self._auth = {"Authorization": f"Bearer {account.access_token}"}
        self._json = [f"{name}: {value}" for name, value in self._auth.items()]
        self._json.append("Content-Type: application/json")

    async def send(self, body: Json) -> Accepted | Trouble:
        """Send one message."""
        answer = await self._post(body, self._send_timeout_s)
        if not isinstance(answer, Answer):
            return answer
        if answer.status != 200:
            return _refusal(answer)
        messages, contacts = _objects(answer.body, "messages"), _objects(answer.body, "contacts")
        wamid = messages[0].get("id") if messages else None
        if not isinstance(wamid, str) or not wamid:
            return Lost("the platform's answer names no message")
        user_id = contacts[0].get("user_id") if contacts else None
        return Accepted(wamid, user_id if isinstance(user_id, str) else "")

    async def mark_read(self, message_id: str, typing: bool) -> bool:
        """Mark as read and show that we are writing (at most 25 seconds); return whether it worked. Never repeated."""
        answer = await self._post(read_mark(message_id, typing), MARK_S)
        return isinstance(answer, Answer) and answer.status == 200

    async def upload(self, content: bytes, mime: str, name: str) -> Accepted | Trouble:
        """Give the platform a file; its id there is good for 30 days. Uploading twice does no harm."""
        form = aiohttp.FormData()
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", mime)
        form.add_field("file", content, filename=name, content_type=mime)
        answer = await self._give(f"{self._own}/media", form)
        if not isinstance(answer, Answer):
            return answer
        if answer.status != 200:
            return _refusal(answer)
        media = answer.body.get("id") if isinstance(answer.body, dict) else None
        return Accepted(str(media)) if media else Lost("the platform's answer names no file")

    async def _post(self, body: Json, timeout_s: float) -> Answer | Unsent | Lost:
        url = f"{self._own}/messages"
        try:
            posted = await self._messages.post(url, self._json, orjson.dumps(body), timeout_s)
        except NotSent as trouble:
            return Unsent(in_one_line(trouble))
        except MaybeSent as trouble:
            return Lost(in_one_line(trouble))
        return Answer(posted.status, _parse(posted.body), _bounded(posted.retry_after_s))

    async def _give(self, url: str, form: aiohttp.FormData) -> Answer | Unsent | Lost:
        try:
            async with self._files.post(
                url, data=form, headers=self._auth, timeout=FILE_TIMEOUT, allow_redirects=False
            ) as answer:
                raw = await read_at_most(answer, ANSWER_BYTES)
                wish = whole(answer.headers.get("Retry-After", ""))
                return Answer(answer.status, _parse(raw), _bounded(wish or 0))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as trouble:
            return Unsent(in_one_line(trouble))
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            return Lost(in_one_line(trouble))


async def read_at_most(answer: aiohttp.ClientResponse, most: int) -> bytes | None:
    """Return the body, or None when it is larger than we take."""
    parts = bytearray()
    async for part in answer.content.iter_chunked(CHUNK):
        parts += part
        if len(parts) > most:
            return None
    return bytes(parts)


def _parse(raw: bytes | None) -> Any:
    try:
        return orjson.loads(raw or b"null")
    except orjson.JSONDecodeError:
        return None


def _refusal(answer: Answer) -> Refused | Lost:
    """Return what an answer that is not 200 means. A gateway's own error page says nothing about what the platform did."""
    error = answer.body.get("error") if isinstance(answer.body, dict) else None
    if not isinstance(error, dict):
        if answer.status in GATEWAY_STATUSES:
            return Lost(f"HTTP {answer.status} without the platform's words")
        rule = rule_for(None, answer.status)
        return Refused(rule, None, answer.status, "no details", answer.retry_after_s)
    code = whole(error.get("code"))
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, dict) else None
    rule = rule_for(code, answer.status, error.get("is_transient") is True)
    told = str(details or error.get("message") or "no details")
    return Refused(rule, code, answer.status, told[:300], answer.retry_after_s)


def whole(value: object) -> int | None:
    """Return a whole number that may be written as text, or None."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
        return int(value)
    return None


def _bounded(seconds: int) -> float:
    """Return how long the platform wants us to wait, an hour at most."""
    return float(min(seconds, 3600))


def _objects(body: Any, name: str) -> list[dict[str, Any]]:
    found = body.get(name) if isinstance(body, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def in_one_line(trouble: BaseException) -> str:
    """Return what went wrong as one short line."""
    return f"{type(trouble).__name__}: {trouble}"[:200]
