"""The document signer's certificate, where one is configured: it signs every PDF once it is drawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.services.certificates.record import SignerError
from engine.settings import Settings, SettingsError


def finishing(settings: Settings, now: datetime) -> dict[str, Any]:
    """Return what the issuing of certificates needs to sign its PDFs, nothing where no certificate is configured. Raises SettingsError."""
    path, words = settings.document_signer, settings.document_passphrase_file
    if path is None:
        return {}
    try:
        from engine.services.certificates.pades import open_signer
    except ImportError:
        line = "MITRA_DOCUMENT_SIGNER: install what signs PDFs: pip install 'mana-mitra[pades]'"
        raise SettingsError((line,)) from None
    try:
        passphrase = words.read_bytes().rstrip(b"\r\n") if words else b""
        return {"finish": open_signer(path, passphrase, now).sign}
    except OSError as trouble:
        line = f"MITRA_DOCUMENT_SIGNER_PASSPHRASE_FILE: {words} cannot be read ({trouble.strerror})"
        raise SettingsError((line,)) from None
    except SignerError as trouble:
        raise SettingsError((f"MITRA_DOCUMENT_SIGNER: {trouble}",)) from None
