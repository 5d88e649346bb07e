"""Renders the sandbox's small pages: no script, nothing from elsewhere, safe against words that look like markup."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import jinja2
from aiohttp import web

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
OWN = frozenset({"none", "same-origin"})
LANGUAGES = ("te", "en")
SHARED = Path(__file__).parent / "page"
"""What every page begins with, and how words are shown in the languages it is read in."""


class Pages:
    """The templates and style sheets of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader([folder, SHARED]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def show(self, name: str, status: int = 200, **values: Any) -> web.Response:
        """Return a page."""
        return web.Response(
            text=self._templates.get_template(name).render(values),
            status=status,
            content_type="text/html",
            headers=HEADERS,
        )

    def style(self, name: str) -> Any:
        """Return the handler that serves one style sheet."""
        sheet = (self._folder / name).read_text("utf-8")

        async def serve(request: web.Request) -> web.StreamResponse:
            return web.Response(text=sheet, content_type="text/css", headers=HEADERS)

        return serve


def languages_of(request: web.Request) -> tuple[str, ...]:
    """Return the languages a page is shown in: the one of `?lang=`, or both."""
    wish = request.query.get("lang", "")
    return (wish,) if wish in LANGUAGES else LANGUAGES


def refuse_strangers(request: web.Request) -> None:
    """Let a form be sent by our own pages only. Raises HTTPForbidden."""
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN:
        raise web.HTTPForbidden(text="only the page itself may do this")
