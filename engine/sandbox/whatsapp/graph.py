"""The Graph API itself: messages, media and the number's own record, behind a bearer token."""

from __future__ import annotations

import asyncio
import hmac
import itertools
from collections.abc import Awaitable, Callable

import orjson
from aiohttp import web

from engine.sandbox.whatsapp.business import Business
from engine.sandbox.whatsapp.conversation import Phone
from engine.sandbox.whatsapp.media import (
    ADDRESS_SECONDS,
    DAY,
    UPLOADED_DAYS,
    Media,
    check_file,
)
from engine.sandbox.whatsapp.outgoing import Outgoing, Receipt, check_request
from engine.sandbox.whatsapp.refusals import Refused
from engine.sandbox.whatsapp.updates import attachment_url
from engine.sandbox.whatsapp.world import World

GATEWAY = {"errors": (503, ""), "gateway": (502, "<html>Bad Gateway</html>")}
"""What comes back instead of the platform's words."""
PATIENCE_SECONDS = 0.05

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Graph:
    """The handlers a business talks to."""

    def __init__(self, world: World, business: Business) -> None:
        self._world = world
        self._business = business
        self._bearer = f"Bearer {world.config.access_token}".encode()
        self._traces = itertools.count(1)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes; any version prefix such as `v23.0` is taken."""
        guarded = self._guarded
        version = r"/{version:v\d+\.\d+}"
        return [
            web.post(version + r"/{number:\d+}/messages", guarded(self._messages)),
            web.post(version + r"/{number:\d+}/media", guarded(self._upload)),
            web.get(version + r"/{object:\d+}", guarded(self._object)),
            web.delete(version + r"/{object:\d+}", guarded(self._delete)),
            web.get(r"/attachments/{media:\d+}", guarded(self._download)),
            web.route("*", version + r"/{rest:.*}", guarded(self._unknown)),
        ]

    def _guarded(self, handler: Handler) -> Handler:
        """Check the bearer token and turn refusals into the platform's envelope."""

        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                given = request.headers.get("Authorization", "")
                if not hmac.compare_digest(given.encode(), self._bearer):
                    raise Refused(190, "the access token is missing or wrong")
                trouble = await self._trouble(request)
                return await handler(request) if trouble is None else trouble
            except Refused as refusal:
                self._world.figures.refused[refusal.code] += 1
                trace = f"sandbox{next(self._traces):010d}"
                answer = as_json(refusal.envelope(trace), refusal.status)
                wait = self._world.switches.retry_after_seconds
                if wait:
                    answer.headers["Retry-After"] = str(wait)
                return answer

        return handle

    async def _trouble(self, request: web.Request) -> web.StreamResponse | None:
        """Answer late, badly or not at all, as the switches say; None where all is well."""
        world = self._world
        if world.switches.slow_seconds:
            await asyncio.sleep(world.switches.slow_seconds)
        outage = world.switches.outage
        if outage == "none":
            return None
        await request.read()
        if outage in GATEWAY:
            status, words = GATEWAY[outage]
            return web.Response(status=status, text=words)
        while world.switches.outage == "silence" and not world.closing and request.transport:
            await asyncio.sleep(PATIENCE_SECONDS)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=503)

    def _own_number(self, request: web.Request) -> None:
        number = request.match_info["number"]
        if number != self._world.config.phone_number_id:
            raise Refused(33, f"object {number} does not exist or is not yours")

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        self._own_number(request)
        try:
            body: object = orjson.loads(await request.read())
        except orjson.JSONDecodeError:
            raise Refused(100, "the body is not JSON") from None
        asked = check_request(body)
        if isinstance(asked, Receipt):
            self._business.receive_receipt(asked)
            return as_json({"success": True})
        phone, entry = self._business.accept(asked)
        self._drop_if_asked(request)
        return as_json(_accepted(asked, phone, entry.id))

    def _drop_if_asked(self, request: web.Request) -> None:
        """Cut the line after accepting, so that the sender cannot know whether it was taken."""
        switches = self._world.switches
        if switches.drop_after_acceptance > 0:
            left = switches.drop_after_acceptance - 1
            self._world.switches = switches.changed({"drop_after_acceptance": left})
            if request.transport is not None:
                request.transport.abort()

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        self._own_number(request)
        if not request.content_type.startswith("multipart/"):
            raise Refused(100, "media is uploaded as multipart/form-data")
        form = await request.post()
        if form.get("messaging_product") != "whatsapp":
            raise Refused(100, "messaging_product is required and has to be whatsapp")
        file = form.get("file")
        if not isinstance(file, web.FileField):
            raise Refused(100, "file is required")
        given = form.get("type")
        mime = given if isinstance(given, str) and given else file.content_type
        mime = mime.split(";")[0].strip()
        content = file.file.read()
        check_file(mime, content)
        until = self._world.now() + UPLOADED_DAYS * DAY
        media = self._world.media.add(mime, file.filename, content, until)
        return as_json({"id": media.id})

    def _media(self, media_id: str) -> Media:
        media = self._world.media.get(media_id, self._world.now())
        if media is None:
            raise Refused(33, f"object {media_id} does not exist or is no longer kept")
        return media

    async def _object(self, request: web.Request) -> web.StreamResponse:
        wanted = request.match_info["object"]
        config = self._world.config
        if wanted == config.phone_number_id:
            return as_json(
                {
                    "id": wanted,
                    "verified_name": config.business_name,
                    "display_phone_number": config.display_phone_number,
                    "quality_rating": "GREEN",
                }
            )
        media = self._media(wanted)
        until = self._world.now() + ADDRESS_SECONDS
        return as_json(
            {
                "messaging_product": "whatsapp",
                "url": attachment_url(str(request.url.origin()), media.id, until),
                "mime_type": media.mime,
                "sha256": media.sha256.hex(),
                "file_size": len(media.content),
                "id": media.id,
            }
        )

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        media = self._media(request.match_info["object"])
        return as_json({"success": self._world.media.remove(media.id)})

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """Return a file's bytes; 404 once its address has run out, as the platform answers."""
        expires = request.query.get("expires", "")
        now = self._world.now()
        media = self._world.media.get(request.match_info["media"], now)
        if media is None or not expires.isdigit() or int(expires) < now:
            return web.Response(status=404)
        return web.Response(body=media.content, content_type=media.mime)

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        raise Refused(2500, f"there is nothing at {request.path}")


def _accepted(asked: Outgoing, phone: Phone, wamid: str) -> dict[str, object]:
    contact: dict[str, object] = {"input": asked.wanted, "user_id": phone.user_id}
    if not phone.hides_number:
        contact["wa_id"] = phone.number
    message: dict[str, object] = {"id": wamid}
    if asked.kind == "template":
        message["message_status"] = "accepted"
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}


def as_json(tree: object, status: int = 200) -> web.Response:
    """Return a JSON response."""
    return web.Response(
        body=orjson.dumps(tree), status=status, content_type="application/json", charset="utf-8"
    )
