"""What is for everybody: the key set, the status lists, the public log."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, Response, abort

from engine.web.site import Site

AGE: Final = "public, max-age=300"
PATH: Final = re.compile(r"[a-z0-9./]{1,100}", re.ASCII)
"""What our files are called; the store is asked for nothing else."""


def blueprint(site: Site) -> Blueprint:
    """Return the files under `/.well-known/`, for pages of any host to read."""
    pages = Blueprint("published", __name__)

    @pages.get("/.well-known/<path:path>")
    def published(path: str) -> Response:
        file = site.published(path) if PATH.fullmatch(path) else None
        if file is None:
            abort(404)
        response = Response(file.content, content_type=file.mime)
        response.headers["Cache-Control"] = AGE
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return pages
