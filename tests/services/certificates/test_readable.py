"""What is printed can be copied out, searched and read aloud, and is the same paper wherever it is drawn."""

from __future__ import annotations

import ctypes
import hashlib
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import yaml

from engine.services.certificates import CertificateRecord, Press
from tests.services.certificates.test_page import without_spaces

Record = Callable[..., CertificateRecord]
WORDS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("hard_words.yaml").read_text(encoding="utf-8")
)
DRAW = """
import hashlib, sys
from pathlib import Path
from tests.services.certificates.conftest import press_of
from tests.services.certificates.test_readable import sample
print(hashlib.sha256(press_of(Path.cwd()).pdf(sample())).hexdigest())
"""


def sample() -> CertificateRecord:
    from datetime import date

    fields = {"applicant": "స్త్రీ క్షేత్ర", "income": "₹1,20,000", "guardian": "श्री राम"}
    url = "https://mitra.example/c/000G40R40M30E209"
    return CertificateRecord(
        kind="income_certificate",
        fields=fields,
        number="REV-INC-2026-000123-4",
        id="000G40R40M30E209",
        issued_on=date(2026, 1, 15),
        verify_url=url,
        sandbox=True,
        code=f"{url.upper()}#12345678901234567",
        token=b"signed",
        proof="logged",
    )


def pages() -> Iterator[list[str]]:
    """Yield words a page at a time."""
    words = [str(word) for word in WORDS["te"]]
    for start in range(0, len(words), 12):
        yield words[start : start + 12]


def by_poppler(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-q", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def by_pdfium(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return str(document[0].get_textpage().get_text_bounded())


@pytest.mark.parametrize("reader", [by_poppler, by_pdfium])
def test_telugu_words_are_copied_out_as_they_were_put_in(
    reader: Callable[[bytes], str], press: Press, record: Record
) -> None:
    if reader is by_poppler and shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    lost = []
    for words in pages():
        fields = {"applicant": "Sample", "income": "₹1", "address": " ".join(words)}
        said = unicodedata.normalize(
            "NFC", without_spaces(reader(press.pdf(record(fields=fields))))
        )
        lost += [word for word in words if without_spaces(word) not in said]

    assert lost == WORDS["copied_wrongly"]


def test_it_has_a_tree_that_is_read_aloud(press: Press) -> None:
    document = pypdfium2.PdfDocument(press.pdf(sample()))
    page = document[0]
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    kinds = [
        _kind(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place))
        for place in range(pdfium.FPDF_StructTree_CountChildren(tree))
    ]
    pdfium.FPDF_StructTree_Close(tree)

    assert kinds == ["Document"]


def _kind(element: object) -> str:
    size = pdfium.FPDF_StructElement_GetType(element, None, 0)
    held = ctypes.create_string_buffer(size)
    pdfium.FPDF_StructElement_GetType(element, held, size)
    return held.raw.decode("utf-16-le").rstrip("\0")


def test_it_carries_its_token_and_its_proof(press: Press) -> None:
    document = pypdfium2.PdfDocument(press.pdf(sample()))

    attached = {
        (each := document.get_attachment(place)).get_name(): bytes(each.get_data())
        for place in range(document.count_attachments())
    }

    assert attached == {"certificate.cwt": b"signed", "certificate.tlog-proof": b"logged"}


def test_with_its_proof_it_is_as_archival_and_accessible_as_without(press: Press) -> None:
    """PDF/A-3 asks that every attached file is among the document's associated files, with what it is to it, and has a date."""
    proved, unproved = press.pdf(sample()), press.pdf(replace(sample(), proof=""))

    with pikepdf.open(BytesIO(proved)) as page, pikepdf.open(BytesIO(unproved)) as before:
        associated = {str(each.F): str(each.AFRelationship) for each in page.Root.AF}
        dates = {str(each.EF.F.Params.ModDate) for each in page.Root.AF}
        kept = {name for name in before.Root if name not in ("/AF", "/Names")}
        assert not page.check_pdf_syntax()
        assert len(page.pages) == 1
        assert page.Root.Metadata.read_raw_bytes() == before.Root.Metadata.read_raw_bytes()
        assert kept < page.Root.keys()
        assert page.pages[0].Contents.read_raw_bytes() == before.pages[0].Contents.read_raw_bytes()
    assert associated == {"certificate.cwt": "/Supplement", "certificate.tlog-proof": "/Supplement"}
    assert dates == {"D:20260115000000Z"}
    assert b"/Type /XRef" not in proved, "as plain as what was drawn"


def test_another_process_draws_the_same_bytes(press: Press, repository: Path) -> None:
    here = hashlib.sha256(press.pdf(sample())).hexdigest()

    done = subprocess.run(
        [sys.executable, "-c", DRAW], cwd=repository, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == here
