"""The pretend world's memory: phones, files, templates, switches and a clock one can push on."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

import orjson

from engine.sandbox.whatsapp.config import EmulatorConfig, Template
from engine.sandbox.whatsapp.conversation import Entry, Phone, place_of
from engine.sandbox.whatsapp.figures import Figures
from engine.sandbox.whatsapp.media import MediaStore
from engine.sandbox.whatsapp.switches import Switches
from engine.sandbox.whatsapp.throttle import PAIR_BURST, PAIR_SECONDS, Bucket


class World:
    """Everything the emulator remembers; it dies with the process."""

    def __init__(
        self, config: EmulatorConfig, nonce: str, clock: Callable[[], float] = time.time
    ) -> None:
        self.config = config
        self.nonce = nonce
        self.switches = Switches()
        self.when_phones_on: Callable[[], None] = lambda: None
        self.moved: dict[str, str] = {}
        self.figures = Figures()
        self.phones: dict[str, Phone] = {}
        self.by_user_id: dict[str, Phone] = {}
        self.templates: dict[tuple[str, str], Template] = {}
        self.offset = 0.0
        self.closing = False
        self._clock = clock
        self.media = MediaStore(1_000_000_000_000_000 + int(nonce, 16) * 10_000)
        self._bucket = Bucket(config.number_limit, config.number_limit, clock())
        self._pairs: dict[str, Bucket] = {}
        for citizen in config.citizens:
            self.add_phone(citizen.number, citizen.name)
        for template in config.templates:
            self.templates[template.name, template.language] = template

    def now(self) -> float:
        """Return the pretend moment in Unix seconds."""
        return self._clock() + self.offset

    def add_phone(self, number: str, name: str, *, hides_number: bool = False) -> Phone:
        """Return the phone of this number, new or already there."""
        known = self.phones.get(number)
        if known is not None:
            return known
        user_id = user_id_of(self.config.phone_number_id, number)
        phone = Phone(number, name, user_id, self.nonce, hides_number, hides_number)
        self._introduce(phone)
        self.phones[number] = phone
        self.by_user_id[user_id] = phone
        return phone

    def apply(self, switches: Switches) -> None:
        """Set the switches; what waited for one to be turned off goes on."""
        before, self.switches = self.switches, switches
        if before.hide_numbers != switches.hide_numbers:
            for phone in self.phones.values():
                self._introduce(phone)
        if before.phones_off and not switches.phones_off:
            self.when_phones_on()

    def move(self, phone: Phone, number: str) -> None:
        """Give a phone another number, and with it another business-scoped id, as the platform does."""
        self.phones.pop(phone.number, None)
        self.by_user_id.pop(phone.user_id, None)
        self.moved[phone.number] = number
        phone.number, phone.user_id = number, user_id_of(self.config.phone_number_id, number)
        self._introduce(phone)
        self.phones[number] = self.by_user_id[phone.user_id] = phone
        phone.changed()

    def _introduce(self, phone: Phone) -> None:
        """Work out how webhooks name this person."""
        phone.hides_number = phone.shy or self.switches.hide_numbers
        identity: dict[str, object] = {"user_id": phone.user_id}
        if not phone.hides_number:
            identity = {"wa_id": phone.number, **identity}
        phone.contact = orjson.dumps({"profile": {"name": phone.name}, **identity})
        phone.contact_short = orjson.dumps(identity)

    def entry_of(self, wamid: str) -> tuple[Phone, Entry] | None:
        """Return the phone and message behind an id, None when nothing here has that id."""
        place = place_of(wamid)
        if place is None or place[0] != self.nonce:
            return None
        number = place[1]
        while number in self.moved:
            number = self.moved[number]
        phone = self.phones.get(number)
        entry = phone.find(place[2]) if phone else None
        return (phone, entry) if phone and entry else None

    def pair_allows(self, number: str) -> bool:
        """Say whether another message to this person is within the pair limit, and count it."""
        asked = self.switches.pair_limit
        if asked == "off" or (asked == "as_started" and not self.config.pair_limit):
            return True
        now = self.now()
        bucket = self._pairs.get(number)
        if bucket is None:
            bucket = self._pairs[number] = Bucket(PAIR_BURST, 1 / PAIR_SECONDS, now)
        return bucket.take(now)

    def number_allows(self) -> bool:
        """Say whether the business number may send another message this second, and count it."""
        bucket = self._number()
        return bucket is None or bucket.take(self.now())

    def count_inbound(self) -> None:
        """Charge a message of a citizen to the number: both directions share one limit."""
        bucket = self._number()
        if bucket is not None:
            bucket.count(self.now())

    def _number(self) -> Bucket | None:
        """Return the number's bucket at the limit that holds now, None where there is none."""
        asked = self.switches.number_limit
        limit = self.config.number_limit if asked < 0 else asked
        if not limit:
            return None
        if self._bucket.most != limit:
            self._bucket = Bucket(limit, limit, self.now())
        return self._bucket

    def close(self) -> None:
        """End every open stream."""
        self.closing = True
        for phone in self.phones.values():
            phone.changed()


def user_id_of(phone_number_id: str, number: str) -> str:
    """Return the business-scoped id of a number: stable for one business, unlike the next."""
    digest = hashlib.sha256(f"{phone_number_id}:{number}".encode()).digest()
    country = "IN" if number.startswith("91") else "XX"
    return f"{country}.{int.from_bytes(digest[:7], 'big'):017d}"
