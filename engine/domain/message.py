"""Channel-neutral messages: what a citizen sends us and what we send back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextIn:
    """Words typed by the citizen."""

    text: str


@dataclass(frozen=True, slots=True)
class TapIn:
    """A tap on a button or a list row we once sent; `id` is ours, `title` what the citizen saw."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class MediaIn:
    """A photo, a file, a sound, a video or a sticker; `mime` says which.

    media: the channel's handle; bytes: 0 where the channel does not say; voice: spoken into the phone just now; sha256: of the
    content, 64 hex digits, or empty.
    """

    media: str
    mime: str
    name: str
    bytes: int
    caption: str = ""
    voice: bool = False
    sha256: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether this can only be listened to."""
        return self.voice or self.mime.startswith("audio/")


@dataclass(frozen=True, slots=True)
class LocationIn:
    """A place on the map, WGS 84 degrees."""

    latitude: float
    longitude: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class ContactIn:
    """A card from the phone's address book. phone: digits with the country code; own: the citizen's own card, which we had asked for."""

    name: str
    phone: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class FormIn:
    """A form filled in inside the chat.

    form: `flow` or `address_message`; token: ours, from when it was sent; values: by field, as text.
    """

    form: str
    token: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EditIn:
    """News that a message sent earlier was changed or withdrawn afterwards. message: the channel's name of that one."""

    message: str
    withdrawn: bool = False


LOST_FILE = "lost_file"
"""The kind of a file that the channel itself could not take over from the phone."""


@dataclass(frozen=True, slots=True)
class OtherIn:
    """Anything we cannot use as an answer (an order, a poll), or LOST_FILE."""

    kind: str


Incoming = TextIn | TapIn | MediaIn | LocationIn | ContactIn | FormIn | EditIn | OtherIn


@dataclass(frozen=True, slots=True)
class Button:
    """A reply button; title at most 20 characters."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list; title at most 24 characters, note at most 72."""

    id: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TextOut:
    """Plain words, at most 4,096 characters."""

    body: str


@dataclass(frozen=True, slots=True)
class ButtonsOut:
    """Words with one to three buttons; body at most 1,024 characters."""

    body: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class ListOut:
    """Words with a list of one to ten rows behind a button; body at most 1,024 characters."""

    body: str
    opener: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class LinkOut:
    """Words with one button that opens a web page."""

    body: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class DocumentOut:
    """A file from our own media store; caption at most 1,024 characters."""

    media: str
    name: str
    mime: str
    caption: str


@dataclass(frozen=True, slots=True)
class ImageOut:
    """A picture from our own media store."""

    media: str
    mime: str
    caption: str


@dataclass(frozen=True, slots=True)
class LocationRequestOut:
    """Words with the "send location" button."""

    body: str


@dataclass(frozen=True, slots=True)
class TemplateOut:
    """A message approved beforehand, the only kind allowed outside the 24-hour window.

    `tap` is the id that comes back when the citizen taps the template's button.
    """

    name: str
    language: str
    parameters: tuple[str, ...]
    tap: str


Outgoing = (
    TextOut | ButtonsOut | ListOut | LinkOut | DocumentOut | ImageOut | LocationRequestOut | TemplateOut
)  # fmt: skip
