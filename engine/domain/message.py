"""Channel-neutral messages: what a citizen sends us and what we send back."""

from __future__ import annotations

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
    """A photo or a file. `media` is the channel's handle; `bytes` is 0 where the channel does not say."""

    media: str
    mime: str
    name: str
    bytes: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class LocationIn:
    """A place on the map, WGS 84 degrees."""

    latitude: float
    longitude: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class OtherIn:
    """Anything we cannot use as an answer: a voice note, a sticker, a contact, a poll."""

    kind: str


Incoming = TextIn | TapIn | MediaIn | LocationIn | OtherIn


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
