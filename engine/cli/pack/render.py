"""Writes a pack as a page to print, or as Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from engine.cli.pack.contents import Pack
from engine.domain.message import (
    ButtonsOut,
    DocumentOut,
    ImageOut,
    LinkOut,
    ListOut,
    LocationRequestOut,
    Outgoing,
    TemplateOut,
    TextOut,
)

NAMES = {"te": "తెలుగు", "en": "English", "hi": "हिन्दी", "ur": "اردو"}
"""What a language is called in itself."""
KINDS: Mapping[type, str] = {
    TextOut: "text",
    ButtonsOut: "buttons",
    ListOut: "list",
    LinkOut: "link",
    DocumentOut: "document",
    ImageOut: "image",
    LocationRequestOut: "location",
    TemplateOut: "template",
}
_BOLD = re.compile(r"\*([^*\n]+)\*")


class Pages:
    """The templates of one folder."""

    def __init__(self, folder: Path) -> None:
        loader = jinja2.FileSystemLoader(folder)
        style = (folder / "pack.css").read_text("utf-8")
        self._html = jinja2.Environment(
            loader=loader,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._plain = jinja2.Environment(
            loader=loader,
            autoescape=False,  # noqa: S701 (Markdown, which nobody's browser reads as it is)
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        for each in (self._html, self._plain):
            each.filters |= {"body": body_of, "kind": kind_of, "language": language_name}
        self._html.filters["marked"] = marked
        self._plain.filters["quoted"] = quoted
        self._html.globals["style"] = Markup(style)  # noqa: S704 (our own style sheet)

    def write(self, pack: Pack, form: str) -> str:
        """Return a pack; form: `html` or `markdown`."""
        if form == "html":
            return self._html.get_template("pack.html").render(pack=pack)
        return self._plain.get_template("pack.md").render(pack=pack)

    def index(self, packs: Sequence[Pack], form: str) -> str:
        """Return the page that names all of them."""
        if form == "html":
            return self._html.get_template("index.html").render(packs=packs)
        return self._plain.get_template("index.md").render(packs=packs)


def language_name(code: str) -> str:
    """Return what a language calls itself."""
    return NAMES.get(code, code)


def kind_of(message: Outgoing) -> str:
    """Return what kind of message this is, for the template to choose by."""
    return KINDS[type(message)]


def body_of(message: Outgoing) -> str:
    """Return the words of a message, without its buttons."""
    match message:
        case DocumentOut(caption=words) | ImageOut(caption=words):
            return words
        case TemplateOut(parameters=parameters):
            return ", ".join(parameters)
        case _:
            return message.body


def marked(words: str) -> Markup:
    """Return words with what WhatsApp shows in bold between stars."""
    return Markup(_BOLD.sub(r"<b>\1</b>", str(escape(words))))  # noqa: S704 (escaped on the way)


def quoted(words: str) -> str:
    """Return words as a Markdown quotation; two spaces keep each line a line."""
    return "\n".join(f"> {line}  " if line else ">" for line in words.splitlines() or [""])
