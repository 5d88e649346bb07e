"""The scanner for those who check many papers, also where there is no network; and the files of all these pages."""

from __future__ import annotations

from typing import Final

import orjson
from flask import (
    Blueprint,
    Response,
    abort,
    jsonify,
    redirect,
    render_template,
    send_from_directory,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from engine.web.site import Site
from engine.web.verify.shell import FILES, WORKER, Shell

FOR_EVER: Final = "public, max-age=31536000, immutable"
WORKER_POLICY: Final = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
MANIFEST: Final = "application/manifest+json"


def blueprint(site: Site) -> Blueprint:
    """Return `/scan` (`/verify` leads a person there), its manifest, the worker that keeps it, and `/verify/<version>/<file>`."""
    pages = Blueprint("scanner", __name__)
    shell = Shell(site)

    @pages.get("/scan")
    def scan() -> Response:
        return shell.answer(render_template("scan.html", **shell.context()), scanner=True)

    @pages.get("/verify")
    def asked_by_hand() -> AnyResponse:
        return redirect(url_for("scanner.scan"), 303)

    @pages.get("/scan.webmanifest")
    def manifest() -> Response:
        response = jsonify(_manifest(shell.folder))
        response.content_type = MANIFEST
        return response

    @pages.get("/verify/worker.js")
    def worker() -> Response:
        kept = {"version": shell.version, "files": shell.kept()}
        script = b"const KEPT = " + orjson.dumps(kept) + b";\n" + (FILES / WORKER).read_bytes()
        response = Response(script, content_type="text/javascript; charset=utf-8")
        response.headers["Service-Worker-Allowed"] = "/"
        response.headers["Content-Security-Policy"] = WORKER_POLICY
        response.headers["Cache-Control"] = "no-cache"
        return response

    @pages.get("/verify/<version>/<path:name>")
    def file(version: str, name: str) -> Response:
        if version != shell.version or name not in shell.files:
            abort(404)
        response = send_from_directory(FILES, name)
        response.headers["Cache-Control"] = FOR_EVER
        return response

    return pages


def _manifest(folder: str) -> dict[str, object]:
    sizes = {"icon-192.png": "192x192", "icon-512.png": "512x512"}
    icons = [
        {"src": folder + name, "sizes": size, "type": "image/png", "purpose": "any maskable"}
        for name, size in sizes.items()
    ]
    return {
        "id": "/scan",
        "name": "మన మిత్ర తనిఖీ · Mana Mitra Scanner",
        "short_name": "తనిఖీ Scanner",
        "lang": "te",
        "start_url": "/scan",
        "scope": "/scan",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#0b4f6c",
        "icons": icons,
    }
