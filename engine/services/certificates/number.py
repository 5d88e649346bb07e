"""The number a person quotes at a counter: `REV-INC-2026-000123-T`, with a letter that catches a slip of the pen."""

from __future__ import annotations

import re

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FORM = re.compile(r"[A-Z]{2,5}-[A-Z]{2,5}-[0-9]{4}-[0-9]{6,9}-[0-9A-Z]", re.ASCII)
_CODE = re.compile(r"[A-Z]{2,5}", re.ASCII)
_MODULUS = 36


def certificate_number(department: str, kind: str, year: int, serial: int) -> str:
    """Return the number of the `serial`-th certificate of its kind in a year, check character last.

    department, kind: their codes, two to five capital letters; serial counts from 1.
    """
    if not (_CODE.fullmatch(department) and _CODE.fullmatch(kind)):
        message = f"codes of a certificate number are 2 to 5 capitals, not {department!r}, {kind!r}"
        raise ValueError(message)
    if not (1 <= serial <= 999_999_999 and 2000 <= year <= 9999):
        message = f"no certificate number can hold year {year}, serial {serial}"
        raise ValueError(message)
    body = f"{department}-{kind}-{year}-{serial:06}"
    return f"{body}-{_check_character(body)}"


def is_certificate_number(typed: str) -> bool:
    """Return whether the text has the form of a number and its check character is right."""
    number = typed.strip().upper()
    return bool(_FORM.fullmatch(number)) and _check_character(number[:-2]) == number[-1]


def _check_character(body: str) -> str:
    """Return the check character of ISO/IEC 7064 MOD 37,36: any one wrong or two swapped characters show."""
    product = _MODULUS
    for character in body.replace("-", ""):
        total = (product + _ALPHABET.index(character)) % _MODULUS or _MODULUS
        product = total * 2 % (_MODULUS + 1)
    return _ALPHABET[(_MODULUS + 1 - product) % _MODULUS]
