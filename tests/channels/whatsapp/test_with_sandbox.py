"""It gets along with the sandbox's WhatsApp in both directions: every kind of message, files, marks and statuses."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bench.processes import free_ports
from engine.channels.whatsapp import inbound, signature
from engine.channels.whatsapp.client import Account, Connections, GraphClient
from engine.channels.whatsapp.download import Downloads
from engine.channels.whatsapp.fetching import FetchMediaHandler
from engine.channels.whatsapp.handlers import Office, SendHandler
from engine.channels.whatsapp.lines import Lines
from engine.domain.effect import Send
from engine.domain.message import (
    Button,
    ButtonsOut,
    DocumentOut,
    LinkOut,
    ListOut,
    LocationRequestOut,
    MediaIn,
    Row,
    TapIn,
    TemplateOut,
    TextIn,
    TextOut,
)
from engine.runtime.blobs import Blob
from engine.runtime.codec import decode
from engine.runtime.doors import LoopScheduler, SystemClock
from engine.runtime.ports import Arrival, Done, FetchMedia, Job, Write
from engine.sandbox.whatsapp.app import create_app
from engine.sandbox.whatsapp.config import EmulatorConfig

NUMBER = "919000000001"
OUTGOING = {
    "text": TextOut("నమస్కారం"),
    "buttons": ButtonsOut("ఎక్కడ?", (Button("s.1.a", "గ్రామం"), Button("s.1.b", "పట్టణం"))),
    "list": ListOut("ఏది?", "చూడండి", (Row("s.2.a", "ఒకటి", "మొదటిది"), Row("s.2.b", "రెండు"))),
    "link": LinkOut("చెల్లించండి", "Pay", "https://pay.example/1"),
    "document": DocumentOut("blob1", "పత్రం.pdf", "application/pdf", "మీ పత్రం"),
    "location request": LocationRequestOut("ఎక్కడ ఉన్నారు?"),
    "template": TemplateOut("service_update", "te", ("ఆదాయం", "REV-1"), "open.s1"),
}


class Stage:
    """The pretend platform, our webhook as a few lines, and our handlers."""

    def __init__(self) -> None:
        self.arrivals: asyncio.Queue[Arrival] = asyncio.Queue()
        self.kept: list[Blob] = []
        self.downloads: dict[str, Downloads] = {}

    async def webhook(self, request: web.Request) -> web.Response:
        if request.method == "GET":
            return web.Response(text=request.query["hub.challenge"])
        raw = await request.read()
        header = request.headers[signature.HEADER]
        if not signature.is_genuine(raw, header, ("sandbox-app-secret",)):
            return web.Response(status=401)
        for arrival in inbound.read(raw, datetime.now(UTC), ("100000000000001",)).arrivals:
            self.arrivals.put_nowait(arrival)
        return web.Response()

    async def next(self, kind: str) -> Arrival:
        while True:
            arrival = await asyncio.wait_for(self.arrivals.get(), 60)
            if arrival.kind == kind:
                return arrival

    def keep(self, blob: Blob) -> Write:
        self.kept.append(blob)
        return Write("blobs.keep", (blob.media,))


async def play(use) -> None:
    stage = Stage()
    ours = web.Application()
    ours.router.add_route("*", "/webhook", stage.webhook)
    business = TestServer(ours)
    await business.start_server()
    (port,) = free_ports(1)  # the platform has to know it: addresses of files name it
    callback = str(business.make_url("/webhook"))
    config = EmulatorConfig(pace=0, callback_url=callback, port=port)
    platform = TestServer(create_app(config), host=config.host, port=port)
    await platform.start_server()
    try:
        async with Connections() as ways:
            root, http = str(platform.make_url("")).rstrip("/"), ways.files
            account = Account(f"{root}/v25.0", config.phone_number_id, config.access_token)
            stage.downloads[config.phone_number_id] = Downloads(account, http)
            await use(
                stage, GraphClient(account, ways), lambda path, body: post(http, root, path, body)
            )
    finally:
        await platform.close()
        await business.close()


async def post(http: ClientSession, root: str, path: str, body: object) -> dict:
    async with http.post(root + path, json=body) as answer:
        assert answer.status < 300, await answer.text()
        return await answer.json()


def job(message, key: str, aliases) -> Job:
    now = datetime.now(UTC)
    return Job(key, Send(message), "p1", "s1", aliases, "100000000000001", 1, False, now)


class Nothing:
    """A store in which nothing was uploaded yet."""

    def rows(self, statement, params=()):
        return []

    def rows_in(self, statement, values, params=()):
        return []


def sends(client: GraphClient) -> SendHandler:
    letter = Blob("blob1", "case/s1", "application/pdf", "a.pdf", b"%PDF-1.7 sample")
    office = Office({"blob1": letter}.get, Nothing(), SystemClock(), LoopScheduler())
    return SendHandler(Lines({"100000000000001": client}), office)


@pytest.mark.parametrize("case", OUTGOING)
def test_it_sends_and_hears_that_it_was_read(case):
    async def use(stage, client, act):
        await act(f"/control/phones/{NUMBER}/messages", {"type": "text", "text": "hi"})
        heard = await stage.next("message")
        assert decode(heard.body).message == TextIn("hi")
        done = await sends(client).deliver(job(OUTGOING[case], "s1/1", heard.aliases))
        assert isinstance(done, Done), done
        for state in ("sent", "delivered", "read"):
            status = decode((await stage.next("status")).body)
            assert (status.id, status.opaque, status.status) == (done.provider_id, "s1/1", state)

    asyncio.run(play(use))


def test_it_hears_which_option_was_tapped():
    async def use(stage, client, act):
        phone = f"/control/phones/{NUMBER}/messages"
        await act(phone, {"type": "text", "text": "hi"})
        heard = await stage.next("message")
        await sends(client).deliver(job(OUTGOING["list"], "s1/1", heard.aliases))
        await act(phone, {"type": "option", "option": "s.2.b"})
        assert decode((await stage.next("message")).body).message == TapIn("s.2.b", "రెండు")

    asyncio.run(play(use))


@pytest.mark.parametrize("sample", ["photo", "ration-card"])
def test_it_brings_a_file_home_and_marks_it_as_read(sample):
    async def use(stage, client, act):
        phone = f"/control/phones/{NUMBER}/messages"
        await act(phone, {"type": "sample", "sample": sample})
        heard = decode((await stage.next("message")).body)
        sent = heard.message
        assert isinstance(sent, MediaIn)
        fetch = FetchMediaHandler(stage.downloads, stage.keep, SystemClock())
        wanted = FetchMedia(sent.media, sent.mime, sent.name, sent.sha256)
        now = datetime.now(UTC)
        done = await fetch.deliver(Job("k", wanted, "p1", "s1", (), "1", 1, False, now))
        assert isinstance(done, Done), done
        (kept,) = stage.kept
        assert sha256(kept.content).hexdigest() == sent.sha256
        assert (kept.owner, kept.mime) == ("person/p1", sent.mime)
        assert await client.mark_read(heard.id, typing=True)

    asyncio.run(play(use))


def test_it_reaches_a_person_without_a_phone_number():
    async def use(stage, client, act):
        shy = {"number": "919000000077", "name": "Sample", "hides_number": True}
        await act("/control/phones", shy)
        await act("/control/phones/919000000077/messages", {"type": "text", "text": "hi"})
        heard = await stage.next("message")
        assert [alias.kind for alias in heard.aliases] == ["user_id"]
        done = await sends(client).deliver(job(TextOut("hello"), "s1/1", heard.aliases))
        assert isinstance(done, Done), done

    asyncio.run(play(use))
