"""Shows each new checkpoint to the witnesses, and publishes it with their signatures: from then on nobody can show two people two logs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import structlog

from engine.runtime.doors import Clock, Http, HttpReply, Scheduler
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms
from engine.services.certificates.issuing.proofs import (
    CHECKPOINT,
    HEAD,
    NOTE_MIME,
    note_at,
    reading,
    size_of,
)
from engine.services.certificates.log.merkle import consistency
from engine.services.certificates.log.note import BadNote, NoteKey, open_note
from engine.services.certificates.log.tiles import Tiles
from engine.services.certificates.log.witness import request_of

LOOK_S: Final = 0.5
AGAIN_S: Final = 10.0
"""After a witness did not answer."""
TIMEOUT_S: Final = 10.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Watchers:
    """keys: of each witness, by the address under which it takes checkpoints; quorum: how many must have signed before anything is
    handed over or believed, 0 where their word is welcome and not waited for."""

    keys: Mapping[str, NoteKey] = field(default_factory=dict)
    quorum: int = 0


class Witnessing:
    """Called by the worker in every round; asks side by side, one checkpoint at a time."""

    def __init__(
        self, store: Store, http: Http, scheduler: Scheduler, clock: Clock, watchers: Watchers
    ) -> None:
        self._store, self._http, self._scheduler, self._clock = store, http, scheduler, clock
        self._watchers = watchers
        self._seen: dict[str, int] = {}
        self._shown = ""
        self._busy = False
        self._next = 0.0

    def step(self) -> None:
        """Begin to show the newest checkpoint, where the witnesses have not seen it. Raises StoreDown."""
        moment = self._clock.monotonic()
        if self._busy or not self._watchers.keys or moment < self._next:
            return
        self._next = moment + LOOK_S
        note = note_at(self._store, HEAD)
        if note != self._shown:
            self._busy = True
            self._scheduler.spawn(self._show(note, size_of(note)))

    async def _show(self, note: str, size: int) -> None:
        try:
            lines = await asyncio.gather(
                *(self._ask(url, note, size) for url in self._watchers.keys)
            )
            signed = [line for line in lines if line]
            if len(signed) < max(1, self._watchers.quorum):
                if None not in lines:
                    self._next = self._clock.monotonic() + AGAIN_S
                return
            self._shown = note
            content = (note + "".join(signed)).encode()
            with self._store.transaction():
                if size_of(note_at(self._store, CHECKPOINT)) <= size:
                    row = (CHECKPOINT, content, NOTE_MIME, to_ms(self._clock.now()))
                    self._store.execute("published.put", row)
        finally:
            self._busy = False

    async def _ask(self, url: str, note: str, size: int) -> str | None:
        """Return the line by which a witness signs, empty where it does not, None where another worker has shown it more by now.

        A witness that has seen another part of the log says how much.
        """
        name = self._watchers.keys[url].name
        try:
            reply = await self._send(url, note, size)
            told = _told(reply)
            if told is not None and told <= size:
                self._seen[url] = told
                reply = await self._send(url, note, size)
                told = _told(reply)
        except (TimeoutError, ConnectionError) as trouble:
            log.warning("log.witness_silent", witness=name, why=type(trouble).__name__)
            return ""
        if told is not None and self._seen.get(url) != told <= self._size():
            return None
        if reply.status != 200:
            log.error("log.witness_refused", witness=name, status=reply.status)
            return ""
        self._seen[url] = size
        return _line(note, reply.body.decode("utf-8", "replace"), self._watchers.keys[url])

    def _size(self) -> int:
        return size_of(note_at(self._store, HEAD))

    async def _send(self, url: str, note: str, size: int) -> HttpReply:
        seen = min(self._seen.get(url, 0), size)
        proof = consistency(seen, size, Tiles(reading(self._store), size).subtree) if seen else []
        body = request_of(seen, proof, note)
        return await self._http.request("POST", f"{url}/add-checkpoint", {}, body, TIMEOUT_S)


def _told(reply: HttpReply) -> int | None:
    """Return how much of the log a witness has seen, where it says that it is another part than ours."""
    said = reply.body.decode("utf-8", "replace").strip()
    return int(said) if reply.status == 409 and said.isdigit() else None


def _line(note: str, body: str, key: NoteKey) -> str:
    """Return the witness's signature among those it answered with."""
    for line in body.splitlines(keepends=True):
        try:
            if open_note(note + line, (key,)).seen:
                return line
        except BadNote:
            continue
    return ""
