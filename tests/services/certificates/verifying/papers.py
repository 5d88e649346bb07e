"""What people send to be verified: pages of our PDFs as pictures, codes alone, files that are locked."""

from __future__ import annotations

import io

import pypdfium2
import segno
from PIL import Image


def page(pdf: bytes, dpi: int) -> Image.Image:
    """Return the first page as it looks at so many dots an inch."""
    return pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil().convert("RGB")


def jpeg(image: Image.Image, quality: int = 70) -> bytes:
    """Return the file a phone would send."""
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality)
    return written.getvalue()


def code(text: str) -> bytes:
    """Return a picture of a QR code that says this."""
    written = io.BytesIO()
    segno.make(text, error="m").save(written, kind="png", scale=6)
    return written.getvalue()


def beside(*pictures: bytes) -> bytes:
    """Return one picture of several."""
    opened = [Image.open(io.BytesIO(each)).convert("RGB") for each in pictures]
    wide = Image.new(
        "RGB", (sum(each.width for each in opened), max(each.height for each in opened)), "white"
    )
    left = 0
    for each in opened:
        wide.paste(each, (left, 0))
        left += each.width
    return jpeg(wide, 90)


def locked_pdf() -> bytes:
    """Return a PDF that opens only with a password (ISO 32000-1, 7.6.3: the user's entry fits no empty one)."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>",
    )  # fmt: skip
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    entries = len(objects) + 1
    trailer = b"<< /Size %d /Root 1 0 R /Encrypt 3 0 R /ID [<00><00>] >>" % entries
    head = b"xref\n0 %d\n0000000000 65535 f \n" % entries
    return written + head + table + b"trailer\n%s\nstartxref\n%d\n%%%%EOF" % (trailer, len(written))
