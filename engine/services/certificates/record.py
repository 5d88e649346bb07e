"""A certificate as issued: its number, its id, the day, and what it says."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.services.certificates.kinds import CertificateKind, Field

Cells = Sequence[str]
"""A row of a table, a cell for each column."""

Value = str | Sequence[str | Cells]
"""What one field says: a text, a list with one line an entry, or a table with one row an entry; of a photograph its print."""

JOINERS = "\u200c\u200d"
"""Zero-width non-joiner and joiner: invisible, but Telugu and Hindi words are spelled with them."""


class FieldsError(ValueError):
    """The fields do not fit the kind of certificate; the message names each one and what is wrong."""


class SignerError(RuntimeError):
    """PDFs cannot be signed with the document signer's certificate; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """Everything that is printed.

    kind: the name of its kind; number, id: from `certificate_number`, `certificate_id`; verify_url: the address of its
    page, `http(s)://host/c/<id>`; sandbox: a sample, and marked so; code: what the QR code holds, its address where that is empty;
    token: what was signed, attached to the page; proof: that it was logged, attached as well; photograph: the picture to print, a JPEG;
    language: the citizen's, for papers that speak it first.
    """

    kind: str
    fields: Mapping[str, Value]
    number: str
    id: str
    issued_on: date
    verify_url: str
    sandbox: bool
    code: str = ""
    token: bytes = b""
    proof: str = ""
    photograph: bytes = b""
    language: str = ""


def checked_fields(kind: CertificateKind, given: Mapping[str, Value]) -> dict[str, Value]:
    """Return the fields as they may be printed, in the kind's order. Raises FieldsError naming every slip at once."""
    cleaned = {name: _clean(value) for name, value in given.items()}
    known = {field.name for field in kind.fields}
    slips = [f"'{name}' is not a field" for name in cleaned if name not in known]
    for field in kind.fields:
        slips += _slips(field, cleaned.get(field.name, ""))
    if slips:
        raise FieldsError(f"{kind.name}: {'; '.join(slips)}")
    return {field.name: cleaned[field.name] for field in kind.fields if cleaned.get(field.name)}


def _slips(field: Field, value: Value) -> list[str]:
    if not value:
        return [f"'{field.name}' is missing"] if field.required else []
    if isinstance(value, str) is (field.lines > 0):
        return [f"'{field.name}' must be {'a list' if field.lines else 'a text'}"]
    lines = [value] if isinstance(value, str) else value
    if any(_columns(line) != len(field.columns) for line in lines):
        columns = len(field.columns)
        return [f"'{field.name}' must be {f'rows of {columns} cells' if columns else 'lines'}"]
    slips = []
    if len(lines) > max(field.lines, 1):
        slips.append(f"'{field.name}' has {len(lines)} lines, {field.lines} fit the page")
    if not field.columns:
        return slips + _too_long(field.name, lines, field.most)
    for place, column in enumerate(field.columns):
        cells = [line[place] for line in lines]
        slips += _too_long(f"{field.name}.{column.name}", cells, column.most)
    return slips


def _too_long(name: str, texts: Sequence[str | Cells], most: int) -> list[str]:
    longest = max(len(text) for text in texts)
    return [f"'{name}' has {longest} characters, {most} fit the page"] if longest > most else []


def _columns(line: str | Cells) -> int:
    """Return how many cells a row has, 0 for a plain line."""
    return 0 if isinstance(line, str) else len(line)


def _clean(value: Value) -> Value:
    if isinstance(value, str):
        return _printable(value)
    lines = (
        _printable(line) if isinstance(line, str) else tuple(_printable(cell) for cell in line)
        for line in value
    )
    return tuple(line for line in lines if any(line))


def _printable(text: str) -> str:
    """Return the text on one line, composed, without what is invisible: controls, direction marks, stray joiners."""
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", text)
        if letter in JOINERS or letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    return " ".join(visible.split())
