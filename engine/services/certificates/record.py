"""A certificate as issued: its number, its id, the day, and what it says."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.services.certificates.kinds import CertificateKind, Field

Value = str | Sequence[str]
"""What one field says: a text, or a list with one line an entry."""

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
    token: what was signed, attached to the page; proof: that it was logged, attached as well.
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
    slips = []
    if len(lines) > max(field.lines, 1):
        slips.append(f"'{field.name}' has {len(lines)} lines, {field.lines} fit the page")
    longest = max(len(line) for line in lines)
    if longest > field.most:
        slips.append(f"'{field.name}' has {longest} characters, {field.most} fit the page")
    return slips


def _clean(value: Value) -> Value:
    if isinstance(value, str):
        return _printable(value)
    return tuple(line for each in value if (line := _printable(each)))


def _printable(text: str) -> str:
    """Return the text on one line, composed, without what is invisible: controls, direction marks, stray joiners."""
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", text)
        if letter in JOINERS or letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    return " ".join(visible.split())
