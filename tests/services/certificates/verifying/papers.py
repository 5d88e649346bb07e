"""What people send to be verified: pages of our PDFs as pictures, codes alone, files that are locked."""

from __future__ import annotations

import io
import zlib

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


def micro(text: str) -> bytes:
    """Return a picture of a Micro QR code: readers take corners of larger codes for one, now and then."""
    written = io.BytesIO()
    segno.make_micro(text).save(written, kind="png", scale=6)
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


ZEROS_MB = 1_500


def _zeros() -> bytes:
    """Return 1.5 GB of zeros as a zlib stream (RFC 1950): the same compressed megabyte again and again."""
    megabyte = zlib.compressobj(9, wbits=-15)
    packed = megabyte.compress(bytes(1_000_000)) + megabyte.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, wbits=-15).flush()
    checksum = (ZEROS_MB * 1_000_000 % 65_521) << 16 | 1
    return b"\x78\xda" + packed * ZEROS_MB + last + checksum.to_bytes(4, "big")


def bomb_attached() -> bytes:
    """Return a PDF whose attachment grows to 1.5 GB."""
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(certificate.cwt) 4 0 R]>>>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>",
        b"<</Type/Filespec/F(certificate.cwt)/UF(certificate.cwt)/EF<</F 5 0 R>>>>",
        _stream(_zeros(), b"/Type/EmbeddedFile/Filter/FlateDecode"),
    )


def bomb_pictured() -> bytes:
    """Return a PDF with a picture of 30,000 × 30,000 points."""
    picture = b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>",
        _stream(b"600 0 0 800 0 0 cm /I Do"),
        _stream(_zeros(), picture),
    )


def _stream(content: bytes, said: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), said, content)


def locked_pdf() -> bytes:
    """Return a PDF that opens only with a password (ISO 32000-1, 7.6.3: the user's entry fits no empty one)."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>",
    )  # fmt: skip
    return _pdf(*objects, trailer=b"/Encrypt 3 0 R /ID [<00><00>]")


def _pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, the first of which is its catalogue."""
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    entries = len(objects) + 1
    trailer = b"<< /Size %d /Root 1 0 R %s >>" % (entries, trailer)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % entries
    return written + head + table + b"trailer\n%s\nstartxref\n%d\n%%%%EOF" % (trailer, len(written))
