"""The business's side: accept a message, show it on the phone, report how far it came."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Mapping

import aiohttp

from engine.sandbox.whatsapp.conversation import Entry, Phone
from engine.sandbox.whatsapp.courier import Courier
from engine.sandbox.whatsapp.interactive import HEADER_MEDIA
from engine.sandbox.whatsapp.media import (
    BYTES_MOST,
    DAY,
    TYPES,
    UPLOADED_DAYS,
    Media,
    check_file,
    kind_of,
)
from engine.sandbox.whatsapp.outgoing import MEDIA_KINDS, Outgoing, Receipt
from engine.sandbox.whatsapp.reading import Tree
from engine.sandbox.whatsapp.refusals import Refused
from engine.sandbox.whatsapp.templates import find, shown
from engine.sandbox.whatsapp.updates import status_update
from engine.sandbox.whatsapp.world import World

WINDOW_SECONDS = 86_400.0
TYPING_SECONDS = 25.0
BETWEEN_STATUSES = (("sent", 0.15), ("delivered", 0.35), ("read", 0.9))


class Business:
    """What the Graph API does with a request that passed the limits."""

    def __init__(self, world: World, courier: Courier) -> None:
        self._world = world
        self._courier = courier
        self._tasks: set[asyncio.Task[None]] = set()
        self._undelivered: list[tuple[Phone, Entry, str, str]] = []
        world.when_phones_on = self.phones_on

    def phones_on(self) -> None:
        """Deliver what waited for phones to be switched on."""
        waiting, self._undelivered = self._undelivered, []
        for phone, entry, opaque, category in waiting:
            self._go_on(phone, entry, opaque, category, BETWEEN_STATUSES[1:])

    async def stop(self) -> None:
        """Give up statuses and downloads that are still to come."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def accept(self, message: Outgoing) -> tuple[Phone, Entry]:
        """Put the message on the phone and schedule its statuses; raise `Refused` otherwise."""
        world = self._world
        self._refuse_if_asked()
        phone = self._recipient(message)
        if not world.number_allows():
            raise Refused(130429, "too many messages from this number in a short time")
        if not world.pair_allows(phone.number):
            raise Refused(131056, "too many messages from this number to the same person")
        content, category = message.content, "service"
        if message.kind == "template":
            template = find(world.templates, message.content, world.switches.templates)
            content, category = {**content, "shown": shown(template, content)}, template.category
        late = self._outside_window(phone, message.kind) or self._failure_asked()
        media = self._media_of(message.kind, content)
        entry = phone.add("business", message.kind, content, world.now(), message.reply_to)
        phone.typing_until = 0.0
        if isinstance(media, Media):
            entry.media = media.plain()
        self._count(phone)
        if late is not None:
            self._fail(phone, entry, late, message.opaque)
        elif isinstance(media, str):
            self._spawn(self._fetch(phone, entry, media, message, category))
        else:
            self._report(phone, entry, message.opaque, category)
        return phone, entry

    def receive_receipt(self, receipt: Receipt) -> None:
        """Turn the citizen's ticks blue, and show the typing dots when asked."""
        found = self._world.entry_of(receipt.message_id)
        if found is None or found[1].by != "citizen":
            raise Refused(131009, "message_id is not a message received by this number")
        phone, entry = found
        phone.mark_read_up_to(entry.n)
        if receipt.typing:
            phone.typing_until = self._world.now() + TYPING_SECONDS
            phone.changed()

    def _refuse_if_asked(self) -> None:
        switches = self._world.switches
        if switches.refuse_next > 0:
            self._world.switches = switches.changed({"refuse_next": switches.refuse_next - 1})
            raise Refused(switches.refuse_code, "refused because the sandbox was asked to")

    def _failure_asked(self) -> Refused | None:
        switches = self._world.switches
        if switches.fail_next <= 0:
            return None
        self._world.switches = switches.changed({"fail_next": switches.fail_next - 1})
        return Refused(switches.fail_code, "failed because the sandbox was asked to")

    def _recipient(self, message: Outgoing) -> Phone:
        world = self._world
        phone = (
            world.phones.get(message.to) if message.to else world.by_user_id.get(message.user_id)
        )
        if phone is None and message.to and world.config.open_world:
            phone = world.add_phone(message.to, f"Sample citizen {message.to[-4:]}")
        if phone is None:
            raise Refused(131030, "add the recipient's phone to the sandbox and try again")
        return phone

    def _outside_window(self, phone: Phone, kind: str) -> Refused | None:
        """Return the refusal to report later or raise it at once; None inside the window."""
        world = self._world
        if kind == "template" or not world.config.window_limit:
            return None
        last = phone.last_inbound
        if last is not None and world.now() - last <= WINDOW_SECONDS:
            return None
        refusal = Refused(131047, "more than 24 hours since the person last wrote: send a template")
        if world.switches.late_refusals:
            return refusal
        raise refusal

    def _media_of(self, kind: str, content: Tree) -> Media | str | None:
        """Return the stored file, the link to fetch, or None for a message without a file."""
        holder: object = content
        if kind == "interactive":
            header = content.get("header")
            kind = str(header.get("type")) if isinstance(header, dict) else ""
            holder = header.get(kind) if isinstance(header, dict) else None
            if kind not in HEADER_MEDIA:
                return None
        if kind not in MEDIA_KINDS or not isinstance(holder, Mapping):
            return None
        if isinstance(holder.get("link"), str):
            return str(holder["link"])
        media = self._world.media.get(str(holder.get("id")), self._world.now())
        if media is None:
            raise Refused(100, f"{kind}.id is not a file of this business")
        if media.mime not in TYPES[kind]:
            raise Refused(131053, f"a file of type {media.mime} cannot be sent as {kind}")
        name = holder.get("filename")
        return _named(media, name) if isinstance(name, str) else media

    def _count(self, phone: Phone) -> None:
        figures = self._world.figures
        figures.counts["messages_accepted"] += 1
        if phone.asked_at is not None:
            figures.turnaround.append(time.perf_counter() - phone.asked_at)
            phone.asked_at = None

    def _report(self, phone: Phone, entry: Entry, opaque: str, category: str) -> None:
        steps = BETWEEN_STATUSES[:1] if entry.kind == "reaction" else BETWEEN_STATUSES
        if self._world.switches.phones_off and len(steps) > 1:
            self._undelivered.append((phone, entry, opaque, category))
            steps = steps[:1]
        self._go_on(phone, entry, opaque, category, steps)

    def _go_on(
        self,
        phone: Phone,
        entry: Entry,
        opaque: str,
        category: str,
        steps: tuple[tuple[str, float], ...],
    ) -> None:
        if self._world.switches.disorder:
            steps = tuple(reversed(steps))
        pace = self._world.config.pace
        if pace <= 0:
            for status, _ in steps:
                self._status(phone, entry, status, opaque, category)
        else:
            self._spawn(self._report_slowly(phone, entry, steps, opaque, category))

    async def _report_slowly(
        self,
        phone: Phone,
        entry: Entry,
        steps: tuple[tuple[str, float], ...],
        opaque: str,
        category: str,
    ) -> None:
        for status, seconds in steps:
            await asyncio.sleep(seconds * self._world.config.pace)
            self._status(phone, entry, status, opaque, category)

    def _status(
        self, phone: Phone, entry: Entry, status: str, opaque: str, category: str = "service"
    ) -> None:
        phone.mark(entry, status)
        self._courier.offer(
            status_update(phone, entry, status, self._world.now(), opaque, category)
        )

    def _fail(self, phone: Phone, entry: Entry, refusal: Refused, opaque: str) -> None:
        entry.error = refusal.in_status()
        self._status(phone, entry, "failed", opaque)

    async def _fetch(
        self, phone: Phone, entry: Entry, link: str, message: Outgoing, category: str
    ) -> None:
        """Fetch a linked file as the platform does; report 131053 when it cannot be used."""
        try:
            media = await self._download(link, message)
        except Refused as refusal:
            self._fail(phone, entry, refusal, message.opaque)
            return
        entry.media = media.plain()
        phone.changed(entry)
        self._report(phone, entry, message.opaque, category)

    async def _download(self, link: str, message: Outgoing) -> Media:
        timeout = aiohttp.ClientTimeout(total=20)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(link) as answer,
            ):
                if answer.status != 200:
                    raise Refused(131053, f"the link answered {answer.status}")
                mime = answer.content_type
                content = await answer.content.read(BYTES_MOST["document"] + 1)
        except (aiohttp.ClientError, TimeoutError, ValueError):
            raise Refused(131053, "the link could not be fetched") from None
        try:
            check_file(mime, content)
        except Refused as refusal:
            raise Refused(131053, refusal.details) from None
        if message.kind != "interactive" and kind_of(mime) != message.kind:
            raise Refused(131053, f"a file of type {mime} cannot be sent as {message.kind}")
        name = message.content.get("filename") or link.partition("?")[0].rpartition("/")[2]
        until = self._world.now() + UPLOADED_DAYS * DAY
        return self._world.media.add(mime, str(name), content, until)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _named(media: Media, name: str) -> Media:
    return Media(media.id, media.mime, name, media.content, media.sha256, media.until)
