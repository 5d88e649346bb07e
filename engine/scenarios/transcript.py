"""How messages are told in a transcript, and what can be tapped on them. Pure."""

from __future__ import annotations

from engine.domain.message import (
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
    TapIn,
    TemplateOut,
    TextIn,
    TextOut,
)


def offered(message: Outgoing) -> tuple[tuple[str, str], ...]:
    """Return what can be tapped on a message: ids and titles."""
    match message:
        case ButtonsOut(buttons=buttons):
            return tuple((button.id, button.title) for button in buttons)
        case ListOut(rows=rows):
            return tuple((row.id, row.title) for row in rows)
        case _:
            return ()


def mime_of(kind: str, file: str) -> str:
    """Return the type of a file a test sends."""
    if file.endswith(".pdf"):
        return "application/pdf"
    if kind == "voice":
        return "audio/ogg"
    return (
        "image/png"
        if file.endswith(".png")
        else "image/jpeg"
        if kind == "photo" or file.endswith(".jpg")
        else "application/octet-stream"
    )


def typed(message: Incoming) -> str:
    """Return what a citizen sent, as a transcript shows it."""
    match message:
        case TextIn(text):
            return text
        case TapIn(title=title, id=tap):
            return f"[{title or tap}]"
        case MediaIn(name=name):
            return f"({name})"
        case LocationIn(latitude=latitude, longitude=longitude):
            return f"({latitude}, {longitude})"
        case _:
            return "(?)"


def words_of(message: Outgoing) -> str:
    """Return the words of a message, with its buttons."""
    match message:
        case TextOut(body) | LocationRequestOut(body):
            return body
        case ButtonsOut(body, buttons):
            return body + "\n" + " ".join(f"[{button.title}]" for button in buttons)
        case ListOut(body, _, rows):
            return (
                body
                + "\n"
                + "\n".join(
                    f"- {row.title}" + (f" ({row.note})" if row.note else "") for row in rows
                )
            )
        case LinkOut(body, label, url):
            return f"{body}\n[{label}: {url}]"
        case DocumentOut(name=name, caption=caption):
            return f"({name}) {caption}"
        case ImageOut(caption=caption):
            return f"(picture) {caption}"
        case TemplateOut(name=name, parameters=parameters):
            return f"(template {name}: {', '.join(parameters)})"
