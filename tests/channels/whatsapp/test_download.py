"""It brings files home as `download.yaml` says, from a real server that behaves in every way a server can."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import TestServer

from engine.channels.whatsapp.client import Account
from engine.channels.whatsapp.download import (
    READ_TIMEOUT,
    Downloads,
    Fetched,
    Missed,
    Outcome,
    TooLarge,
)

SITUATIONS = yaml.safe_load((Path(__file__).parent / "download.yaml").read_text())
TOKEN = "sample-token"
BRIEF = ClientTimeout(total=0.3)


class Platform:
    """Where a file lies, and the file."""

    def __init__(self, place: Any, file: Any) -> None:
        self.place, self.file = place, file
        self.files_asked = 0

    async def tell_place(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        if isinstance(self.place, int):
            return web.Response(status=self.place, headers={"Location": "/file"})
        if "raw" in self.place:
            return web.Response(text=self.place["raw"])
        url = f"http://{request.host}/file"
        return web.json_response({"url": url, "mime_type": "image/jpeg", "id": "7"} | self.place)

    async def give_file(self, request: web.Request) -> web.StreamResponse:
        self.files_asked += 1
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        assert request.headers["Accept-Encoding"] == "identity"
        if isinstance(self.file, int):
            return await self._stream(request, self.file)
        if "status" in self.file:
            return web.Response(status=self.file["status"], headers={"Location": "/file"})
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b"x" * 10)
        if "hangs" in self.file:
            await asyncio.sleep(1)
        assert request.transport is not None
        request.transport.close()
        return answer

    async def _stream(self, request: web.Request, size: int) -> web.StreamResponse:
        """Answer without telling the length beforehand."""
        answer = web.StreamResponse()
        answer.enable_chunked_encoding()
        await answer.prepare(request)
        for start in range(0, size, 64):
            await answer.write(b"x" * min(64, size - start))
        return answer


async def fetch(platform: Platform, most: int, timeout: ClientTimeout) -> Outcome:
    app = web.Application()
    app.router.add_get("/v25.0/7", platform.tell_place)
    app.router.add_get("/file", platform.give_file)
    server = TestServer(app)
    await server.start_server()
    try:
        async with ClientSession() as http:
            account = Account(str(server.make_url("/v25.0")), "n1", TOKEN)
            return await Downloads(account, http, timeout).fetch("7", most)
    finally:
        await server.close()


def how(missed: Missed) -> str:
    return "final" if missed.final else "stale" if missed.stale else "passing"


@pytest.mark.parametrize("row", SITUATIONS, ids=lambda row: row["it"])
def test_it(row: dict[str, Any]) -> None:
    platform = Platform(row.get("place", {}), row.get("file", 100))
    timeout = BRIEF if platform.file == {"hangs": True} else READ_TIMEOUT
    found = asyncio.run(fetch(platform, row.get("most", 2_000), timeout))
    match found:
        case Fetched(content, mime, sha256):
            assert row["outcome"] == "fetched"
            assert (content, mime) == (b"x" * row["file"], "image/jpeg")
            assert sha256 == hashlib.sha256(content).hexdigest()
        case TooLarge(most):
            assert row["outcome"] == "too_large"
            assert most == row["most"]
        case Missed():
            assert (row["outcome"], row["how"]) == ("missed", how(found)), found
    assert platform.files_asked == row.get("files_asked", platform.files_asked)


def test_it_waits_where_nobody_listens():
    async def use() -> Outcome:
        async with ClientSession() as http:
            account = Account("http://127.0.0.1:1/v25.0", "n1", TOKEN)
            return await Downloads(account, http).fetch("7", 100)

    found = asyncio.run(use())
    assert isinstance(found, Missed)
    assert (found.status, how(found)) == (0, "passing")
