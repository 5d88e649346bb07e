"""A pretend witness of the public log: decides as a real one does, and remembers what it saw as long as it runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import aiohttp
from aiohttp import web
from nacl.signing import SigningKey

from engine.services.certificates.log.checkpoint import Checkpoint
from engine.services.certificates.log.note import BadNote, NoteKey, read_key
from engine.services.certificates.log.witness import Witness

WITNESS_NAME = "witness.sandbox.example"
WITNESS_KEY = SigningKey(b"the witness of the sandbox".ljust(32, b"."))
MOST_BYTES = 200_000


def create_app(engine: str, now: Callable[[], datetime]) -> web.Application:
    """Return the witness. engine: asked for the log's own key when it is first heard of; people give it to a real witness."""
    logs: dict[str, NoteKey] = {}
    latest: dict[str, Checkpoint] = {}

    async def add_checkpoint(request: web.Request) -> web.Response:
        text = (await request.read())[:MOST_BYTES].decode("utf-8", "replace")
        if not logs:
            logs.update(await _log_of(engine))
        answer = Witness(WITNESS_NAME, WITNESS_KEY, logs).add_checkpoint(
            text, latest, int(now().timestamp())
        )
        if answer.seen is not None:
            latest[answer.seen.origin] = answer.seen
        mime = "text/x.tlog.size" if answer.status == 409 else "text/plain"
        return web.Response(status=answer.status, text=answer.body, content_type=mime)

    app = web.Application()
    app.router.add_post("/add-checkpoint", add_checkpoint)
    return app


async def _log_of(engine: str) -> dict[str, NoteKey]:
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{engine}/.well-known/log/key") as answer,
        ):
            key = read_key(await answer.text())
    except (aiohttp.ClientError, BadNote, TimeoutError):
        return {}
    return {key.name: key}
