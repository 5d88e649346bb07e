"""Lists of the whole state: a CSV file each, with the words a citizen reads and typed columns beside them."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.domain import types
from engine.domain.money import parse_money
from engine.domain.types import Type
from engine.language import nodes
from engine.language.characters import read_text
from engine.language.findings import Finding, error
from engine.language.model.names import Name, entries_of, mapping_at, text_at
from engine.language.model.value_types import read_types
from engine.language.source import START, Span

MISSING_TABLE = "FILE-111"
CODE = "code"
NAME = "name"
"""The column under which the words in every language lie: `{{ row.name }}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list. rows: stored records; item: their shape; levels: of a tree, in the order of its columns, else empty;
    longest_label: characters of the longest name, in whichever language that is."""

    path: str
    table: str
    name: str
    span: Span
    item: types.Record
    levels: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    longest_label: int

    def labels(self) -> dict[str, Mapping[str, str]]:
        """Return the words of each code."""
        return {row[CODE]: row.get(NAME, {}) for row in self.rows}


def read_lists(
    node: nodes.Mapping,
    path: str,
    tables: Mapping[str, bytes],
    languages: tuple[str, ...],
    findings: list[Finding],
) -> dict[str, Listing]:
    """Return the lists a lists.yaml describes; tables: the CSV files by path."""
    found = {}
    folder = path.rpartition("/")[0]
    for name, part in entries_of(node):
        if not isinstance(part, nodes.Mapping):
            continue
        if part.get("file") is None:
            continue
        table = f"{folder}/{text_at(part, 'file')}"
        content = tables.get(table)
        if content is None:
            findings.append(
                error(
                    path,
                    name.span,
                    MISSING_TABLE,
                    f'The list "{name.text}" lies in "{table}", and there is no such file',
                    "Nothing could be chosen from it",
                    "Add the file, or change its name here",
                )
            )
            continue
        columns = read_types(mapping_at(part, "columns"), path, findings)
        found[name.text] = _Table(path, table, languages, findings).read(name, content, columns)
    return found


class _Table:
    """One CSV file."""

    def __init__(
        self, path: str, table: str, languages: tuple[str, ...], findings: list[Finding]
    ) -> None:
        self.path = path
        self.table = table
        self.languages = languages
        self.findings = findings

    def read(self, name: Name, content: bytes, columns: Mapping[str, Type]) -> Listing:
        text, finding = read_text(content, self.table)
        if finding is not None:
            self.findings.append(finding)
        lines = [row for row in csv.reader(unicodedata.normalize("NFC", text).splitlines()) if row]
        header = [cell.strip() for cell in lines[0]] if lines else []
        levels = tuple(dict.fromkeys(h.rpartition("_")[0] for h in header if self._is_level(h)))
        self._check_header(header, columns, levels)
        rows = tuple(
            self._row(number, line, header, columns, levels)
            for number, line in enumerate(lines[1:], 2)
        )
        rows = tuple(row for row in rows if row)
        names = (words for row in rows for words in row.get(NAME, {}).values())
        return Listing(
            path=self.path,
            table=self.table,
            name=name.text,
            span=name.span,
            item=_shape(levels, columns, rows),
            levels=levels,
            rows=rows,
            longest_label=max(map(len, names), default=0),
        )

    def _is_level(self, header: str) -> bool:
        root, _, language = header.rpartition("_")
        return bool(root) and language in self.languages

    def _check_header(
        self, header: list[str], columns: Mapping[str, Type], levels: tuple[str, ...]
    ) -> None:
        words = [] if levels else list(self.languages)
        for wanted in (CODE, *words, *columns):
            if wanted not in header:
                self._wrong(
                    1,
                    f'The column "{wanted}" is missing',
                    "Add the column, or take it out of lists.yaml",
                )
        known = {CODE, *self.languages, *columns}
        for heading in header:
            if heading not in known and not self._is_level(heading):
                self._wrong(
                    1,
                    f'Nothing says what the column "{heading}" holds',
                    "Give its type in lists.yaml, or delete it",
                )

    def _row(
        self,
        number: int,
        line: list[str],
        header: list[str],
        columns: Mapping[str, Type],
        levels: tuple[str, ...],
    ) -> dict[str, Any]:
        cells = dict(zip(header, (cell.strip() for cell in line), strict=False))
        if len(line) != len(header):
            self._wrong(
                number,
                f"This line has {len(line)} cells, the first line {len(header)}",
                "Put a text with a comma in quotes"
                if len(line) > len(header)
                else "Write the missing cells, or a comma for each that is empty",
            )
            return {}
        row: dict[str, Any] = {CODE: cells.get(CODE, "")}
        for level in levels:
            row[level] = self._words(cells, f"{level}_")
        row[NAME] = row[levels[-1]] if levels else self._words(cells, "")
        for column, kind in columns.items():
            value = read_cell(kind, cells.get(column, ""))
            if value is None:
                self._wrong(
                    number,
                    f'"{cells.get(column, "")}" does not fit the column "{column}"',
                    "Write a value of its type",
                )
                return {}
            row[column] = value
        return row

    def _words(self, cells: Mapping[str, str], prefix: str) -> dict[str, str]:
        return {language: cells.get(prefix + language, "") for language in self.languages}

    def _wrong(self, line: int, message: str, fix: str) -> None:
        place = Span(line, 1, line, 1) if line > 1 else START
        self.findings.append(error(self.table, place, "FILE-112", message, "", fix))


def _shape(
    levels: tuple[str, ...], columns: Mapping[str, Type], rows: tuple[Mapping[str, Any], ...]
) -> types.Record:
    """Return the type of a row, whose words are as long as the longest there are."""
    words: dict[str, Type] = {each: _label(each, rows) for each in (NAME, *levels)}
    return types.Record({CODE: types.Word(), **words, **columns})


def _label(name: str, rows: tuple[Mapping[str, Any], ...]) -> types.Label:
    sizes = [len(words) for row in rows for words in row.get(name, {}).values()]
    return types.Label(max(sizes)) if sizes else types.Label()


_CELLS: Mapping[type, Callable[[str], Any]] = {
    types.Number: lambda cell: int(cell) if cell.lstrip("-").isdecimal() else None,
    types.Money: parse_money,
    types.YesNo: {"yes": True, "no": False}.get,
}


def read_cell(kind: Type, cell: str) -> Any:
    """Return the stored form of a cell (rupees become paise), or None where it does not fit the column's type."""
    if isinstance(kind, types.Choice):
        return cell if cell in kind.options else None
    reader = _CELLS.get(type(kind))
    return reader(cell) if reader else cell


def branches(
    rows: Iterable[Mapping[str, Any]], levels: tuple[str, ...]
) -> list[tuple[Mapping[str, str], list[Mapping[str, Any]]]]:
    """Return the rows grouped by their words at the first level, in the order of the file."""
    groups: dict[str, tuple[Mapping[str, str], list[Mapping[str, Any]]]] = {}
    for row in rows:
        label = row[levels[0]]
        key = "\0".join(label.values())
        groups.setdefault(key, (label, []))[1].append(row)
    return list(groups.values())
