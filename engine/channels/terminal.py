"""Shows a conversation in a terminal: messages as lines, options as numbers, and what is typed as messages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import assert_never

from engine.domain.message import (
    Button,
    ButtonsOut,
    DocumentOut,
    ImageOut,
    Incoming,
    LinkOut,
    ListOut,
    LocationIn,
    LocationRequestOut,
    MediaIn,
    Outgoing,
    Row,
    TapIn,
    TemplateOut,
    TextIn,
    TextOut,
)

HELP = (
    "A number chooses. /photo [name] sends a photo, /file [name] a PDF, /voice [name] a voice note,"
    " /place LATITUDE LONGITUDE a place, /quit ends."
)
SAMPLE_BYTES = 120_000
_PLACE = re.compile(r"/place\s+(-?\d+(?:\.\d+)?)[\s,]+(-?\d+(?:\.\d+)?)")
_FILE = re.compile(r"/(photo|file|voice)(?:\s+(\S.*))?")


class Terminal:
    """One screen; it remembers which numbers mean what."""

    def __init__(self) -> None:
        self._options: tuple[Button | Row, ...] = ()

    def show(self, messages: Sequence[Outgoing]) -> list[str]:
        """Return the lines that stand for these messages; the last one's options are what numbers mean."""
        lines: list[str] = []
        for message in messages:
            lines += self._one(message)
        return lines

    def read(self, line: str) -> Incoming:
        """Return what a typed line means: the option with this number, a file, a place, or words."""
        typed = line.strip()
        if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= len(self._options):
            chosen = self._options[int(typed[:4]) - 1]
            return TapIn(chosen.id, chosen.title)
        file = _FILE.fullmatch(typed)
        if file is not None:
            return _sample_file(file[1], file[2])
        place = _PLACE.fullmatch(typed)
        if place is not None:
            return LocationIn(float(place[1]), float(place[2]))
        return TextIn(line.rstrip("\r\n"))

    def _one(self, message: Outgoing) -> list[str]:
        match message:
            case ButtonsOut():
                self._options = message.buttons
                return [*message.body.splitlines(), *self._numbered()]
            case ListOut():
                self._options = message.rows
                return [*message.body.splitlines(), f"[{message.opener}]", *self._numbered()]
            case TemplateOut():
                self._options = (Button(message.tap, "Open"),) if message.tap else ()
                told = ", ".join(message.parameters)
                return [f"  [template {message.name}: {told}]", *self._numbered()]
            case _:
                self._options = ()
                return _plain(message)

    def _numbered(self) -> list[str]:
        return [f"  {number}. {_label(option)}" for number, option in enumerate(self._options, 1)]


def _plain(
    message: TextOut | LinkOut | DocumentOut | ImageOut | LocationRequestOut,
) -> list[str]:
    match message:
        case TextOut():
            return message.body.splitlines()
        case LinkOut():
            return [*message.body.splitlines(), f"  [{message.label}] {message.url}"]
        case DocumentOut():
            return [f"  [file: {message.name}]", *message.caption.splitlines()]
        case ImageOut():
            return ["  [picture]", *message.caption.splitlines()]
        case LocationRequestOut():
            return [*message.body.splitlines(), "  [/place LATITUDE LONGITUDE]"]
        case _:
            assert_never(message)


def _label(option: Button | Row) -> str:
    note = option.note if isinstance(option, Row) else ""
    return f"{option.title} · {note}" if note else option.title


def _sample_file(kind: str, name: str | None) -> MediaIn:
    """Return a pretend file, the same for the same name, so that a conversation can be repeated."""
    if kind == "photo":
        return MediaIn(f"sample:{name or 'photo.jpg'}", "image/jpeg", name or "", SAMPLE_BYTES)
    if kind == "voice":
        return MediaIn(f"sample:{name or 'note.ogg'}", "audio/ogg", name or "", SAMPLE_BYTES)
    name = name or "file.pdf"
    return MediaIn(f"sample:{name}", "application/pdf", name, SAMPLE_BYTES)
