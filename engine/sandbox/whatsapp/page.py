"""The phone page: its files, the pictures and papers in the chat, and the stream of what is new."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import orjson
from aiohttp import web
from yarl import URL

from engine.sandbox.whatsapp.console import Console, polite
from engine.sandbox.whatsapp.conversation import Phone
from engine.sandbox.whatsapp.world import World

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".html": "text/html",
    ".svg": "image/svg+xml",
}
SHOWN_INLINE = frozenset({"application/pdf", "text/plain", "image/png", "image/jpeg", "image/webp"})
HEARTBEAT_SECONDS = 15.0


class Page:
    """The handlers a browser talks to."""

    def __init__(self, world: World, console: Console) -> None:
        self._world = world
        self._console = console

    def routes(self) -> list[web.RouteDef]:
        """Return the routes; everything the page needs lies under `/phone`."""
        return [
            web.get("/", self._to_page),
            web.get("/phone/", self._to_page),
            web.get("/phone", self._index),
            web.get("/phone/desk", self._to_desk),
            web.get(r"/phone/static/{name:[a-z-]+\.(?:css|js|svg)}", self._static),
            web.get(r"/phone/media/{media:\d+}", polite(self._media)),
            web.get(r"/phone/events/{phone:\d+}", polite(self._events)),
            *self._console.page_routes("/phone/api"),
        ]

    async def _to_page(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/phone")

    async def _to_desk(self, request: web.Request) -> web.StreamResponse:
        """Lead to where the business's officers sit: beside the address it gave us for its webhooks."""
        raise web.HTTPFound(str(URL(self._world.config.callback_url).with_path("/desk")))

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return _file(STATIC / "phone.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = STATIC / request.match_info["name"]
        if not path.is_file():
            raise web.HTTPNotFound
        return _file(path)

    async def _media(self, request: web.Request) -> web.StreamResponse:
        media = self._world.media.get(request.match_info["media"], self._world.now())
        if media is None:
            raise web.HTTPNotFound(text="this file is no longer kept")
        inline = media.mime in SHOWN_INLINE or media.mime.startswith(("audio/", "video/"))
        name = "".join(c for c in media.name if c.isascii() and (c.isalnum() or c in "._- "))
        shown = "inline" if inline else "attachment"
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f'{shown}; filename="{name or media.id}"',
            "Cache-Control": "private, max-age=3600",
        }
        charset = "utf-8" if media.mime.startswith("text/") else None
        return web.Response(
            body=media.content, content_type=media.mime, charset=charset, headers=headers
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Stream every new or changed message of one phone, resuming where the browser left off."""
        phone = self._console.phone_of(request)
        epoch, _, version = request.headers.get("Last-Event-ID", "").partition(".")
        seen = int(version) if epoch == self._world.nonce and version.isdigit() else -1
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        with suppress(ConnectionResetError):  # the tab was closed
            await self._stream(response, phone, seen)
        return response

    async def _stream(self, response: web.StreamResponse, phone: Phone, seen: int) -> None:
        await response.write(b"retry: 1000\n\n")
        while not self._world.closing:
            if phone.version != seen:
                await response.write(self._news(phone, seen))
                seen = phone.version
            await phone.wait(HEARTBEAT_SECONDS)
            if phone.version == seen:
                await response.write(b": still here\n\n")

    def _news(self, phone: Phone, seen: int) -> bytes:
        """Return one event: the changed messages and how long the business goes on typing."""
        world = self._world
        news = {
            "epoch": world.nonce,
            "whole": seen < 0,
            "now": world.now(),
            "typing_seconds": max(0.0, phone.typing_until - world.now()),
            "messages": [entry.plain() for entry in phone.changed_since(seen)],
        }
        head = f"event: news\nid: {world.nonce}.{phone.version}\ndata: ".encode()
        return head + orjson.dumps(news) + b"\n\n"


def _file(path: Path) -> web.Response:
    return web.Response(
        body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8", headers=HEADERS
    )
