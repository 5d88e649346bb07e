"""The citizen's side: what a person does on the phone, turned into the platform's webhooks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from engine.sandbox.whatsapp.conversation import Entry, Phone, option_of
from engine.sandbox.whatsapp.courier import Courier
from engine.sandbox.whatsapp.media import ADDRESS_SECONDS, DAY, RECEIVED_DAYS, Media, kind_of
from engine.sandbox.whatsapp.outgoing import digits_of
from engine.sandbox.whatsapp.reading import Tree, as_number, as_text, as_tree, optional_text
from engine.sandbox.whatsapp.refusals import Refused
from engine.sandbox.whatsapp.samples import SAMPLES
from engine.sandbox.whatsapp.updates import media_fields, message_update
from engine.sandbox.whatsapp.world import World, user_id_of


class Citizen:
    """Sends what citizens do; a wrong action raises `Refused` with a sentence for the tester."""

    def __init__(self, world: World, courier: Courier) -> None:
        self._world = world
        self._courier = courier
        self._actions: Mapping[str, Callable[[Phone, Tree], Entry]] = {
            "text": self._text,
            "option": self._option,
            "media": self._media,
            "sample": self._sample,
            "location": self._location,
            "reaction": self._reaction,
            "raw": self._raw,
            "change_number": self._change_number,
        }

    def act(self, phone: Phone, action: Tree) -> Entry:
        """Do one thing on a phone and return the message it became.

        The forms are `{type: text, text, reply_to?}`, `{type: option, option, message?}`,
        `{type: media, media, caption?}`, `{type: sample, sample}`, `{type: location, latitude,
        longitude, name?, address?}`, `{type: reaction, emoji, message}`, `{type: change_number,
        number}` and `{type: raw, message}`, the last for any message object of the platform.
        """
        do = self._actions.get(str(action.get("type")))
        if do is None:
            raise Refused(100, f"type has to be one of {', '.join(self._actions)}")
        entry = do(phone, action)
        self._world.count_inbound()
        self._world.figures.counts["messages_from_citizens"] += 1
        return entry

    def _send(
        self, phone: Phone, kind: str, content: Tree, reply_to: str = "", media: Media | None = None
    ) -> Entry:
        """Put the message on the phone and its webhook on the way."""
        now = self._world.now()
        entry = phone.add("citizen", kind, content, now, reply_to)
        phone.last_inbound = now
        if phone.asked_at is None:
            phone.asked_at = time.perf_counter()
        fields: dict[str, object] = {"type": kind, kind: content}
        if media is not None:
            entry.media = media.plain()
            config = self._world.config
            base = f"http://{config.host}:{config.port}"
            until = now + ADDRESS_SECONDS
            fields[kind] = {**content, **media_fields(media, base, until)}
        if reply_to:
            fields["context"] = {"from": self._world.config.display_phone_number, "id": reply_to}
        phone.mark(entry, "sent")
        self._courier.offer(message_update(phone, entry, fields))
        return entry

    def _text(self, phone: Phone, action: Tree) -> Entry:
        words = as_text(action.get("text"), "text", 65_536)
        return self._send(
            phone, "text", {"body": words}, optional_text(action, "reply_to", "text", 512)
        )

    def _option(self, phone: Phone, action: Tree) -> Entry:
        wanted = as_text(action.get("option"), "option", 256)
        message = action.get("message")
        for entry in reversed(phone.entries):
            if entry.by != "business" or (message and entry.id != message):
                continue
            option = option_of(entry, wanted)
            if option is not None:
                return self._tap(phone, entry, dict(option))
        raise Refused(131009, f"no message on this phone offers {wanted}")

    def _tap(self, phone: Phone, entry: Entry, option: dict[str, object]) -> Entry:
        kind = str(option.pop("kind"))
        if kind == "button":
            tapped = {"payload": option["id"], "text": option["title"]}
            return self._send(phone, "button", tapped, entry.id)
        return self._send(phone, "interactive", {"type": kind, kind: option}, entry.id)

    def _media(self, phone: Phone, action: Tree) -> Entry:
        media_id = as_text(action.get("media"), "media", 64)
        media = self._world.media.get(media_id, self._world.now())
        if media is None:
            raise Refused(131009, f"there is no file {media_id}")
        kind = kind_of(media.mime)
        content: dict[str, object] = {}
        caption = optional_text(action, "caption", "media", 1024)
        if caption and kind not in {"audio", "sticker"}:
            content["caption"] = caption
        if kind == "document":
            content["filename"] = media.name
        if kind == "audio":
            content["voice"] = media.mime == "audio/ogg"
        return self._send(phone, kind, content, media=media)

    def _sample(self, phone: Phone, action: Tree) -> Entry:
        key = as_text(action.get("sample"), "sample", 64)
        sample = SAMPLES.get(key)
        if sample is None:
            raise Refused(131009, f"there is no sample {key}; there are {', '.join(SAMPLES)}")
        until = self._world.now() + RECEIVED_DAYS * DAY
        media = self._world.media.add(sample.mime, sample.name, sample.make(), until)
        return self._media(phone, {**action, "media": media.id})

    def _location(self, phone: Phone, action: Tree) -> Entry:
        content: dict[str, object] = {
            "latitude": as_number(action.get("latitude"), "latitude", -90, 90),
            "longitude": as_number(action.get("longitude"), "longitude", -180, 180),
        }
        for key in ("name", "address"):
            words = optional_text(action, key, "location", 1000)
            if words:
                content[key] = words
        return self._send(
            phone, "location", content, optional_text(action, "reply_to", "location", 512)
        )

    def _reaction(self, phone: Phone, action: Tree) -> Entry:
        target = as_text(action.get("message"), "message", 512)
        emoji = action.get("emoji")
        content = {"message_id": target, "emoji": emoji if isinstance(emoji, str) else ""}
        return self._send(phone, "reaction", content)

    def _change_number(self, phone: Phone, action: Tree) -> Entry:
        """Move to another number: the platform tells the business in the old one's name."""
        world = self._world
        number = digits_of(as_text(action.get("number"), "number", 20))
        if not number or number in world.phones:
            raise Refused(131009, "number has to be a phone number nobody here has")
        told: dict[str, object] = {
            "type": "user_changed_number",
            "body": f"{phone.name} changed from {phone.number} to {number}",
            "wa_id": number,
            "user_id": user_id_of(world.config.phone_number_id, number),
        }
        entry = phone.add("citizen", "system", told, world.now())
        phone.mark(entry, "sent")
        update = message_update(phone, entry, {"type": "system", "system": told})
        self._courier.offer(replace(update, contact=b""))
        world.move(phone, number)
        return entry

    def _raw(self, phone: Phone, action: Tree) -> Entry:
        message = as_tree(action.get("message"), "message")
        kind = as_text(message.get("type"), "message.type", 64)
        content = message.get(kind)
        entry = phone.add(
            "citizen", kind, content if isinstance(content, dict) else {}, self._world.now()
        )
        phone.last_inbound = entry.at
        phone.mark(entry, "sent")
        self._courier.offer(message_update(phone, entry, message))
        return entry


async def next_messages(world: World, phone: Phone, after: int, seconds: float) -> list[Entry]:
    """Return the messages numbered above `after`, waiting up to `seconds` for the first of them."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while not world.closing:
        entries = phone.after(after)
        left = until - loop.time()
        if entries or left <= 0:
            return entries
        await phone.wait(left)
    return []
