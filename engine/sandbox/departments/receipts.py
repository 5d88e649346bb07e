"""Receipts of the pretend offices: numbered one after the other, printed on the sheet that all their papers share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.domain.calendar import local_date
from engine.domain.money import format_money
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock


class Receipts:
    """One office's receipts. letters: how its numbers begin."""

    def __init__(self, letters: str, now: Clock, printer: Printer) -> None:
        self._letters = letters
        self._now = now
        self._printer = printer
        self._written = 0

    async def write(
        self, office: Words, amount: int, rows: Sequence[Mapping[str, str]], reference: object
    ) -> dict[str, Any]:
        """Return number and document of a new receipt, as offices reply. amount: paise; reference: of the payment."""
        self._written += 1
        today = local_date(self._now())
        number = f"{self._letters}-{today:%Y%m%d}-{self._written:04d}"
        file = await self.draw(number, office, amount, rows, reference, today)
        return {"receipt_number": number, "receipt": file}

    async def draw(
        self,
        number: str,
        office: Words,
        amount: int,
        rows: Sequence[Mapping[str, str]],
        reference: object,
        day: date,
    ) -> dict[str, str]:
        """Return the document of a receipt that has its number already. day: on which it was paid."""
        paper = {
            "company": office.plain(),
            "number": number,
            "amount": format_money(amount),
            "rows": [
                *rows,
                row("చెల్లింపు నంబర్", "Payment reference", str(reference or "")),
                row("తేదీ", "Date", day.strftime("%d-%m-%Y")),
            ],
        }
        return await self._printer.document("receipt.pdf", "receipt.typ", day, paper)
