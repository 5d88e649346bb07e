"""A workbook read cell by cell, with limits, and written: three sheets of plain text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

SHEETS = ("survey", "choices", "settings")
LARGEST = 5 * 1_024 * 1_024
"""Bytes of a workbook that is read at all."""
UNPACKED = 60 * 1_024 * 1_024
"""Bytes it may have once it is unpacked."""
ROWS, COLUMNS, PARTS = 3_000, 120, 300


class NotReadable(Exception):
    """The workbook cannot be taken; the reason is one line for the officer."""


class Cell(NamedTuple):
    """A value and its place: `survey B7`."""

    text: str
    place: str


class Row(NamedTuple):
    """A row by the names of its columns; empty cells are left out. number: as the spreadsheet shows it."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]

    def text(self, column: str) -> str:
        """Return what stands in a column, empty where nothing does."""
        found = self.cells.get(column)
        return found.text if found else ""

    def place(self, column: str) -> str:
        """Return the place of a cell, or of the row where it is empty."""
        found = self.cells.get(column)
        return found.place if found else f"{self.sheet}, row {self.number}"


Book = Mapping[str, Sequence[Row]]


def read(content: bytes) -> Book:
    """Return the rows of the three sheets. Raises NotReadable; whatever the bytes are, memory stays bounded."""
    _look_at(content)
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False, rich_text=False)
        found = {name: _rows(book[name], name) for name in SHEETS if name in book.sheetnames}
        book.close()
    except NotReadable:
        raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        OSError,
        SyntaxError,
        EOFError,
        AttributeError,
    ) as trouble:
        raise NotReadable(f"it cannot be read as a workbook ({type(trouble).__name__})") from None
    if "survey" not in found:
        raise NotReadable('it has no sheet called "survey"')
    return found


def _look_at(content: bytes) -> None:
    """Refuse what would take too much to unpack, or holds programs, before anything is unpacked."""
    if len(content) > LARGEST:
        raise NotReadable("it is larger than 5 MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise NotReadable("it is no .xlsx workbook; save it as Excel workbook (.xlsx)") from None
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise NotReadable("it is far larger once it is unpacked")
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise NotReadable("it holds macros; save it as .xlsx without macros")


def _rows(sheet: Any, name: str) -> list[Row]:
    """Return a sheet's rows. sheet: a read-only one of openpyxl, whose types do not say what it has."""
    sheet.reset_dimensions()
    head: list[str] = []
    found: list[Row] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=COLUMNS), 1):
        if number > ROWS:
            raise NotReadable(f'"{name}" has more than {ROWS} rows')
        values = [_text(cell, name) for cell in cells]
        if not head:
            head = [value.text.strip() if value else "" for value in values]
            continue
        row = {
            column: value
            for column, value in zip(head, values, strict=False)
            if column and value and value.text.strip()
        }
        if row:
            found.append(Row(name, number, row))
    return found


def _text(cell: Any, sheet: str) -> Cell | None:
    """Return a cell's text; numbers and dates as a person would write them. Raises NotReadable for a formula."""
    value = getattr(cell, "value", None)
    if value is None:
        return None
    place = f"{sheet} {getattr(cell, 'coordinate', '')}"
    if getattr(cell, "data_type", "") == "f" or (isinstance(value, str) and value.startswith("=")):
        raise NotReadable(f"{place} holds a formula; copy the sheet and paste it as values")
    if isinstance(value, bool):
        return Cell("yes" if value else "no", place)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    date = getattr(value, "date", None)
    return Cell(str(date()) if callable(date) else str(value), place)


def write(
    book: Mapping[str, Sequence[Mapping[str, str]]], columns: Mapping[str, Sequence[str]]
) -> bytes:
    """Return a workbook. Every cell is text, also where it begins with a sign of calculation."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook(write_only=False)
    workbook.remove(workbook.worksheets[0])
    for name in SHEETS:
        sheet = workbook.create_sheet(name)
        used = [
            column
            for column in columns[name]
            if any(row.get(column) for row in book[name]) or column in ("type", "name", "list_name")
        ]
        for place, column in enumerate(used, 1):
            sheet.cell(1, place, column).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(place)].width = 42 if "::" in column else 18
        for number, row in enumerate(book[name], 2):
            for place, column in enumerate(used, 1):
                if row.get(column):
                    cell = sheet.cell(number, place)
                    cell.value = row[column]
                    cell.data_type = "s"
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "C2"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
