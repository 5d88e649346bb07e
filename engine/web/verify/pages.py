"""The page behind a certificate's code. The server says what the register holds of it, and nothing of the person; what is signed stays in
the part of the address that browsers keep to themselves, and the page's own script checks and shows it."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request

from engine.services.certificates.identity import read_id
from engine.web.site import CertificateView, Site
from engine.web.verify.limits import Windows
from engine.web.verify.shell import STANDINGS, Shell

GUESSES: Final = 60
"""Unknown ids a minute from one address; an id has 80 random bits, so that this keeps only the noise away."""
WINDOW_S: Final = 60


def blueprint(site: Site) -> Blueprint:
    """Return `/c/<id>` (`/C/<ID>`, as the QR code spells it) and what the register says of it."""
    pages = Blueprint("certificate", __name__)
    shell = Shell(site)
    guesses = Windows(GUESSES, WINDOW_S, site.now)

    @pages.get("/c/<typed>")
    @pages.get("/C/<typed>")
    def certificate(typed: str) -> Response:
        found = _find(typed)
        if found is None:
            return shell.answer(render_template("certificate_missing.html", **shell.context()), 404)
        page = render_template(
            "certificate.html",
            certificate=found,
            standing=STANDINGS[found.status],
            **shell.context(found.type),
        )
        return shell.answer(page)

    @pages.get("/c/<typed>.json")
    def register(typed: str) -> Response:
        found = _find(typed)
        now = int(site.now().timestamp())
        if found is None:
            return make_response(jsonify(now=now, known=False), 404)
        return jsonify(
            now=now,
            known=True,
            status=found.status,
            since=found.issued_on.isoformat(),
            entry=found.entry,
            proof=site.checking.proof(found.entry) if found.entry is not None else "",
        )

    def _find(typed: str) -> CertificateView | None:
        known = read_id(typed)
        found = site.certificate(known) if known is not None else None
        if found is None:
            address = request.remote_addr or ""
            if guesses.full(address):
                abort(429)
            guesses.count(address)
        return found

    return pages
