"""Puts the log's proof into a page that is drawn already: the log has a certificate only after its page was tried out."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pikepdf

from engine.services.certificates.verifying.sheet import PROOF_FILE


def with_proof(pdf: bytes, proof: str, day: date) -> bytes:
    """Return the page with the proof attached beside the token. The same page and proof give the same bytes.

    day: on which the certificate was issued.
    """
    midnight = f"D:{day:%Y%m%d}000000Z"
    with pikepdf.Pdf.open(BytesIO(pdf)) as page:
        attached = pikepdf.AttachedFileSpec(
            page,
            proof.encode(),
            filename=PROOF_FILE,
            description="Proof that it is in the public log",
            mime_type="text/plain",
            creation_date=midnight,
            mod_date=midnight,
        )
        attached.relationship = pikepdf.Name.Supplement
        page.attachments[PROOF_FILE] = attached
        written = BytesIO()
        page.save(
            written,
            deterministic_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            fix_metadata_version=False,
        )
    return written.getvalue()
