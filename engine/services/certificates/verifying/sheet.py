"""What a picture or a PDF that somebody sends has to say for itself: the codes on it, the signed certificate attached to it.

Pictures and PDFs come from anybody, so `apart` reads them in a process of its own, with little memory and little time.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final, Literal

from PIL import Image, ImageFilter, UnidentifiedImageError

from engine.services.certificates.verifying.face import print_seen

SIGNED_FILE: Final = "certificate.cwt"
PROOF_FILE: Final = "certificate.tlog-proof"
MOST_TOKEN: Final = 2_048
MOST_PROOF: Final = 16_384
MOST_PIXELS: Final = 60_000_000
LONG_SIDE: Final = 4_000
"""Pixels; larger pictures are made smaller first."""
ENLARGED_SIDE: Final = 2_600
"""Pixels up to which a picture is enlarged for the second look."""
PAGE_DPI: Final = 200
MOST_PAGES: Final = 3
_SHARPER = ImageFilter.UnsharpMask(radius=2, percent=180, threshold=2)

Trouble = Literal["unreadable", "encrypted", "too_large"]


class Unreadable(ValueError):
    """Nothing can be read from the file. why: for the person who sent it."""

    def __init__(self, why: Trouble) -> None:
        super().__init__(why)
        self.why: Trouble = why


@dataclass(frozen=True, slots=True)
class Sheet:
    """codes: texts of the QR codes on it, each once; token, proof: what a PDF of ours has attached, empty where there is nothing;
    photograph: the print of the one picture on the first page of a PDF, empty where none is seen or where it is not alone; pages: that
    the file has, of which MOST_PAGES are looked at.
    """

    codes: tuple[str, ...] = ()
    token: bytes = b""
    proof: str = ""
    photograph: bytes = b""
    pages: int = 1


def read_sheet(content: bytes) -> Sheet:
    """Return what a file shows. Raises Unreadable."""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(content)
    return Sheet(_codes(_picture(content)))


def _picture(content: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        if picture.width * picture.height > MOST_PIXELS:
            raise Unreadable("too_large")
        picture.draft("L", (LONG_SIDE, LONG_SIDE))
        grey = picture.convert("L")
    except (Image.DecompressionBombError, MemoryError) as cause:
        raise Unreadable("too_large") from cause
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as cause:
        raise Unreadable("unreadable") from cause
    grey.thumbnail((LONG_SIDE, LONG_SIDE))
    return grey


def _codes(picture: Image.Image) -> tuple[str, ...]:
    """Return the codes on a picture; where none is seen, of a larger and sharper one."""
    found = _scan(picture)
    if found or max(picture.size) > ENLARGED_SIDE:
        return found or _scan(picture.filter(_SHARPER))
    larger = picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.BICUBIC)
    return _scan(larger.filter(_SHARPER))


def _scan(picture: Image.Image) -> tuple[str, ...]:
    import zxingcpp  # only where something is read: whoever merely names a sheet does without

    qr = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2])
    seen = zxingcpp.read_barcodes(picture, formats=qr)
    return tuple(dict.fromkeys(code.text for code in seen if code.valid))


def _pdf(content: bytes) -> Sheet:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as cause:
        raise Unreadable(
            "encrypted" if "password" in str(cause).lower() else "unreadable"
        ) from cause
    try:
        files = _attached(document)
        photograph = print_seen(document[0]) if len(document) else b""
        codes: dict[str, None] = {}
        for number in range(min(len(document), MOST_PAGES)):
            codes.update(dict.fromkeys(_codes(_page(document[number]))))
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as cause:
        raise Unreadable("unreadable") from cause
    return Sheet(
        tuple(codes),
        files.get(SIGNED_FILE, b""),
        files.get(PROOF_FILE, b"").decode("utf-8", "replace"),
        photograph,
        len(document),
    )


def _attached(document: Any) -> dict[str, bytes]:
    found = {}
    for number in range(min(document.count_attachments(), 20)):
        attachment = document.get_attachment(number)
        content = bytes(attachment.get_data())
        if len(content) <= MOST_PROOF:
            found[attachment.get_name()] = content
    return found


def _page(page: Any) -> Image.Image:
    """Return a page as a picture, of a size that a phone's photo could have, whatever the page says its size is."""
    width, height = page.get_size()
    scale = min(PAGE_DPI / 72, LONG_SIDE / max(width, height, 1))
    if min(width, height) <= 0 or scale * min(width, height) < 1:
        raise Unreadable("unreadable")
    picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture.convert("L")
