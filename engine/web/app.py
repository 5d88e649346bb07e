"""Makes the web application: every group of pages is one line of a list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.domain.limits import WEBHOOK_BODY_BYTES
from engine.web import errors, headers, health, payments, phone, webhook
from engine.web.desk import pages as desk
from engine.web.site import Site
from engine.web.verify import asked, pages, published, scanner

TEMPLATES = Path(__file__).parents[2] / "templates" / "web"

PAGES: tuple[Callable[[Site], Blueprint], ...] = (
    webhook.blueprint,
    payments.blueprint,
    pages.blueprint,
    scanner.blueprint,
    published.blueprint,
    asked.blueprint,
    health.blueprint,
    phone.blueprint,
    desk.blueprint,
)
"""The registry: a new group of pages is a module with `blueprint(site)` and a line here."""


def create_app(site: Site) -> Flask:
    """Return the application for this site."""
    app = Flask("engine.web", template_folder=str(TEMPLATES), static_folder=_static())
    app.config.update(MAX_CONTENT_LENGTH=WEBHOOK_BODY_BYTES, PROPAGATE_EXCEPTIONS=False)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for group in PAGES:
        app.register_blueprint(group(site))
    errors.register(app)
    if site.settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=site.settings.proxies, x_proto=0)  # type: ignore[method-assign]
    headers.guard(app, secure=site.settings.public_url.startswith("https://"))
    return app


def _static() -> str:
    return str(Path(__file__).parent / "static")
