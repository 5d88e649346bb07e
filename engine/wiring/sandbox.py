"""The pretend world's process, told the secrets and templates the engine uses."""

from __future__ import annotations

import re

import click
from aiohttp import web

from engine.language.catalogue import Catalogue
from engine.sandbox.whatsapp.app import create_app
from engine.sandbox.whatsapp.config import EmulatorConfig, Template, TemplateButton
from engine.settings import Settings
from engine.wiring.catalogue import read_catalogue
from engine.wiring.processes import GIVE_UP

_PLACEHOLDER = re.compile(r"\{\{\s*\w+\s*\}\}")


def run_sandbox(settings: Settings, host: str, port: int) -> int:
    """Pretend until told to stop; return the exit code."""
    try:
        web.run_app(
            create_app(emulator(settings, host, port)),
            host=host,
            port=port,
            print=None,
            access_log=None,
        )
    except OSError as trouble:
        click.echo(
            f"Cannot listen on {host}:{port}: {trouble.strerror}. Choose another port: --port {port + 10}",
            err=True,
        )
        return GIVE_UP
    return 0


def emulator(settings: Settings, host: str, port: int) -> EmulatorConfig:
    """Return how the pretend WhatsApp is set up: our secrets, our number, the state's own templates."""
    whatsapp = settings.whatsapp
    return EmulatorConfig(
        host=host,
        port=port,
        app_secret=whatsapp.app_secrets[0],
        access_token=whatsapp.access_token,
        phone_number_id=whatsapp.phone_number_id,
        callback_url=f"{settings.public_url}/webhook/whatsapp",
        verify_token=whatsapp.verify_token,
        templates=templates(read_catalogue(settings.catalog)),
    )


def templates(catalogue: Catalogue) -> tuple[Template, ...]:
    """Return the catalogue's templates as the platform holds them."""
    return tuple(
        Template(
            name,
            language,
            _numbered(words),
            buttons=(TemplateButton(template.button.get(language, "")),),
        )
        for name, template in catalogue.templates.items()
        for language, words in template.text.items()
    )


def _numbered(words: str) -> str:
    """Return the text with `{{1}}`, `{{2}}` … in place of our names."""
    found = iter(range(1, 100))
    return _PLACEHOLDER.sub(lambda _: "{{" + str(next(found)) + "}}", words)
