"""The departments' document signers, where there are any: each signs the PDFs of its own department once they are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.services.certificates.record import SignerError
from engine.settings import Settings, SettingsError

if TYPE_CHECKING:
    from engine.services.certificates.pades import DocumentSigner

SETTING = "MITRA_DOCUMENT_SIGNERS"


@dataclass(frozen=True, slots=True)
class Finishing:
    """Signs a PDF as its department does. signers: by department; a paper of any other stays as it is."""

    signers: Mapping[str, DocumentSigner]

    def __call__(self, pdf: bytes, now: datetime, department: str) -> bytes:
        """Return the PDF with its department's signature. Raises SignerError."""
        signer = self.signers.get(department)
        return pdf if signer is None else signer.sign(pdf, now)


def finishing(settings: Settings, now: datetime) -> dict[str, Any]:
    """Return what the issuing of certificates needs to sign its PDFs, nothing where there are no signers. Raises SettingsError."""
    folder = settings.document_signers
    if folder is None:
        return {}
    files = sorted(folder.glob("*.p12"))
    if not files:
        raise SettingsError((f"{SETTING}: {folder} holds no <department>.p12",))
    return {"finish": Finishing({file.stem: _open(file, now) for file in files})}


def _open(file: Path, now: datetime) -> DocumentSigner:
    """Return the signer of a file; its passphrase stands beside it, in `<department>.words`, where it has one."""
    try:
        from engine.services.certificates.pades import open_signer
    except ImportError:
        line = f"{SETTING}: install what signs PDFs: pip install 'mana-mitra[pades]'"
        raise SettingsError((line,)) from None
    words = file.with_suffix(".words")
    try:
        passphrase = words.read_bytes().rstrip(b"\r\n") if words.exists() else b""
        return open_signer(file, passphrase, now)
    except OSError as trouble:
        line = f"{SETTING}: {words} cannot be read ({trouble.strerror})"
        raise SettingsError((line,)) from None
    except SignerError as trouble:
        raise SettingsError((f"{SETTING}: {trouble}",)) from None
