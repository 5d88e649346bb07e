"""It tells apart: accepted, refused, never left us, and lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from engine.channels.whatsapp.client import (
    Accepted,
    Account,
    Connections,
    GraphClient,
    Lost,
    Refused,
    Unsent,
)
from engine.channels.whatsapp.errors import Verdict
from engine.channels.whatsapp.outbound import Recipient, request
from engine.domain.message import TextOut
from engine.sandbox.whatsapp.app import create_app
from engine.sandbox.whatsapp.config import EmulatorConfig

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
CONFIG = EmulatorConfig(pace=0)
HELLO = request(TextOut("నమస్కారం"), Recipient("919000000001"), "out-1")


async def with_platform(app: web.Application, use, **more):
    server = TestServer(app)
    await server.start_server()
    try:
        async with Connections() as ways:
            root = str(server.make_url("")).rstrip("/")
            account = Account(f"{root}/v25.0", CONFIG.phone_number_id, CONFIG.access_token)
            return await use(GraphClient(account, ways, **more), server)
    finally:
        await server.close()


def answering(answer: Answer) -> web.Application:
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    return app


def says(status: int, body: object = None, text: str = "", headers=None) -> Answer:
    async def answer(_request: web.Request) -> web.StreamResponse:
        if body is None:
            return web.Response(status=status, text=text, headers=headers)
        return web.json_response(body, status=status, headers=headers)

    return answer


def send_to(answer: Answer):
    return asyncio.run(with_platform(answering(answer), lambda c, _: c.send(HELLO)))


def error(code: object, **more: object) -> dict[str, object]:
    return {"error": {"code": code, "message": "m", "error_data": {"details": "d"}, **more}}


def test_it_is_accepted():
    told = {"messages": [{"id": "wamid.1"}], "contacts": [{"user_id": "IN.44"}]}
    assert send_to(says(200, told)) == Accepted("wamid.1", "IN.44")


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (says(400, error(131047)), Verdict.WINDOW),
        (says(400, error("130429")), Verdict.THROTTLE),
        (says(500, error(131000)), Verdict.RETRY),
        (says(400, error(999999, is_transient=True)), Verdict.RETRY),
        (says(429, text="slow down"), Verdict.THROTTLE),
        (says(503, text="maintenance"), Verdict.RETRY),
        (says(401, text="?"), Verdict.STOP),
        (says(302, headers={"Location": "http://127.0.0.1:1/"}), Verdict.DEAD),
    ],
)
def test_it_is_refused(answer, verdict):
    refused = send_to(answer)
    assert isinstance(refused, Refused)
    assert refused.rule.verdict is verdict


def test_it_hears_how_long_to_wait():
    refused = send_to(says(429, error(130429), headers={"Retry-After": "7"}))
    assert isinstance(refused, Refused)
    assert refused.retry_after_s == 7.0


@pytest.mark.parametrize(
    "answer",
    [
        says(200, {"messages": []}),
        says(200, text="not json"),
        says(200, [1]),
        says(502, text="<html>bad gateway</html>"),
        says(504, text=""),
    ],
)
def test_it_does_not_know_whether_it_arrived(answer):
    assert isinstance(send_to(answer), Lost)


def test_it_does_not_know_after_a_broken_connection():
    async def breaks(request: web.Request) -> web.StreamResponse:
        await request.read()
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    assert isinstance(send_to(breaks), Lost)


def test_it_does_not_know_after_silence():
    async def silent(request: web.Request) -> web.StreamResponse:
        await request.read()
        while request.transport is not None:  # until the other side gives up
            await asyncio.sleep(0.01)
        return web.Response()

    sent = with_platform(answering(silent), lambda c, _: c.send(HELLO), send_timeout_s=1.0)
    assert isinstance(asyncio.run(sent), Lost)


def test_it_never_left_where_nobody_listens():
    async def use() -> object:
        async with Connections() as ways:
            account = Account("http://127.0.0.1:1/v25.0", "1", "t")
            return await GraphClient(account, ways).send(HELLO)

    assert isinstance(asyncio.run(use()), Unsent)


def test_it_gets_along_with_the_sandbox():
    async def use(client: GraphClient, _server: TestServer) -> None:
        refused = await client.send(HELLO)
        assert isinstance(refused, Refused)
        assert refused.rule.verdict is Verdict.WINDOW
        media = await client.upload(b"%PDF-1.7 sample", "application/pdf", "slip.pdf")
        assert isinstance(media, Accepted)
        assert not await client.mark_read("wamid.unknown", typing=True)

    asyncio.run(with_platform(create_app(CONFIG), use))
