"""Draws a certificate's page: one A4 sheet as a tagged PDF that archives accept, the same bytes every time."""

from __future__ import annotations

import importlib.util
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from threading import Lock
from typing import Final, Literal, TypedDict
from weakref import finalize

import typst

from engine.services.certificates.kinds import CertificateKind, Kinds, Words
from engine.services.certificates.layouts import whole_layout, with_values
from engine.services.certificates.photograph import PRINTED
from engine.services.certificates.proven import with_proof
from engine.services.certificates.qr import draw_qr
from engine.services.certificates.record import CertificateRecord, Value, checked_fields

STANDARDS: Final[list[typst.PDFStandard]] = ["a-3a", "ua-1"]
"""PDF/A-3a keeps for decades and may carry attachments; PDF/UA-1 can be read aloud."""

FONT_PACKAGES: Final = (
    "fontpkg_noto_sans",
    "fontpkg_noto_sans_telugu",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_noto_sans_arabic",
)
NASTALIQ: Final = "NotoNastaliqUrdu-*.ttf"
"""The letters Urdu is read in. No package of Python's has them; without them Urdu is set in Naskh, the letters of Arabic."""
FONT_FOLDERS: Final = (
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/noto"),
    Path("/usr/share/fonts/google-noto"),
)
"""Where Debian and Ubuntu (fonts-noto-core), Alpine and Arch, and Fedora put them."""
STANDARD_LAYOUT: Final = "_shared/standard.typ"
OWN_LAYOUT: Final = "certificate.typ"
MANNERS: Final = (
    {"density": "roomy", "nastaliq": True, "scale": 1},
    {"density": "tight", "nastaliq": True, "scale": 1},
    {"density": "tight", "nastaliq": False, "scale": 1},
    {"density": "tight", "nastaliq": False, "scale": 0.87},
    {"density": "tight", "nastaliq": False, "scale": 0.75},
)
"""How a page is set, each after the one before it has run over. Nastaliq stands higher than all other letters. At the smallest scale a
value is printed in 7½ points, a notice in 6; code and photograph keep their size. What does not fit the page of its kind even so is set
on the standard one."""
KEPT: Final = 128
"""Pages that were tried out and wait for the log, about 100 kB each. One that is not kept any more is drawn anew, with the same bytes."""
Form = Literal["pdf", "png"]
PREVIEW_PPI: Final = 110.0
_QUOTED: Final = re.compile(r'the text `"([^`]*)"`')
FULL_PAGE: Final = "it does not fit one page"
"""What `_shared/parts.typ` says when a page runs over."""


class PageData(TypedDict):
    """What a layout may print."""

    kind: str
    title: Words
    authority: Words
    office: Words
    statement: Words
    notice: Words
    language: str
    fields: Mapping[str, Value]
    rows: list[Row]
    number: str
    id: str
    issued: tuple[int, int, int]
    issued_on: str
    valid_until: str
    verify_url: str
    qr: str
    qr_mm: float
    sandbox: bool
    token: list[int]
    photograph: Picture | None


class Row(TypedDict):
    """One line of the table of particulars; where it has columns, a table of its own, whose columns have these shares of its width."""

    name: str
    label: Words
    value: Value
    columns: list[Words]
    shares: list[int]


class Picture(TypedDict):
    """The place of a photograph on the page; without a picture it is an empty frame."""

    label: Words
    svg: str


class UnprintableError(ValueError):
    """The page could not be drawn: a letter in no font of ours, a code too large, or a slip in a layout. Its message names no value."""


class MissingFontError(RuntimeError):
    """A package of fonts is not installed, or is empty: papers would lack letters. The message is one line that says which."""


def installed_fonts(packages: Sequence[str] = FONT_PACKAGES) -> tuple[Path, ...]:
    """Return the folders of the font packages. Of the machine's own fonts `nastaliq` alone is used, or pages would differ.

    Raises MissingFontError.
    """
    folders = []
    for package in packages:
        spec = importlib.util.find_spec(package)
        folder = Path(spec.origin).parent / "files" if spec and spec.origin else None
        if folder is None or not any(folder.rglob("*.[to]tf")):
            name = package.replace("_", "-")
            raise MissingFontError(f"the fonts of {name} are not there: pip install {name}")
        folders.append(folder)
    return tuple(folders)


def nastaliq(folders: Sequence[Path] = FONT_FOLDERS) -> tuple[Path, ...]:
    """Return the files of the Nastaliq letters, of the first folder that has them; nothing where none has."""
    found = (tuple(sorted(folder.glob(NASTALIQ))) for folder in folders)
    return next(filter(None, found), ())


class Press:
    """Draws certificates, each on the page of its kind. Keeps compiled layouts warm; safe to share between threads.

    templates: a folder with `<kind>/certificate.typ` for each kind that has a page of its own; kinds: gives those in force; urdu: the
    files Urdu is set with. The same record gives the same bytes wherever these files are the same.
    """

    def __init__(self, templates: Path, kinds: Kinds, urdu: Sequence[Path] | None = None) -> None:
        self._templates, self._kinds = templates, kinds
        folders = [str(folder) for folder in installed_fonts()]
        if files := nastaliq() if urdu is None else urdu:
            folders.append(self._apart(files))
        loaded = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=folders
        )
        self._compiler = typst.Compiler(
            root=str(templates), font_paths=loaded, ignore_system_fonts=True
        )
        self._lock = Lock()
        self._tried: dict[str, tuple[CertificateRecord, CertificateKind, bytes]] = {}

    def _apart(self, files: Sequence[Path]) -> str:
        """Return a folder with these fonts and no others; it goes with the press."""
        folder = mkdtemp(prefix="fonts-")
        finalize(self, rmtree, folder, ignore_errors=True)
        for file in files:
            Path(folder, file.name).symlink_to(file)
        return folder

    @property
    def kinds(self) -> Mapping[str, CertificateKind]:
        """Return the kinds in force, by name."""
        return self._kinds()

    def pdf(self, record: CertificateRecord, kind: CertificateKind | None = None) -> bytes:
        """Return the certificate. kind: as it was when the paper was issued, where that is not the one in force.

        Raises FieldsError, UnprintableError, or KeyError for an unknown kind.
        """
        kind = kind or self.kinds[record.kind]
        unproved = replace(record, proof="")
        *tried, page = self._tried.pop(record.id, (None, None, b""))
        if tried != [unproved, kind]:
            page = self._draw(unproved, "pdf", kind)
        return with_proof(page, record.proof, record.issued_on) if record.proof else page

    def png(self, record: CertificateRecord) -> bytes:
        """Return the same page as a picture, for a screen. Raises as `pdf` does."""
        return self._draw(record, "png", self.kinds[record.kind])

    def try_out(self, record: CertificateRecord, kind: CertificateKind | None = None) -> None:
        """Draw the page before anything is signed that could then not be printed, and keep it for a while: `pdf` adds the log's proof.

        Raises as `pdf` does.
        """
        kind = kind or self.kinds[record.kind]
        page = self._draw(record, "pdf", kind)
        with self._lock:
            if len(self._tried) >= KEPT:
                del self._tried[next(iter(self._tried))]
            self._tried[record.id] = (record, kind, page)

    def _draw(self, record: CertificateRecord, form: Form, kind: CertificateKind) -> bytes:
        data = page_data(kind, record)
        own = f"{kind.name}/{OWN_LAYOUT}"
        has_own = (self._templates / own).is_file()
        layouts = (own, STANDARD_LAYOUT) if has_own else (STANDARD_LAYOUT,)
        trouble = ""
        for layout, manner in product(layouts, MANNERS):
            try:
                return self._compile(layout, data, manner, form)
            except typst.TypstError as cause:
                trouble = _without_words(cause.message)
                if FULL_PAGE not in cause.message:
                    break
        raise UnprintableError(f"{kind.name} ({kind.type}): {trouble}")

    def _compile(
        self, layout: str, data: PageData, manner: Mapping[str, object], form: Form
    ) -> bytes:
        """Return one page. Raises typst.TypstError."""
        year, month, day = data["issued"]
        source = with_values(whole_layout(self._templates, layout), {**data, **manner})
        with self._lock:
            page = self._compiler.compile(
                source,
                format=form,
                ppi=PREVIEW_PPI if form == "png" else None,
                pdf_standards=STANDARDS if form == "pdf" else [],
                timestamp=datetime(year, month, day, tzinfo=UTC),
            )
        if not isinstance(page, bytes):
            raise UnprintableError(f"{layout}: a layout must draw exactly one page")
        return page


def _without_words(message: str) -> str:
    """Return what typst says with the letters it quotes as numbers: nobody's name belongs into a log or a dead letter."""
    return _QUOTED.sub(lambda found: " ".join(f"U+{ord(each):04X}" for each in found[1]), message)


def page_data(kind: CertificateKind, record: CertificateRecord) -> PageData:
    """Return what a layout may print: values only, never markup, so no name can act as a command. Raises UnprintableError."""
    try:
        code = draw_qr(record.code or record.verify_url)
    except ValueError as cause:
        raise UnprintableError(f"{kind.name} ({kind.type}): {cause}") from None
    printed = checked_fields(kind, record.fields)
    last = kind.last_day(record.issued_on)
    photograph = kind.photograph
    return {
        "kind": kind.name,
        "title": kind.title,
        "authority": kind.authority,
        "office": kind.office,
        "statement": kind.statement,
        "notice": kind.notice,
        "language": record.language,
        "fields": printed,
        "rows": [
            {
                "name": field.name,
                "label": field.label,
                "value": printed[field.name],
                "columns": [column.label for column in field.columns],
                "shares": [column.share for column in field.columns],
            }
            for field in kind.fields
            if field.name in printed and field is not photograph
        ],
        "number": record.number,
        "id": "-".join(record.id[start : start + 4] for start in range(0, len(record.id), 4)),
        "issued": (record.issued_on.year, record.issued_on.month, record.issued_on.day),
        "issued_on": record.issued_on.strftime("%d-%m-%Y"),
        "valid_until": last.strftime("%d-%m-%Y") if last else "",
        "verify_url": record.verify_url,
        "qr": code.svg,
        "qr_mm": code.side_mm,
        "sandbox": record.sandbox,
        "token": list(record.token),
        "photograph": {"label": photograph.label, "svg": _drawn(record.photograph)}
        if photograph
        else None,
    }


def _drawn(jpeg: bytes) -> str:
    """Return a photograph as a drawing that holds nothing else: so it goes through a text whole, and stands on the page as it is."""
    if not jpeg:
        return ""
    width, height = PRINTED
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{b64encode(jpeg).decode()}"/></svg>'
    )
