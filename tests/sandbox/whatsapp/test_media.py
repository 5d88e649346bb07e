"""Photos and papers travel both ways, within the platform's limits."""

from __future__ import annotations

import asyncio
import base64
import hashlib

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from engine.sandbox.whatsapp.samples import SAMPLES
from tests.sandbox.whatsapp.stage import BEARER, CITIZEN, Stage, stage
from tests.sandbox.whatsapp.test_emulator import HI, play

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
PDF = SAMPLES["ration-card"].make()


@pytest.mark.parametrize(
    ("content", "mime", "code"),
    [
        (PNG, "image/png", 0),
        (PDF, "application/pdf", 0),
        (b"<html>", "text/html", 100),
        (b"MZ", "application/x-msdownload", 100),
        (b"GIF89a", "image/gif", 100),
        (b"not a picture", "image/png", 131053),
        (PNG + b"0" * 5_000_000, "image/png", 131053),
    ],
    ids=["png", "pdf", "html", "program", "gif", "mislabelled", "large"],
)
def test_it_takes_only_the_platforms_files(content: bytes, mime: str, code: int) -> None:
    async def scene(here: Stage) -> None:
        status, body = await here.upload(content, mime, "a")
        assert (0 if status == 200 else body["error"]["code"]) == code

    play(scene)


def test_it_gives_back_an_upload_for_five_minutes_to_the_bearer() -> None:
    async def scene(here: Stage) -> None:
        _, body = await here.upload(PDF, "application/pdf", "a.pdf")
        path = f"/v23.0/{body['id']}"
        assert (await here.client.get(path)).status == 401
        told = await (await here.client.get(path, headers=BEARER)).json()
        assert told["sha256"] == hashlib.sha256(PDF).hexdigest()
        assert told["file_size"] == len(PDF)
        address = told["url"].removeprefix(str(here.client.make_url("/")).rstrip("/"))
        assert (await here.client.get(address)).status == 401
        assert await (await here.client.get(address, headers=BEARER)).read() == PDF
        await here.client.post("/control/clock", json={"advance_seconds": 301})
        assert (await here.client.get(address, headers=BEARER)).status == 404

    play(scene)


def test_it_shows_a_document_on_the_phone() -> None:
    async def scene(here: Stage) -> None:
        await here.act(HI)
        _, body = await here.upload(PDF, "application/pdf", "a.pdf")
        await here.send({"type": "document", "document": {"id": body["id"], "filename": "B.pdf"}})
        entry = (await here.conversation())[-1]
        assert entry["media"]["name"] == "B.pdf"
        answer = await here.client.get(f"/phone/media/{entry['media']['id']}")
        assert await answer.read() == PDF
        as_image = {"type": "image", "image": {"id": body["id"]}}
        assert await here.code(as_image) == 131053

    play(scene)


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_sends_a_sample_to_the_business(sample: str) -> None:
    async def scene(here: Stage) -> None:
        await here.act({"type": "sample", "sample": sample, "caption": "నమూనా"})
        await here.business.until(lambda: bool(here.business.all("messages")))
        message = here.business.all("messages")[0]
        told = message[message["type"]]
        assert told["mime_type"] == SAMPLES[sample].mime
        assert told["caption"] == "నమూనా"
        path = f"/v23.0/{told['id']}"
        url = (await (await here.client.get(path, headers=BEARER)).json())["url"]
        address = url.removeprefix(str(here.client.make_url("/")).rstrip("/"))
        content = await (await here.client.get(address, headers=BEARER)).read()
        digest = hashlib.sha256(content).digest()
        assert base64.b64decode(told["sha256"]) == digest

    play(scene)


def test_it_sends_the_citizens_own_file() -> None:
    async def scene(here: Stage) -> None:
        headers = {"Content-Type": "image/png"}
        answer = await here.client.post("/control/media?name=a.png", data=PNG, headers=headers)
        media = await answer.json()
        entry = await here.act({"type": "media", "media": media["id"]})
        assert entry["type"] == "image"
        assert entry["media"]["name"] == "a.png"

    play(scene)


@pytest.mark.parametrize(("path", "status"), [("/good.pdf", "read"), ("/gone.pdf", "failed")])
def test_it_fetches_a_linked_file_before_delivering_it(path: str, status: str) -> None:
    async def good(request: web.Request) -> web.Response:
        return web.Response(body=PDF, content_type="application/pdf")

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/good.pdf", good)
        async with TestServer(app) as files, stage() as here:
            await here.act(HI)
            link = str(files.make_url(path))
            await here.send({"type": "document", "document": {"link": link}})
            statuses = here.business.all
            await here.business.until(
                lambda: any(s["status"] == status for s in statuses("statuses"))
            )
            entry = (await here.conversation(phone=CITIZEN))[-1]
            assert (entry["media"] is not None) is (status == "read")

    asyncio.run(run())
