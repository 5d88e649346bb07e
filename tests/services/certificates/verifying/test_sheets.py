"""A certificate is issued for real; its PDF, pictures of it and things that only look like it are shown to whoever verifies."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pypdfium2
import pytest
import segno
from PIL import Image, ImageFilter

from engine.runtime import blobs
from engine.services.certificates import register
from engine.services.certificates.render import Press
from engine.services.certificates.verifying.apart import read_apart_now
from engine.services.certificates.verifying.enquiry import Enquiry, Finding
from engine.services.certificates.verifying.saying import advice
from engine.services.certificates.verifying.sheet import MOST_PAGES, Sheet, Unreadable, read_sheet
from tests.services.certificates.counter import APPLICANT, URL, Counter
from tests.services.certificates.verifying.papers import bomb_attached, bomb_pictured
from tests.services.homes import SqliteHome

LATER = 3_600


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory, press: Press) -> Iterator[Counter]:
    made = Counter(SqliteHome(tmp_path_factory.mktemp("store")), press)
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def pdf(counter: Counter) -> bytes:
    return issued(counter, "s1")


def issued(counter: Counter, session: str) -> bytes:
    media = counter.issue(session).gives["file"]["media"]
    blob = blobs.find(str(media), counter.keys, counter.store)
    assert blob is not None
    return blob.content


def found(counter: Counter, sheet: Sheet) -> Finding:
    enquiry = Enquiry(URL, counter.store, counter.keys, counter.key_set())
    return enquiry.of_sheet(sheet, int(counter.clock.now().timestamp()) + LATER)


def page(pdf: bytes, dpi: int) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil().convert("RGB")


def picture(image: Image.Image, form: str = "JPEG", **how: object) -> bytes:
    written = io.BytesIO()
    image.save(written, form, **how)
    return written.getvalue()


def test_its_pdf_is_genuine_and_says_whose_it_is(counter: Counter, pdf: bytes) -> None:
    sheet = read_sheet(pdf)
    finding = found(counter, sheet)
    assert finding.verdict.reason == "good"
    assert finding.verdict.claims is not None
    assert finding.verdict.claims.person[4] == APPLICANT
    assert finding.verdict.claims.fields[11] == "₹1,20,000"
    assert sheet.proof.startswith("c2sp.org/tlog-proof@v1\nindex ")


@pytest.mark.parametrize("dpi", [110, 150, 200, 300])
def test_a_picture_of_the_page_is_enough(counter: Counter, pdf: bytes, dpi: int) -> None:
    assert found(counter, read_sheet(picture(page(pdf, dpi), quality=70))).verdict.reason == "good"


def test_a_tilted_and_blurred_photo_is_enough(counter: Counter, pdf: bytes) -> None:
    photo = (
        page(pdf, 190)
        .rotate(7, expand=True, fillcolor="grey")
        .filter(ImageFilter.GaussianBlur(1.0))
    )
    assert found(counter, read_sheet(picture(photo, quality=60))).verdict.reason == "good"


def test_the_code_must_be_the_one_that_was_signed(counter: Counter, pdf: bytes) -> None:
    """A second certificate's code, pasted over the first one's: what is attached tells."""
    other = read_sheet(issued(counter, "s2"))
    mixed = Sheet(other.codes, read_sheet(pdf).token)
    assert found(counter, mixed).verdict.reason == "other_certificate"


def test_a_revoked_one_is_told(counter: Counter) -> None:
    content = issued(counter, "s3")
    with counter.store.transaction():
        kept = register.of_effect("s3/1", counter.keys, counter.store)
        counter.store.execute("certificates.stand", ("revoked", kept.id, "revoked"))
    assert found(counter, read_sheet(content)).verdict.reason == "revoked"


def code(text: str) -> bytes:
    written = io.BytesIO()
    segno.make(text, error="m").save(written, kind="png", scale=6)
    return written.getvalue()


@pytest.mark.parametrize(
    ("text", "says", "host"),
    [
        ("https://mitra.example.evil.example/c/0123456789abcdef", "other_host", "mitra.example.evil.example"),
        ("https://mitra.example@evil.example/c/0123456789abcdef", "other_host", "mitra.example@evil.example"),
        ("upi://pay?pa=sample@bank", "other_host", ""),
        ("https://mitra.example/c/0123456789abcdef", "no_signature", ""),
        ("https://mitra.example/c/0123456789abcdef#00258", "unreadable", ""),
        ("https://mitra.example/about", "unreadable", ""),
    ],
)  # fmt: skip
def test_other_codes_are_told(counter: Counter, text: str, says: str, host: str) -> None:
    finding = found(counter, read_sheet(code(text)))
    assert (finding.verdict.reason, finding.host) == (says, host)


def test_two_codes_are_too_many(counter: Counter, pdf: bytes) -> None:
    both = Image.new("RGB", (2400, 1700), "white")
    both.paste(page(pdf, 110), (0, 0))
    both.paste(
        Image.open(io.BytesIO(code("https://mitra.example/c/1"))).convert("RGB"), (1500, 200)
    )
    assert found(counter, read_sheet(picture(both))).verdict.reason == "two_codes"


def test_a_picture_without_a_code_is_told(counter: Counter) -> None:
    assert (
        found(counter, read_sheet(picture(Image.new("RGB", (400, 300), "white")))).verdict.reason
        == "no_code"
    )


def _bomb() -> bytes:
    """A PNG of 60,000 × 60,000 white points, in a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
        )

    size = (60_000).to_bytes(4, "big")
    rows = zlib.compress(b"\0" * 1_000_000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size * 2 + b"\x08\0\0\0\0")
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def _huge_page() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(1_000_000, 1_000_000)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


HOSTILE = {
    "nothing": (b"", "unreadable"),
    "a text": (b"hello", "unreadable"),
    "a cut PDF": (b"%PDF-1.7\n1 0 obj\n<<", "unreadable"),
    "a cut picture": (b"\xff\xd8\xff\xe0" + b"\0" * 40, "unreadable"),
    "a picture bomb": (_bomb(), "too_large"),
    "a vector drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unreadable"),
    "an attachment of 1.5 gigabytes": (bomb_attached(), "unreadable"),
    "a file of twenty megabytes and more": (b"%PDF-" + b"0" * 20_000_001, "too_large"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_answered_soon(what: str) -> None:
    content, why = HOSTILE[what]
    begun = time.monotonic()
    with pytest.raises(Unreadable) as trouble:
        read_apart_now(content)
    assert trouble.value.why == why
    assert time.monotonic() - begun < 40


def test_a_picture_of_any_size_in_a_pdf_is_read_in_little_memory() -> None:
    begun = time.monotonic()
    with suppress(Unreadable):
        assert read_apart_now(bomb_pictured()).codes == ()
    assert time.monotonic() - begun < 40


def test_a_picture_of_forty_megapixels_is_read(counter: Counter, pdf: bytes) -> None:
    """As large as the newest phones take them."""
    large = page(pdf, 300).resize((5_400, 7_500))
    sheet = read_apart_now(picture(large, quality=70))
    assert found(counter, sheet).verdict.reason == "good"


def test_it_says_how_many_pages_were_looked_at(counter: Counter, pdf: bytes) -> None:
    """A code on the fourth page is not seen."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(MOST_PAGES):
        document.new_page(595, 842)
    document.import_pages(pypdfium2.PdfDocument(pdf))
    written = io.BytesIO()
    document.save(written)

    finding = found(counter, read_apart_now(written.getvalue()))

    assert finding.verdict.reason == "no_code"
    assert "4 pages and we looked at the first 3" in advice(finding, "en")
    assert "pages" not in advice(found(counter, Sheet()), "en")


def test_a_page_of_any_size_is_drawn_small() -> None:
    assert read_apart_now(_huge_page()).codes == ()


def test_an_encrypted_pdf_is_told(pdf: bytes) -> None:
    locked = pdf.replace(b"/Root", b"/Encrypt 1 0 R /Root", 1)
    with pytest.raises(Unreadable):
        read_apart_now(locked)


def test_it_is_read_apart_as_well(pdf: bytes) -> None:
    assert read_apart_now(pdf) == read_sheet(pdf)


def test_the_reader_apart_has_only_so_much_memory_and_time() -> None:
    limits = "resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0]"
    asked = f"from engine.services.certificates.verifying import apart as a; import resource; a._main(); print({limits})"
    done = subprocess.run([sys.executable, "-c", asked], input=b"", capture_output=True, check=True)
    assert done.stdout.rpartition(b"}")[2].split() == [b"1500000000", b"20"]


def test_nothing_of_ours_is_needed_to_read(tmp_path: Path) -> None:
    """It runs from any folder, with no surroundings."""
    done = subprocess.run(
        [sys.executable, "-I", "-m", "engine.services.certificates.verifying.apart"],
        input=b"hello", capture_output=True, cwd=tmp_path, env={}, check=True,
    )  # fmt: skip
    assert done.stdout == b'{"why":"unreadable"}'
