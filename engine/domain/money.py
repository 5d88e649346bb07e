"""Amounts of rupees, kept as whole paise so that nothing is ever lost to rounding unseen."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

PAISE = 100
"""Paise in a rupee."""

MOST = 99_999_999_999_99
"""The largest amount we take, in paise: ₹99,99,99,99,999.99."""

_PLAIN = re.compile(r"(-?)(?:₹\s*)?(\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)(?:\.(\d{1,2}))?")


class Rounding(StrEnum):
    """What becomes of a part of a paisa or of a rupee; negative amounts mirror positive ones."""

    HALF_UP = "half_up"
    UP = "up"
    DOWN = "down"


def rupees(amount: int) -> int:
    """Return so many whole rupees in paise."""
    return amount * PAISE


def format_money(paise: int) -> str:
    """Return the amount as people write it here, `₹12,34,567.50`; whole rupees carry no paise."""
    sign, paise = ("-", -paise) if paise < 0 else ("", paise)
    whole, part = divmod(paise, 100)
    digits = str(whole)
    if whole >= 1000:
        digits = _grouped(digits)
    return f"{sign}₹{digits}.{part:02d}" if part else f"{sign}₹{digits}"


def parse_money(written: str) -> int | None:
    """Return the paise of a plainly written amount (`250`, `1,250.50`, `₹250`), or None."""
    match = _PLAIN.fullmatch(written.strip())
    if match is None:
        return None
    sign, whole, part = match.groups()
    paise = int(whole.replace(",", "")) * 100 + int((part or "").ljust(2, "0"))
    return -paise if sign else paise


def percent_of(paise: int, percent: int | Decimal | Fraction, rounding: Rounding) -> int:
    """Return this share of the amount in whole paise, computed exactly and rounded once."""
    return divide(Fraction(paise) * Fraction(percent), 100, rounding)


def divide(paise: int | Fraction, by: int, rounding: Rounding) -> int:
    """Return the amount divided by a whole number, in whole paise.

    Raises ZeroDivisionError when `by` is 0.
    """
    share = Fraction(paise) / by
    low, rest = divmod(abs(share.numerator), share.denominator)
    up = {
        Rounding.HALF_UP: 2 * rest >= share.denominator,
        Rounding.UP: rest > 0,
        Rounding.DOWN: False,
    }[rounding]
    size = low + up
    return -size if share < 0 else size


def _grouped(digits: str) -> str:
    head, tail = digits[:-3], digits[-3:]
    groups = [tail]
    while head:
        groups.append(head[-2:])
        head = head[:-2]
    return ",".join(reversed(groups))
