"""What is for everybody: the key set, the status lists, the public log."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort

from engine.web.site import Site

AGE: Final = "public, max-age=300"


def blueprint(site: Site) -> Blueprint:
    """Return the files under `/.well-known/`, for pages of any host to read."""
    pages = Blueprint("published", __name__)

    @pages.get("/.well-known/<path:path>")
    def published(path: str) -> Response:
        file = site.published(path)
        if file is None:
            abort(404)
        response = Response(file.content, content_type=file.mime)
        response.headers["Cache-Control"] = AGE
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return pages
