"""What all pretend systems share: their switch, answers under a key, samples to type, and the shape of a reply."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

import orjson
from aiohttp import web

from engine.sandbox.departments.people import Words

Clock = Callable[[], datetime]
"""Gives the moment, aware, UTC."""

MODES: Final = ("ok", "slow", "down", "garbage")
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and its JSON."""

    status: int
    json: Any

    def response(self) -> web.Response:
        return web.Response(
            body=orjson.dumps(self.json), status=self.status, content_type="application/json"
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """Something a visitor can type. values: what to type, in order."""

    what: Words
    values: tuple[str, ...]


@dataclass(slots=True)
class Switch:
    """How a system behaves. slow_s: how late the answers of a slow system come, after the work was done."""

    mode: str = "ok"
    slow_s: float = 20.0


class System(Protocol):
    """One department's system."""

    name: str
    title: Words

    def routes(self) -> Sequence[web.RouteDef]:
        """Return what it can be asked."""

    def reset(self) -> None:
        """Forget everything that was written."""

    def samples(self) -> Sequence[Sample]:
        """Return what a visitor can type."""


def path_of(name: str) -> str:
    """Return where a system lies in the pretend world, which is where a connector's setting leads: `RATION_CARDS_URL` to
    `/departments/ration/cards`."""
    return f"/departments/{name.replace('_', '/')}"


class Once:
    """Writes under their key: the same key and the same wish give the same reply, without doing anything again."""

    def __init__(self) -> None:
        self._done: dict[str, tuple[str, asyncio.Task[Reply]]] = {}

    async def reply(
        self, request: web.Request, work: Callable[[Mapping[str, Any]], Awaitable[Reply]]
    ) -> web.Response:
        """Return the reply to a write. work: takes the body's JSON; runs at most once for each key."""
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return Reply(400, {"error": "Idempotency-Key is missing"}).response()
        raw = await request.read()
        wish = hashlib.sha256(f"{request.method} {request.path}\n".encode() + raw).hexdigest()
        earlier = self._done.get(key)
        if earlier is None:
            if len(self._done) >= REMEMBERED:
                self._done.pop(next(iter(self._done)))
            body = body_of(raw)
            if body is None:
                return Reply(400, {"error": "the body is not a JSON object"}).response()
            earlier = self._done[key] = (wish, asyncio.ensure_future(work(body)))
        if earlier[0] != wish:
            return Reply(422, {"error": "this key was used for something else"}).response()
        return (await asyncio.shield(earlier[1])).response()

    def forget(self) -> None:
        """Forget every key."""
        self._done.clear()


def body_of(raw: bytes) -> dict[str, Any] | None:
    """Return the JSON object of a body, an empty one for no body, None for anything else."""
    if not raw.strip():
        return {}
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return body if isinstance(body, dict) else None


def moody(switch: Switch) -> Any:
    """Return the middleware that makes a system slow, silent or mad, as its switch says."""

    @web.middleware
    async def middleware(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if switch.mode == "down":
            return Reply(503, {"error": "down"}).response()
        if switch.mode == "garbage":
            return web.Response(
                text="<html><body>Welcome to the portal</body>", content_type="text/html"
            )
        late = switch.slow_s if switch.mode == "slow" else 0.0
        response = await handler(request)
        if late:
            await asyncio.sleep(late)
        return response

    return middleware
