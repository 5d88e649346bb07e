"""A press for the certificates that ship, and sample records for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from engine.sandbox.departments.portraits import portrait
from engine.services.certificates import CertificateRecord, Press, Value, certificate_number
from engine.services.certificates.photograph import print_of, printed_photograph
from engine.wiring.catalogue import certificates_of

FACE = printed_photograph(portrait("2712345678"))
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
    "receipt": {
        "amount": "₹1,250",
        "service": "Income certificate",
        "reference": "PAY-SAMPLE",
        "paid_on": "23-11-2026",
        "payer": "محمد یوسف",
    },
    "acknowledgement": {
        "application": "SAMPLE-000123",
        "service": "Income certificate",
        "applicant": "నమూనా దరఖాస్తుదారు",
        "registered": "23-11-2026",
    },
    "hall_ticket": {
        "examination": "Sample Examination",
        "candidate": "నమూనా విద్యార్థి",
        "roll": "2712345678",
        "born": "15-08-2011",
        "school": "Sample School",
        "centre": "Sample School",
        "centre_code": "27123",
        "address": "School Street",
        "papers": [("గణితం / Mathematics", "15-03-2027", "09:30 - 12:45")],
        "photograph": print_of(FACE).hex(),
    },
}


def press_of(repository: Path, urdu: Sequence[Path] | None = None) -> Press:
    """Return a press of the kinds the catalogue declares."""
    kinds = certificates_of(repository / "catalog")
    return Press(repository / "templates" / "certificates", lambda: kinds, urdu)


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
        language: str = "",
        proof: str = "",
    ) -> CertificateRecord:
        return CertificateRecord(
            kind=kind,
            fields=FIELDS[kind] if fields is None else fields,
            number=certificate_number("REV", "INC", 2026, 123),
            id=SAMPLE_ID,
            issued_on=date(2026, 1, 15),
            verify_url=f"{host}/c/{SAMPLE_ID}",
            sandbox=sandbox,
            photograph=FACE if kind == "hall_ticket" else b"",
            language=language,
            proof=proof,
        )

    return build
