"""A text as a citizen would see it in WhatsApp, in every language, with how much room is left."""

from __future__ import annotations

import re

from engine.domain import limits
from engine.language import nodes
from engine.language.compiler.draft import Written
from engine.language.texts import longest
from engine.lsp.book import Book, node_at
from engine.lsp.shapes import Path, Shape

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
WITH_BUTTONS = ("choose", "confirm")
LANGUAGES = {"te": "తెలుగు", "en": "English", "hi": "हिन्दी", "ur": "اردو"}


def bubbles(book: Book, path: Path, shape: Shape | None) -> str:
    """Return the text at a place as Markdown, a bubble for each language. path: to the mapping of languages; empty: no text there."""
    words = node_at(book.tree, path)
    if not isinstance(words, nodes.Mapping):
        return ""
    said = [
        (key.text, value.text)
        for key, value in words.entries
        if isinstance(value, nodes.Scalar)
        and key.text in (*book.world.state.languages, "te", "en", "hi", "ur")
    ]
    written = _written(book, words)
    parts = [_bubble(book, path, shape, language, text, written) for language, text in said]
    return "\n\n".join(parts)


def _bubble(
    book: Book, path: Path, shape: Shape | None, language: str, text: str, written: Written | None
) -> str:
    shown = _PLACEHOLDER.sub(r"‹\1›", text)
    lines = [f"> {_MARKS.sub(chr(92) + chr(92) + r'1', line)}" for line in shown.split("\n")]
    buttons = _buttons(book, path, language)
    if buttons:
        lines += [">", "> " + " ".join(f"`[ {each} ]`" for each in buttons)]
    return "\n".join(
        [
            f"**{LANGUAGES.get(language, language)}**",
            "",
            "  \n".join(lines),
            "",
            _count(path, shape, language, text, written),
        ]
    )


def _count(
    path: Path, shape: Shape | None, language: str, text: str, written: Written | None
) -> str:
    """Return how long the text can become, and how much room is left."""
    size = len(text)
    template = written.texts.get(language) if written else None
    if template is not None and written is not None:
        try:
            size = longest(template, written.scope, language)
        except ValueError:
            size = len(text)
    room = _room(path, shape, written)
    most = "with the longest answers " if size != len(text) else ""
    left = f"{room - size} left" if size <= room else f"**{size - room} too many**"
    return f"{most}{size} of {room} characters, {left}"


def _room(path: Path, shape: Shape | None, written: Written | None) -> int:
    """Return how many characters WhatsApp has room for there."""
    rooms = [written.room] if written and written.room else []
    if shape is not None:
        inner = shape.schema.get("properties", {}).get("te", {})
        rooms += [inner["maxLength"]] if "maxLength" in inner else []
    key = path[-1] if path else ""
    if key in WITH_BUTTONS:
        rooms.append(limits.BUTTONS_BODY)
    if key == "caption":
        rooms.append(limits.CAPTION)
    if len(path) > 1 and path[-2] == "options":
        rooms.append(limits.ROW_TITLE)
    return min(rooms, default=limits.TEXT_BODY)


def _buttons(book: Book, path: Path, language: str) -> list[str]:
    """Return what can be tapped under a question with options, as far as the file itself says it."""
    if not path or path[-1] != "choose":
        return []
    options = node_at(book.tree, (*path[:-1], "options"))
    if not isinstance(options, nodes.Mapping):
        return []
    labels = (
        option.get(language) for _, option in options.entries if isinstance(option, nodes.Mapping)
    )
    found = [label.text for label in labels if isinstance(label, nodes.Scalar)]
    return found if len(found) <= limits.LIST_ROWS else [*found[: limits.LIST_ROWS - 1], "…"]


def _written(book: Book, words: nodes.Mapping) -> Written | None:
    """Return what the compiler noted of this text."""
    noted = book.draft.written if book.draft else []
    return next(
        (each for each in noted if each.path == book.place.path and each.span == words.span), None
    )
