"""One row of a spreadsheet read by its columns: names, texts in their languages, conditions, values of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from engine.exchange.xlsform.cells import Cell, Row
from engine.exchange.xlsform.formula import NotSayable, Part, parse
from engine.exchange.xlsform.out import LANGUAGES
from engine.exchange.xlsform.saying import Known, say
from engine.language import nodes

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
HEAD = re.compile(
    r"(label|hint|constraint_message|form_title)\s*(?:::?\s*(?P<said>.+?))?\s*(?:\((?P<code>[a-z]{2,3})\))?"
)
HARMLESS: Mapping[str, tuple[str, ...] | None] = {
    "appearance": ("", "minimal", "multiline", "likert", "quick", "w1", "field-list", "compact"),
    **dict.fromkeys(("version", "instance_name", "style", "allow_choice_duplicates")),
    **dict.fromkeys(("default_language", "form_id", "public_key")),
}
"""Columns that change nothing of what is asked; with the values that do, None: any."""


class Refusal(NamedTuple):
    """A cell that cannot be taken."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class Columns:
    """Reads cells of one form. language: of columns that name none; known: what its names are; refusals: what cannot be taken."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.known = Known({}, frozenset())
        self.refusals: list[Refusal] = []

    def wrong(self, place: str, reason: str) -> None:
        """Refuse a cell."""
        self.refusals.append(Refusal(place, reason))

    def name(self, row: Row) -> str:
        """Return a row's name, empty where it has none that can be used."""
        written = row.text("name").strip()
        name = named(written)
        if not NAME.fullmatch(name):
            self.wrong(
                row.place("name"),
                f'"{written}" is no name. Write small letters, digits and underscores, a letter first',
            )
            return ""
        return name

    def words(self, row: Row, column: str) -> dict[str, str] | None:
        """Return a text by language; Telugu first. A text without Telugu or English is refused at its cell."""
        found: dict[str, str] = {}
        place = row.place("name")
        for name, cell in row.cells.items():
            head = HEAD.fullmatch(name)
            if head and head[1] == column:
                language = (
                    head["code"]
                    or code_of(head["said"] or "")
                    or (self.language if not head["said"] else "")
                )
                place = cell.place
                if not language:
                    self.wrong(
                        cell.place,
                        f'"{name}" names no language. Call the column {column}::Telugu (te) or {column}::English (en)',
                    )
                found[language] = _placeholders(cell.text.strip())
        missing = [each for each in ("te", "en") if each not in found]
        if missing:
            want = f"{column}::{LANGUAGES[missing[0]]} ({missing[0]})"
            self.wrong(place, f"{want} is empty. Write it: a citizen may choose that language")
        return {each: found[each] for each in sorted(found, key=lambda each: each != "te")} or None

    def value(self, cell: Cell) -> Any:
        """Return what a `mitra::` cell says, as it would stand in the file."""
        parsed = nodes.parse(f"x: {cell.text}\n".encode(), "cell")
        if parsed.findings or not isinstance(parsed.node, nodes.Mapping):
            said = parsed.findings[0].message if parsed.findings else "it is no value"
            self.wrong(cell.place, f"{said}. Write it as in a service file")
            return None
        return nodes.to_plain(parsed.node)["x"]

    def parsed(self, row: Row, column: str) -> Part | None:
        """Return the tree of an expression, or nothing."""
        text = row.text(column).strip()
        if not text:
            return None
        try:
            return parse(text)
        except NotSayable as reason:
            self.wrong(row.place(column), str(reason))
            return None

    def condition(self, row: Row, column: str) -> str:
        """Return a condition in our language, empty where there is none."""
        part = self.parsed(row, column)
        return self.spoken(part, row, column) if part is not None else ""

    def spoken(self, part: Part, row: Row, column: str) -> str:
        """Return a tree in our language."""
        try:
            return say(part, self.known._replace(own=named(row.text("name"))))
        except NotSayable as reason:
            self.wrong(row.place(column), str(reason))
            return ""

    def said(self, row: Row, column: str) -> str:
        """Return what is worked out."""
        if not row.text(column):
            self.wrong(row.place(column), f"{column} is empty. Write what is worked out")
        return self.condition(row, column)

    def strangers(self, row: Row, known: set[str], worded: Sequence[str]) -> None:
        """Refuse what stands in a column that a service has no place for."""
        for name, cell in row.cells.items():
            head = HEAD.fullmatch(name)
            if name in known or (head and head[1] in worded):
                continue
            allowed = HARMLESS.get(name, ())
            if allowed is None or cell.text.strip() in allowed:
                continue
            self.wrong(
                cell.place,
                f'A service has no "{name}". Delete the cell, or say it in a mitra:: column',
            )


def code_of(language: str) -> str:
    """Return a language's code: `te` of `Telugu`, `Telugu (te)`, `te`."""
    plain = language.strip()
    found = re.search(r"\(([a-z]{2,3})\)$", plain)
    by_name = {name.lower(): code for code, name in LANGUAGES.items()}
    return found[1] if found else by_name.get(plain.lower(), plain if plain in LANGUAGES else "")


def named(name: str) -> str:
    """Return a name as ours are written."""
    return name.strip().replace("-", "_")


def option_of(row: Row) -> str:
    """Return the name of a choice."""
    return (row.text("name") or row.text("value")).strip()


def _placeholders(text: str) -> str:
    """Return a text whose `${name}` are written as ours."""
    return re.sub(r"\$\{\s*([A-Za-z_][\w.]*)\s*\}", r"{{ \1 }}", text)
