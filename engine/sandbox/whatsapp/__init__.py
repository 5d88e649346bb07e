"""A pretend WhatsApp: Meta's Cloud API on one side, citizens' phones in a browser on the other."""

from engine.sandbox.whatsapp.app import create_app
from engine.sandbox.whatsapp.config import EmulatorConfig, Template

__all__ = ["EmulatorConfig", "Template", "create_app"]
