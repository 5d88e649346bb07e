"""The pretend world's memory: phones, files, templates, switches and a clock one can push on."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace

import orjson

from engine.sandbox.whatsapp.config import EmulatorConfig, Template
from engine.sandbox.whatsapp.conversation import Entry, Phone, place_of
from engine.sandbox.whatsapp.figures import Figures
from engine.sandbox.whatsapp.media import MediaStore
from engine.sandbox.whatsapp.throttle import PAIR_BURST, PAIR_SECONDS, Bucket


@dataclass(frozen=True, slots=True)
class Switches:
    """The troubles a tester can turn on.

    `duplicates` posts every webhook twice; `delay_seconds` holds each webhook back; `disorder`
    reports read before delivered; `late_refusals` accepts a message outside the 24-hour window and
    reports it failed afterwards; `drop_after_acceptance` cuts the line after accepting so many
    sends; `refuse_next` refuses so many sends with `refuse_code`.
    """

    duplicates: bool = False
    delay_seconds: float = 0.0
    disorder: bool = False
    late_refusals: bool = False
    drop_after_acceptance: int = 0
    refuse_next: int = 0
    refuse_code: int = 131000

    def plain(self) -> dict[str, object]:
        """Return the JSON form."""
        return asdict(self)

    def changed(self, wanted: dict[str, object]) -> Switches:
        """Return the switches with some of them set; raise ValueError for an odd name or value."""
        kinds = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        found: dict[str, bool | int | float] = {}
        for name, value in wanted.items():
            kind = kinds.get(name)
            if kind is None:
                raise ValueError(f"there is no switch {name}")
            if not isinstance(value, bool | int | float) or not 0 <= value <= 1_000_000:
                raise ValueError(f"{name} has to be a {kind.__name__} of at least 0")
            if isinstance(value, bool) is not (kind is bool):
                raise ValueError(f"{name} has to be a {kind.__name__}")
            found[name] = kind(value)
        return replace(self, **found)  # type: ignore[arg-type]


class World:
    """Everything the emulator remembers; it dies with the process."""

    def __init__(
        self, config: EmulatorConfig, nonce: str, clock: Callable[[], float] = time.time
    ) -> None:
        self.config = config
        self.nonce = nonce
        self.switches = Switches()
        self.figures = Figures()
        self.phones: dict[str, Phone] = {}
        self.by_user_id: dict[str, Phone] = {}
        self.templates: dict[tuple[str, str], Template] = {}
        self.offset = 0.0
        self.closing = False
        self._clock = clock
        self.media = MediaStore(1_000_000_000_000_000 + int(nonce, 16) * 10_000)
        self.number_bucket = Bucket(config.number_limit, config.number_limit, clock())
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
        phone = Phone(number, name, user_id, self.nonce, hides_number)
        identity: dict[str, object] = {"user_id": user_id}
        if not hides_number:
            identity = {"wa_id": number, **identity}
        phone.contact = orjson.dumps({"profile": {"name": name}, **identity})
        phone.contact_short = orjson.dumps(identity)
        self.phones[number] = phone
        self.by_user_id[user_id] = phone
        return phone

    def entry_of(self, wamid: str) -> tuple[Phone, Entry] | None:
        """Return the phone and message behind an id, None when nothing here has that id."""
        place = place_of(wamid)
        if place is None or place[0] != self.nonce:
            return None
        phone = self.phones.get(place[1])
        entry = phone.find(place[2]) if phone else None
        return (phone, entry) if phone and entry else None

    def pair_allows(self, number: str) -> bool:
        """Say whether another message to this person is within the pair limit, and count it."""
        if not self.config.pair_limit:
            return True
        now = self.now()
        bucket = self._pairs.get(number)
        if bucket is None:
            bucket = self._pairs[number] = Bucket(PAIR_BURST, 1 / PAIR_SECONDS, now)
        return bucket.take(now)

    def number_allows(self) -> bool:
        """Say whether the business number may send another message this second, and count it."""
        return self.config.number_limit == 0 or self.number_bucket.take(self.now())

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
