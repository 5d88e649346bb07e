"""A pretend business and a pretend WhatsApp, both listening, for one test."""

from __future__ import annotations

import asyncio
import hmac
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from engine.sandbox.whatsapp import EmulatorConfig, create_app

CITIZEN = "919000000001"
CONFIG = EmulatorConfig(pace=0, retry_first_seconds=0.01, retry_longest_seconds=0.02)
BEARER = {"Authorization": f"Bearer {CONFIG.access_token}"}


@dataclass
class Business:
    """Remembers every webhook; `answers` are used up first, then everything is a 200."""

    bodies: list[dict[str, Any]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    handshakes: list[dict[str, str]] = field(default_factory=list)
    refused_handshakes: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def hook(self, request: web.Request) -> web.Response:
        if request.method == "GET":
            self.handshakes.append(dict(request.query))
            if len(self.handshakes) <= self.refused_handshakes:
                return web.Response(status=403)
            return web.Response(text=request.query["hub.challenge"])
        body = await request.read()
        signed = hmac.digest(CONFIG.app_secret.encode(), body, "sha256").hex()
        assert request.headers["X-Hub-Signature-256"] == f"sha256={signed}"
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.bodies.append(json.loads(body))
            self._news.set()
        return web.Response(status=status)

    def all(self, name: str) -> list[dict[str, Any]]:
        return [
            item
            for body in self.bodies
            for entry in body["entry"]
            for change in entry["changes"]
            for item in change["value"].get(name, [])
        ]

    async def until(self, enough: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not enough():
                self._news.clear()
                await self._news.wait()


@dataclass
class Stage:
    business: Business
    client: TestClient[web.Request, web.Application]

    async def act(self, action: dict[str, Any], phone: str = CITIZEN) -> dict[str, Any]:
        answer = await self.client.post(f"/control/phones/{phone}/messages", json=action)
        assert answer.status == 201, await answer.text()
        return await answer.json()

    async def post(self, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        whole = {"messaging_product": "whatsapp", "to": f"+{CITIZEN}", **message}
        path = f"/v23.0/{CONFIG.phone_number_id}/messages"
        answer = await self.client.post(path, json=whole, headers=BEARER)
        return answer.status, await answer.json()

    async def send(self, message: dict[str, Any]) -> str:
        status, body = await self.post(message)
        assert status == 200, body
        return body["messages"][0]["id"]

    async def code(self, message: dict[str, Any]) -> int | str:
        status, body = await self.post(message)
        return "ok" if status == 200 else body["error"]["code"]

    async def conversation(self, query: str = "", phone: str = CITIZEN) -> list[dict[str, Any]]:
        answer = await self.client.get(f"/control/phones/{phone}/messages{query}")
        return (await answer.json())["messages"]

    async def upload(self, content: bytes, mime: str, name: str) -> tuple[int, dict[str, Any]]:
        form = {"messaging_product": "whatsapp", "type": mime}
        data = aiohttp.FormData(form)
        data.add_field("file", io.BytesIO(content), filename=name, content_type=mime)
        path = f"/v23.0/{CONFIG.phone_number_id}/media"
        answer = await self.client.post(path, data=data, headers=BEARER)
        return answer.status, await answer.json()


@asynccontextmanager
async def stage(business: Business | None = None, **wanted: Any) -> AsyncIterator[Stage]:
    business = business or Business()
    app = web.Application()
    app.router.add_route("*", "/hook", business.hook)
    async with TestServer(app) as server:
        config = replace(CONFIG, callback_url=str(server.make_url("/hook")), **wanted)
        async with TestClient(TestServer(create_app(config))) as client:
            yield Stage(business, client)
