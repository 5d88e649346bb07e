"""Signs a finished PDF with a document signer's certificate (PAdES), so that every PDF reader shows who issued it and that nothing changed.

Optional: our own token proves a paper without it. Needs the extra `pades`; the certificate comes from a licensed certifying authority.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from engine.services.certificates.record import SignerError

FIELD: Final = "Signature"


@dataclass(frozen=True, slots=True)
class DocumentSigner:
    """A document signer's certificate with its key. first, last: when it holds."""

    path: Path
    first: datetime
    last: datetime
    _signer: signers.SimpleSigner

    def check(self, now: datetime) -> None:
        """Raise SignerError where the certificate does not hold now."""
        if now < self.first:
            raise SignerError(f"{self.path}: the certificate holds only from {self.first:%d-%m-%Y}")
        if now > self.last:
            raise SignerError(f"{self.path}: the certificate was over on {self.last:%d-%m-%Y}")

    def sign(self, pdf: bytes, now: datetime) -> bytes:
        """Return the PDF, certified: no change to it is allowed any more. Raises SignerError."""
        self.check(now)
        about: Any = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        signed = signers.sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)), about, signer=self._signer
        )
        return bytes(signed.getbuffer())


def open_signer(path: Path, passphrase: bytes, now: datetime) -> DocumentSigner:
    """Return the signer of a PKCS #12 file. Raises SignerError where it cannot be opened or does not hold now."""
    try:
        path.read_bytes()
    except OSError as trouble:
        raise SignerError(f"{path} cannot be read ({trouble.strerror})") from None
    load: Any = signers.SimpleSigner.load_pkcs12  # it says nothing of its types
    signer = load(str(path), passphrase=passphrase)
    if signer is None or signer.signing_cert is None:
        raise SignerError(f"{path} cannot be opened: is it PKCS #12, and is this its passphrase?")
    holds = signer.signing_cert["tbs_certificate"]["validity"]
    found = DocumentSigner(path, holds["not_before"].native, holds["not_after"].native, signer)
    found.check(now)
    return found
