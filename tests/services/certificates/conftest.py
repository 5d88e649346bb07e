"""A press for the certificates that ship, and sample records for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from engine.services.certificates import CertificateRecord, Press, Value, certificate_number
from engine.wiring.catalogue import certificates_of

SAMPLE_ID = "000G40R40M30E209"
Record = Callable[..., CertificateRecord]

FIELDS: Mapping[str, Mapping[str, Value]] = {
    "income_certificate": {"applicant": "Sample Citizen", "income": "₹1,20,000"},
    "darshan_ticket": {
        "temple": "శ్రీశైలం",
        "date": "20-01-2026",
        "slot": "06:00",
        "devotees": ["నమూనా భక్తుడు, 30", "Sample Devotee, 31"],
    },
}


def press_of(repository: Path) -> Press:
    """Return a press of the kinds the catalogue declares."""
    kinds = certificates_of(repository / "catalog")
    return Press(repository / "templates" / "certificates", lambda: kinds)


@pytest.fixture(scope="session")
def press(repository: Path) -> Press:
    return press_of(repository)


@pytest.fixture
def record() -> Record:
    def build(
        kind: str = "income_certificate",
        fields: Mapping[str, Value] | None = None,
        host: str = "https://certificates.example.in",
        sandbox: bool = True,
    ) -> CertificateRecord:
        return CertificateRecord(
            kind=kind,
            fields=FIELDS[kind] if fields is None else fields,
            number=certificate_number("REV", "INC", 2026, 123),
            id=SAMPLE_ID,
            issued_on=date(2026, 1, 15),
            verify_url=f"{host}/c/{SAMPLE_ID}",
            sandbox=sandbox,
        )

    return build
