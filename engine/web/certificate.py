"""The public page of a certificate: anyone with the paper sees whether we issued it and whether it still holds."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template

from engine.services.certificates.identity import read_id
from engine.web.site import CertificateField, CertificateView, Site

STATUS_WORDS = {
    "valid": ("చెల్లుతుంది", "Valid"),
    "revoked": ("రద్దు చేశారు", "Revoked"),
    "expired": ("గడువు ముగిసింది", "Expired"),
    "replaced": ("దీని బదులు కొత్త పత్రం ఇచ్చారు", "Replaced by a newer one"),
}
PUBLISHED_AGE = "public, max-age=300"


def blueprint(site: Site) -> Blueprint:
    """Return `/c/<id>` (and `/C/<ID>`, as the QR code spells it) and the files under `/.well-known/`."""
    pages = Blueprint("certificate", __name__)

    @pages.get("/c/<typed>")
    @pages.get("/C/<typed>")
    def certificate(typed: str) -> Response:
        found = _find(typed)
        if found is None:
            return make_response(render_template("certificate_missing.html"), 404)
        return make_response(
            render_template(
                "certificate.html",
                certificate=found,
                status=STATUS_WORDS[found.status],
                fields=[(item.label, shown_value(item)) for item in found.fields],
            )
        )

    def _find(typed: str) -> CertificateView | None:
        known = read_id(typed)
        return site.certificate(known) if known is not None else None

    @pages.get("/.well-known/<path:path>")
    def published(path: str) -> Response:
        file = site.published(path)
        if file is None:
            abort(404)
        response = Response(file.content, content_type=file.mime)
        response.headers["Cache-Control"] = PUBLISHED_AGE
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return pages


def shown_value(item: CertificateField) -> str:
    """Return the value as the public may see it: of a date of birth only the year, whatever way the date is written."""
    if not item.birth:
        return item.value
    parts = item.value.replace("/", "-").replace(".", "-").split("-")
    years = [part for part in parts if len(part) == 4 and part.isdigit()]
    return f"••-••-{years[0]}" if len(years) == 1 else "••-••-••••"
