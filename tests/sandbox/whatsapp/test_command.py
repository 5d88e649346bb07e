"""The command that runs the emulator alone knows the same words as its configuration."""

from __future__ import annotations

from dataclasses import fields

from engine.sandbox.whatsapp import EmulatorConfig
from engine.sandbox.whatsapp.__main__ import main


def test_it_offers_only_what_the_configuration_has() -> None:
    known = {field.name: field for field in fields(EmulatorConfig)}

    assert {option.name for option in main.params} <= set(known)
    assert EmulatorConfig(**main.make_context("whatsapp", []).params).port == 8001
