"""The application of the tests, as a server process loads it."""

from __future__ import annotations

from flask import Flask

from engine.web.app import create_app
from tests.web.conftest import World, site_of


def create() -> Flask:
    return create_app(site_of(World()))
