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
UNKNOWN_LOG, UNKNOWN_KEY = 404, 403


def create_app(engine: str, now: Callable[[], datetime]) -> web.Application:
    """Return the witness. engine: asked for the log's own key when a new one is heard of; people give it to a real witness."""
    logs: dict[str, tuple[NoteKey, ...]] = {}
    latest: dict[str, Checkpoint] = {}

    async def add_checkpoint(request: web.Request) -> web.Response:
        text = (await request.read())[:MOST_BYTES].decode("utf-8", "replace")
        witness, moment = Witness(WITNESS_NAME, WITNESS_KEY, logs), int(now().timestamp())
        answer = witness.add_checkpoint(text, latest, moment)
        if answer.status in (UNKNOWN_LOG, UNKNOWN_KEY):
            for key in await _key_of(engine):
                logs[key.name] = tuple({*logs.get(key.name, ()), key})
            answer = witness.add_checkpoint(text, latest, moment)
        if answer.seen is not None:
            latest[answer.seen.origin] = answer.seen
        mime = "text/x.tlog.size" if answer.status == 409 else "text/plain"
        return web.Response(status=answer.status, text=answer.body, content_type=mime)

    app = web.Application()
    app.router.add_post("/add-checkpoint", add_checkpoint)
    return app


async def _key_of(engine: str) -> tuple[NoteKey, ...]:
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{engine}/.well-known/log/key") as answer,
        ):
            return (read_key(await answer.text()),)
    except (aiohttp.ClientError, BadNote, TimeoutError):
        return ()
