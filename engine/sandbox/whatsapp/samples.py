"""Ready-made photos and papers a tester can send; every one says SAMPLE and names nobody."""

from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

PDF_LINES = {
    "ration-card": ("SAMPLE RATION CARD", "Card number: 28000000000", "Members: 4", "Mandal: -"),
    "electricity-bill": ("SAMPLE ELECTRICITY BILL", "Service number: 1234500000000", "Rs 742.00"),
    "land-record": ("SAMPLE LAND RECORD (1-B)", "Survey number: 101/2A", "Extent: 1.25 acres"),
}
LABELS = {
    "photo": ("Passport photo", "పాస్‌పోర్టు ఫోటో"),
    "street": ("Street light photo", "వీధి దీపం ఫోటో"),
    "ration-card": ("Ration card (PDF)", "రేషన్ కార్డు (PDF)"),
    "electricity-bill": ("Electricity bill (PDF)", "విద్యుత్ బిల్లు (PDF)"),
    "land-record": ("Land record (PDF)", "భూమి రికార్డు (PDF)"),
    "letter": ("Letter (text file)", "లేఖ (టెక్స్ట్ ఫైల్)"),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A ready-made file; `make` returns its bytes and remembers them."""

    key: str
    name: str
    mime: str
    make: Callable[[], bytes]

    def plain(self) -> dict[str, object]:
        """Return the JSON form for the attachment menu."""
        english, telugu = LABELS[self.key]
        return {
            "key": self.key,
            "name": self.name,
            "mime": self.mime,
            "size": len(self.make()),
            "en": english,
            "te": telugu,
        }


def pdf(lines: Sequence[str]) -> bytes:
    """Return a one-page PDF with a heading, plain lines and a border; ASCII only."""
    safe = [line.replace("\\", "").replace("(", "\\(").replace(")", "\\)") for line in lines]
    drawn = [
        "0.05 0.45 0.36 RG 3 w 30 30 360 535 re S",
        f"BT /F1 20 Tf 50 520 Td ({safe[0]}) Tj ET",
        *(f"BT /F1 13 Tf 50 {480 - 26 * at} Td ({line}) Tj ET" for at, line in enumerate(safe[1:])),
        "0.85 g BT /F1 60 Tf 0.7 0.7 -0.7 0.7 110 140 Tm (SAMPLE) Tj ET",
    ]
    stream = "\n".join(drawn).encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, item in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, item)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


Colour = tuple[int, int, int]


def png(width: int, height: int, colour_at: Callable[[int, int], Colour]) -> bytes:
    """Return a PNG painted point by point."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            rows += bytes(colour_at(x, y))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 6))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


LETTERS = {
    "S": "01111100001000001110000010000111110",
    "A": "01110100011000111111100011000110001",
    "M": "10001110111010110101100011000110001",
    "P": "11110100011000111110100001000010000",
    "L": "10000100001000010000100001000011111",
    "E": "11111100001000011110100001000011111",
}


def _in_word(x: int, y: int, left: int, top: int, scale: int) -> bool:
    """Say whether a point lies in the word SAMPLE drawn from 5 by 7 dots a letter."""
    column, row = (x - left) // scale, (y - top) // scale
    letter, across = divmod(column, 6)
    if not (0 <= row < 7 and 0 <= letter < 6 and across < 5):
        return False
    return LETTERS["SAMPLE"[letter]][row * 5 + across] == "1"


def _portrait(x: int, y: int) -> Colour:
    if _in_word(x, y, 48, 262, 4):
        return (120, 130, 140)
    head = (x - 120) ** 2 / 46**2 + (y - 105) ** 2 / 56**2 <= 1
    hair = (x - 120) ** 2 / 52**2 + (y - 92) ** 2 / 58**2 <= 1 and y < 96
    shoulders = (x - 120) ** 2 / 92**2 + (y - 255) ** 2 / 82**2 <= 1 and y < 250
    if hair:
        return (52, 44, 42)
    if head:
        return (181, 132, 96)
    if shoulders:
        return (38, 105, 120)
    return (222, 232 - y // 14, 242) if y < 250 else (250, 250, 250)


def _street(x: int, y: int) -> Colour:
    if _in_word(x, y, 20, 176, 3):
        return (235, 235, 235)
    pole = 212 <= x <= 218 and 50 <= y <= 190
    arm = 160 <= x <= 218 and 50 <= y <= 55
    lamp = (x - 160) ** 2 + (y - 58) ** 2 * 3 <= 260
    house = 30 <= x <= 120 and 110 <= y <= 190
    window = house and (48 <= x <= 66 or 84 <= x <= 102) and 128 <= y <= 150
    if pole or arm or lamp:
        return (92, 98, 108)
    if window:
        return (244, 208, 120)
    if house:
        return (96, 74, 88)
    return (66, 62, 70) if y > 190 else (28 + y // 6, 36 + y // 5, 78 + y // 3)


def _maker(build: Callable[[], bytes]) -> Callable[[], bytes]:
    return functools.cache(build)


def _samples() -> Mapping[str, Sample]:
    letter = (
        "SAMPLE LETTER\n\nSir or Madam,\nThis is a sample letter to try the upload of a file.\n"
        "\nఇది నమూనా లేఖ మాత్రమే.\n"
    ).encode()
    found = [
        Sample("photo", "sample-photo.png", "image/png", _maker(lambda: png(240, 300, _portrait))),
        Sample("street", "sample-street.png", "image/png", _maker(lambda: png(280, 210, _street))),
        Sample("letter", "sample-letter.txt", "text/plain", lambda: letter),
    ]
    for key, lines in PDF_LINES.items():
        make = _maker(functools.partial(pdf, lines))
        found.append(Sample(key, f"sample-{key}.pdf", "application/pdf", make))
    return {sample.key: sample for sample in found}


SAMPLES = _samples()
