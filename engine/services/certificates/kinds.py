"""What may be issued: one folder with a `certificate.yaml` for each kind, and a page layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from engine.language.nodes import parse, to_plain
from engine.services.certificates.token.claims import BORN, FIRST_FIELD, NAME

DECLARATION: Final = "certificate.yaml"
OWN_LAYOUT: Final = "certificate.typ"
STANDARD_LAYOUT: Final = "_shared/standard.typ"

FORMS: Final = ("text", "money")
PERSONAL: Final = {"name": NAME, "born": BORN}

Words = Mapping[str, str]


class KindError(ValueError):
    """A certificate's declaration cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a certificate says.

    shown_as: `money` for an amount in paise, else `text`; most: characters in a text or in a line; lines: 0 for a text, else
    the longest list; token: under which number the signed token says it (`name` and `born` have numbers of their own), 0 where it
    is only printed.
    """

    name: str
    label: Words
    shown_as: str
    required: bool
    most: int
    lines: int
    token: int = 0


@dataclass(frozen=True, slots=True)
class CertificateKind:
    """A kind of certificate. layout: its page, relative to the templates' folder; texts are by language."""

    name: str
    title: Words
    authority: Words
    office: Words
    statement: Words
    notice: Words
    department: str
    code: str
    valid_years: int
    fields: tuple[Field, ...]
    layout: str

    @property
    def type(self) -> str:
        """Return what tokens and keys call it: `REV-INC`."""
        return f"{self.department}-{self.code}"

    def last_day(self, issued_on: date) -> date | None:
        """Return the last day it holds, None where it holds for ever; 29 February becomes the 28th."""
        if not self.valid_years:
            return None
        day = min(issued_on.day, 28) if issued_on.month == 2 else issued_on.day
        return issued_on.replace(year=issued_on.year + self.valid_years, day=day)


def load_kinds(templates: Path) -> dict[str, CertificateKind]:
    """Return every kind that has a folder under `templates`, by name. Raises KindError."""
    folders = sorted(path.parent for path in templates.glob(f"*/{DECLARATION}"))
    return {folder.name: _load(folder, templates) for folder in folders}


def _load(folder: Path, templates: Path) -> CertificateKind:
    path = folder / DECLARATION
    parsed = parse(path.read_bytes(), path.name)
    if parsed.node is None or parsed.findings:
        raise KindError(f"{path}: {'; '.join(each.message for each in parsed.findings)}")
    declared: Any = to_plain(parsed.node)
    try:
        kind = _kind(declared, _layout(folder, templates))
    except (KeyError, TypeError, AttributeError, ValueError) as cause:
        raise KindError(f"{path}: {cause!r} is missing or has the wrong form") from cause
    if kind.name != folder.name:
        raise KindError(f"{path}: 'certificate: {kind.name}' must be the folder's name")
    return kind


def _layout(folder: Path, templates: Path) -> str:
    own = folder / OWN_LAYOUT
    return own.relative_to(templates).as_posix() if own.is_file() else STANDARD_LAYOUT


def _kind(declared: Any, layout: str) -> CertificateKind:
    number = declared["number"]
    return CertificateKind(
        name=str(declared["certificate"]),
        title=_words(declared["title"]),
        authority=_words(declared["authority"]),
        office=_words(declared["office"]),
        statement=_words(declared["statement"]),
        notice=_words(declared["notice"]),
        department=str(number["department"]),
        code=str(number["kind"]),
        valid_years=int(declared.get("valid_years", 0)),
        fields=tuple(_field(name, each) for name, each in declared["fields"].items()),
        layout=layout,
    )


def _field(name: str, declared: Any) -> Field:
    return Field(
        name=name,
        label=_words(declared["label"]),
        shown_as=_one_of(FORMS, str(declared.get("as", "text"))),
        required=bool(declared.get("required", False)),
        most=int(declared.get("most", 80)),
        lines=int(declared.get("lines", 0)),
        token=_token(declared.get("token", 0)),
    )


def _token(said: Any) -> int:
    number = PERSONAL.get(said, said) if isinstance(said, str) else said
    if not isinstance(number, int) or not (
        number == 0 or number in PERSONAL.values() or number >= FIRST_FIELD
    ):
        message = f"token: {said}"
        raise ValueError(message)
    return number


def _one_of(allowed: tuple[str, ...], word: str) -> str:
    if word not in allowed:
        message = f"'{word}' is not one of {', '.join(allowed)}"
        raise ValueError(message)
    return word


def _words(declared: Any) -> Words:
    return {language: str(declared[language]) for language in ("te", "en")}
