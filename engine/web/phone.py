"""The sandbox's front door: a page that says where everything is, and the way to the pretend phone. In production neither exists."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template
from werkzeug.wrappers import Response

from engine.web.site import Site


def blueprint(site: Site) -> Blueprint:
    """Return `/` and `/phone`."""
    pages = Blueprint("phone", __name__)
    settings = site.settings

    @pages.get("/")
    def front() -> str:
        if not settings.sandbox:
            abort(404)
        return render_template("front.html", samples=f"{settings.sandbox_url}/control")

    @pages.get("/phone")
    def phone() -> Response:
        if not settings.sandbox:
            abort(404)
        return redirect(f"{settings.sandbox_url}/phone", 302)

    return pages
