"""_shared/certificates/<kind>.yaml: what a kind of certificate says, who signs it, and how much of it its QR code says again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from engine.language import nodes
from engine.language.model.names import entries_at, name_at
from engine.language.source import START, Span

NAME_CLAIM, BORN_CLAIM, FIRST_FIELD = 4, 8, 10
"""Of Claim 169, the person's name and date of birth; a kind's own fields are numbered from 10 on (`token/claims.py`)."""
PERSONAL: Final = {"name": NAME_CLAIM, "born": BORN_CLAIM}

MOST_OF: Final = {"money": 20, "date": 10, "photograph": 32}
"""Characters of an amount, of a day and of a photograph's print: `₹99,99,99,99,999.00`, `15-08-1990`, 32 hexadecimal digits."""
MOST_OF_TEXT: Final = 80
BYTES_A_LETTER: Final = 3
"""Of a letter of Telugu, Hindi or Tamil in UTF-8; a Latin one takes a byte."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. name: of the part of each record; most: characters in a cell."""

    name: str
    label: Mapping[str, str]
    most: int

    @property
    def share(self) -> int:
        """Return how much of the table's width it has, next to the other columns: enough for a day in the narrowest."""
        return self.most + 8


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a certificate says.

    shown_as: `money` for an amount in paise, `date` for a day, `photograph` for a picture, `rows` for a table, else `text`; most:
    characters in a text or in a line; lines: 0 for a text, else the longest list; columns: of a table;
    token: under which number the signed token says it (`name` and `born` have numbers of their own), 0 where it is only printed; in_code:
    letters of Telugu the token has room for, 0 for all; shown: of a date of birth, what checkers are shown of it, `year` or `whole`; spans:
    the field's own, and its number's.
    """

    name: str
    label: Mapping[str, str]
    shown_as: str
    required: bool
    most: int
    lines: int
    token: int = 0
    in_code: int = 0
    shown: str = "year"
    columns: tuple[Column, ...] = ()
    span: Span = field(default=START, compare=False)
    token_span: Span = field(default=START, compare=False)

    @property
    def code_bytes(self) -> int:
        """Return how many bytes of it the token says at most."""
        if self.shown_as in MOST_OF:
            return self.most + 2  # the sign of the rupee has three bytes
        longest = self.most * max(self.lines, 1) + 2 * max(self.lines - 1, 0)
        return BYTES_A_LETTER * (min(self.in_code, longest) if self.in_code else longest)


@dataclass(frozen=True, slots=True)
class CertificateKind:
    """A kind of certificate. Texts are by language; signed_by: the department whose keys sign it; valid_years: 0 where it holds for
    ever; former_tokens: numbers that meant something else once; span: of its name; declared: the file as plain values, from which `kind_of`
    makes the same kind again."""

    name: str
    title: Mapping[str, str]
    authority: Mapping[str, str]
    office: Mapping[str, str]
    statement: Mapping[str, str]
    notice: Mapping[str, str]
    department: str
    code: str
    signed_by: str
    valid_years: int
    fields: tuple[Field, ...]
    former_tokens: tuple[int, ...] = ()
    path: str = ""
    span: Span = field(default=START, compare=False)
    declared: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

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

    def by_name(self) -> dict[str, Field]:
        """Return the fields by name."""
        return {each.name: each for each in self.fields}

    @property
    def photograph(self) -> Field | None:
        """Return the field that is a photograph, None where the paper has none."""
        return next((each for each in self.fields if each.shown_as == "photograph"), None)


def read_certificate(node: nodes.Mapping, path: str) -> CertificateKind:
    """Return what a file says whose form is right."""
    own = name_at(node, "certificate")
    spans = {
        name.text: (name.span, _place_of_token(part) or name.span)
        for name, part in entries_at(node, "fields")
    }
    kind = kind_of(nodes.to_plain(node))
    fields = tuple(
        replace(each, span=spans[each.name][0], token_span=spans[each.name][1])
        for each in kind.fields
    )
    return replace(kind, fields=fields, path=path, span=own.span if own else START)


def kind_of(declared: Mapping[str, Any]) -> CertificateKind:
    """Return the kind whose file says this, as plain values. Raises KeyError, TypeError or ValueError where no file could."""
    number = declared["number"]
    return CertificateKind(
        name=str(declared["certificate"]),
        title=declared["title"],
        authority=declared["authority"],
        office=declared["office"],
        statement=declared["statement"],
        notice=declared["notice"],
        department=str(number["department"]),
        code=str(number["kind"]),
        signed_by=str(declared["signed_by"]),
        valid_years=_years(str(declared["valid"])),
        fields=tuple(_field(name, each) for name, each in declared["fields"].items()),
        former_tokens=tuple(declared.get("former_tokens", ())),
        declared=declared,
    )


def _place_of_token(part: nodes.Node) -> Span | None:
    said = part.get("token") if isinstance(part, nodes.Mapping) else None
    return said.span if said is not None else None


def _years(written: str) -> int:
    """Return the years of `4 years`, 0 for `for ever`."""
    number = written.partition(" ")[0]
    return int(number) if number.isdigit() else 0


def _field(name: str, declared: Mapping[str, Any]) -> Field:
    shown_as = str(declared.get("as", "text"))
    token = declared.get("token", 0)
    return Field(
        name=name,
        label=declared["label"],
        shown_as=shown_as,
        required=declared.get("required") is True,
        most=MOST_OF.get(shown_as) or int(declared.get("most", MOST_OF_TEXT)),
        lines=int(declared.get("lines", 0)),
        token=PERSONAL[token] if isinstance(token, str) else int(token),
        in_code=int(declared.get("in_code", 0)),
        shown=str(declared.get("shown", "year")),
        columns=tuple(
            Column(column, said["label"], int(said.get("most", MOST_OF_TEXT)))
            for column, said in declared.get("columns", {}).items()
        ),
    )
