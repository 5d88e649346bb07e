"""The pretend world's process, told the secrets and templates the engine uses."""

from __future__ import annotations

import re

import click

from engine.language.catalogue import Catalogue
from engine.sandbox.app import SandboxConfig, run
from engine.sandbox.payments.config import GatewayConfig
from engine.sandbox.whatsapp.config import EmulatorConfig, Template, TemplateButton
from engine.settings import Settings
from engine.wiring.addresses import pretend_databases
from engine.wiring.catalogue import read_catalogue
from engine.wiring.processes import GIVE_UP

_PLACEHOLDER = re.compile(r"\{\{\s*\w+\s*\}\}")


def run_sandbox(settings: Settings, host: str, port: int) -> int:
    """Pretend until told to stop; return the exit code."""
    try:
        run(config_of(settings, host, port))
    except SystemExit as reason:
        click.echo(str(reason), err=True)
        return GIVE_UP
    return 0


def config_of(settings: Settings, host: str, port: int) -> SandboxConfig:
    """Return how the pretend world is set up: our secrets, our number, the state's own templates."""
    whatsapp = settings.whatsapp
    emulator = EmulatorConfig(
        host=host,
        port=port,
        app_secret=whatsapp.app_secrets[0],
        access_token=whatsapp.access_token,
        verify_token=whatsapp.verify_token,
        phone_number_id=whatsapp.phone_number_ids[0],
        callback_url=f"{settings.public_url}/webhook/whatsapp",
        templates=templates(read_catalogue(settings.catalog)),
    )
    gateway = GatewayConfig(
        public_url=f"{settings.sandbox_url}/payments",
        callback_base=settings.public_url,
        secret=settings.payment_secrets["sandbox"][0],
    )
    return SandboxConfig(
        emulator, gateway, databases=pretend_databases(settings), production=not settings.sandbox
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
