"""Tells machines how we are: alive, ready to serve, and the numbers."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response

from engine.web.site import Site


def blueprint(site: Site) -> Blueprint:
    """Return `/healthz` (this process lives), `/readyz` (all it needs is there) and `/metrics`."""
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def healthz() -> Response:
        return jsonify(alive=True)

    @pages.get("/readyz")
    def readyz() -> Response:
        checks = {name: check() for name, check in site.ready.items()}
        ready = all(checks.values())
        return make_response(jsonify(ready=ready, checks=checks), 200 if ready else 503)

    @pages.get("/metrics")
    def metrics() -> Response:
        return Response(
            site.metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8"
        )

    return pages
