"""A hall ticket is issued for real; whoever verifies its PDF learns whether the photograph in it was exchanged."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from engine.runtime import blobs
from engine.runtime.blobs import Blob
from engine.runtime.keys import case_owner
from engine.runtime.ports import Dead
from engine.sandbox.departments.portraits import portrait
from engine.services.certificates.photograph import printed_photograph
from engine.services.certificates.render import Press
from engine.services.certificates.verifying.apart import read_apart_now
from engine.services.certificates.verifying.enquiry import Enquiry, Finding
from engine.services.certificates.verifying.sheet import Sheet, read_sheet
from engine.services.certificates.verifying.telling import told
from tests.services.certificates.counter import NOW, URL, Counter, role
from tests.services.certificates.verifying.papers import jpeg, page
from tests.services.homes import SqliteHome

FIELDS = {
    "examination": "Sample Examination",
    "candidate": "Sample Candidate",
    "roll": "2712345678",
    "born": "2011-08-15",
    "school": "Sample School",
    "centre": "Sample School",
    "centre_code": "27123",
    "address": "School Street",
    "papers": [{"name": "Mathematics", "date": "2027-03-15", "time": "09:30 - 12:45"}],
}
OTHER = portrait("another")


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory, press: Press) -> Iterator[Counter]:
    made = Counter(SqliteHome(tmp_path_factory.mktemp("store")), press)
    with made.store.transaction():
        made.ring.create(role("Education", "certificate", ("EDU-HTK",)))
    made.publish_keys()
    yield made
    made.store.close()


def given(counter: Counter, session: str, picture: bytes) -> dict[str, Any]:
    """Put a photograph away as a connector does, and return the fields with it."""
    media = f"photograph-{session}"
    blob = Blob(media, case_owner(session), "image/jpeg", "photograph.jpg", picture)
    with counter.store.transaction():
        counter.store.write((blobs.keep(blob, counter.keys, counter.store, NOW),))
    file = {"media": media, "name": blob.name, "mime": blob.mime, "bytes": len(picture)}
    return {**FIELDS, "photograph": file}


def issued(counter: Counter, session: str, fields: dict[str, Any]) -> bytes:
    reply = counter.issue(session, kind="hall_ticket", fields=fields)
    blob = blobs.find(str(reply.gives["file"]["media"]), counter.keys, counter.store)
    assert blob is not None
    return blob.content


@pytest.fixture(scope="module")
def pdf(counter: Counter) -> bytes:
    return issued(counter, "s1", given(counter, "s1", portrait("s1")))


def found(counter: Counter, sheet: Sheet) -> Finding:
    enquiry = Enquiry(URL, counter.store, counter.keys, counter.key_set())
    return enquiry.of_sheet(sheet, int(counter.clock.now().timestamp()))


def test_its_own_photograph_is_found_on_it(counter: Counter, press: Press, pdf: bytes) -> None:
    finding = found(counter, read_sheet(pdf))
    assert (finding.verdict.reason, finding.photograph) == ("good", "same")
    assert "Photograph: The one in this PDF" in told(finding, press.kinds["hall_ticket"], "en")


def test_it_is_found_by_the_reader_apart_as_well(counter: Counter, pdf: bytes) -> None:
    """As chat, command and departments read it."""
    assert read_apart_now(pdf) == read_sheet(pdf)
    assert found(counter, read_apart_now(pdf)).photograph == "same"


def exchanged(document: Any, first: Any, photograph: Any) -> None:
    photograph.load_jpeg(io.BytesIO(OTHER), pages=[first])


def covered(document: Any, first: Any, photograph: Any) -> None:
    """Lay another picture over it, at the same place."""
    over = pypdfium2.PdfImage.new(document)
    over.load_jpeg(io.BytesIO(OTHER))
    over.set_matrix(photograph.get_matrix())
    first.insert_obj(over)


def painted(document: Any, first: Any, photograph: Any) -> None:
    """Draw over the lower half of it."""
    left, bottom, right, top = photograph.get_bounds()
    shape = pdfium.FPDFPageObj_CreateNewRect(left, bottom, right - left, (top - bottom) / 2)
    pdfium.FPDFPageObj_SetFillColor(shape, 20, 40, 160, 255)
    pdfium.FPDFPath_SetDrawMode(shape, pdfium.FPDF_FILLMODE_WINDING, False)
    pdfium.FPDFPage_InsertObject(first, shape)


def stamped(document: Any, first: Any, photograph: Any) -> None:
    """Put a remark of a reader program over it, filled."""
    left, bottom, right, top = photograph.get_bounds()
    stamp = pdfium.FPDFPage_CreateAnnot(first, pdfium.FPDF_ANNOT_SQUARE)
    pdfium.FPDFAnnot_SetRect(stamp, pdfium.FS_RECTF(left, top, right, bottom))
    pdfium.FPDFAnnot_SetColor(stamp, pdfium.FPDFANNOT_COLORTYPE_InteriorColor, 20, 40, 160, 255)
    pdfium.FPDFPage_CloseAnnot(stamp)


def taken_out(document: Any, first: Any, photograph: Any) -> None:
    first.remove_obj(photograph)


Change = Callable[[Any, Any, Any], None]


def changed(pdf: bytes, change: Change) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    first = document[0]
    (photograph,) = first.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,))
    change(document, first, photograph)
    first.gen_content()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_saving_it_anew_changes_nothing(counter: Counter, pdf: bytes) -> None:
    again = changed(pdf, lambda _document, _first, _photograph: None)
    assert found(counter, read_sheet(again)).photograph == "same"


@pytest.mark.parametrize("change", [exchanged, covered, painted, stamped, taken_out])
def test_another_photograph_is_found_out(counter: Counter, pdf: bytes, change: Change) -> None:
    sheet = read_sheet(changed(pdf, change))
    assert sheet.token == read_sheet(pdf).token
    assert found(counter, sheet).verdict.reason == "other_photograph"


def test_of_a_picture_of_the_paper_it_is_said_that_we_cannot_see(
    counter: Counter, press: Press, pdf: bytes
) -> None:
    finding = found(counter, read_sheet(jpeg(page(pdf, 150))))
    assert (finding.verdict.reason, finding.photograph) == ("good", "unseen")
    assert "whether it was exchanged" in told(finding, press.kinds["hall_ticket"], "en")


def in_place(pdf: bytes) -> bytes:
    """Exchange the photograph in the bytes of the PDF, so that all else stays as it was."""
    mine = printed_photograph(portrait("s1"))
    other = jpeg(Image.open(io.BytesIO(OTHER)), 40)
    assert len(other) <= len(mine)
    assert mine in pdf
    return pdf.replace(mine, other.ljust(len(mine), b"\0"))


def test_exchanging_nothing_but_the_photograph_is_found_out(counter: Counter, pdf: bytes) -> None:
    sheet = read_sheet(in_place(pdf))
    assert sheet.codes == read_sheet(pdf).codes
    assert found(counter, sheet).verdict.reason == "other_photograph"


def test_without_what_we_attach_it_counts_as_a_scan(counter: Counter, pdf: bytes) -> None:
    bare = replace(read_sheet(in_place(pdf)), token=b"", proof="")
    finding = found(counter, bare)
    assert (finding.verdict.reason, finding.photograph) == ("good", "unseen")


def test_without_a_photograph_there_is_an_empty_frame(counter: Counter) -> None:
    pdf = issued(counter, "s2", FIELDS)
    finding = found(counter, read_sheet(pdf))
    assert (finding.verdict.reason, finding.photograph) == ("good", "")
    assert finding.verdict.claims is not None
    assert finding.verdict.claims.photograph == b""
    assert "attested" in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()


def test_one_that_cannot_be_printed_is_told_with_its_field(counter: Counter) -> None:
    large = Image.effect_noise((600, 600), 100).convert("RGB")
    written = io.BytesIO()
    large.save(written, "PNG")

    result = counter.result("s3", "hall_ticket", given(counter, "s3", written.getvalue()))

    assert isinstance(result, Dead)
    assert result.why.startswith("hall_ticket: 'photograph' has ")


def test_a_file_that_is_gone_is_told(counter: Counter) -> None:
    fields = given(counter, "s4", portrait("s4"))
    with counter.store.transaction():
        counter.store.execute("blobs.drop", ("photograph-s4",))

    result = counter.result("s4", "hall_ticket", fields)

    assert isinstance(result, Dead)
    assert "not there any more" in result.why
