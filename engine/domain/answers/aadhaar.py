"""Finds Aadhaar numbers in free text and leaves only their last four digits, because we never keep the rest.

The check digit is Verhoeff's, and no Aadhaar begins with 0 or 1 (UIDAI, "Aadhaar numbering scheme",
https://uidai.gov.in/images/A_UID_Numbering_Scheme.pdf).
"""

from __future__ import annotations

import re

from engine.domain.digits import fold_digits

LENGTH = 12
MASK = "XXXX XXXX "

_PRODUCT = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_PERMUTATION = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)
_MULTIPLY = tuple(tuple(int(digit) for digit in row) for row in _PRODUCT)
_SHUFFLE = tuple(tuple(int(digit) for digit in row) for row in _PERMUTATION)

_GAP = r"[\s.\-\u00a0\u1680\u2000-\u200f\u2010-\u2015\u202a-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff]{0,3}"
_RUN = re.compile(rf"\d(?:{_GAP}\d){{{LENGTH - 1},}}", re.ASCII)
_DIGIT = re.compile(r"[0-9]")
_PIECE = re.compile(r"[0-9]+")
_FOURS = re.compile(r"(?<![0-9])[0-9]{4}[\W_]{1,3}[0-9]{4}[\W_]{1,3}[0-9]{4}(?![0-9])")
"""Three groups of four as on the card, whatever stands between them; elsewhere a comma or a stroke parts two numbers."""


def is_aadhaar(digits: str) -> bool:
    """Say whether these ASCII digits form a number that could be an Aadhaar."""
    return len(digits) == LENGTH and digits[0] not in "01" and _verhoeff(digits)


def mask_aadhaar(text: str) -> str:
    """Return the text with each Aadhaar number as `XXXX XXXX 1234`, whatever its digits, spaces or hyphens.

    A longer unbroken number is left alone; one in ten other 12-digit numbers passes the check and is masked too.
    """
    if len(_DIGIT.findall(fold_digits(text))) < LENGTH:
        return text
    for find in (_places, _groups):
        folded = fold_digits(text)
        out: list[str] = []
        done = 0
        for start, end in find(folded):
            out += text[done:start], MASK, re.sub(r"\D", "", folded[start:end])[-4:]
            done = end
        text = "".join([*out, text[done:]]) if out else text
    return text


def was_masked(text: str) -> bool:
    """Say whether a number in this text was masked before it came here."""
    return MASK in text


def _places(folded: str) -> list[tuple[int, int]]:
    """Return where the numbers stand; each begins and ends at the edge of an unbroken group of digits."""
    places: list[tuple[int, int]] = []
    for run in _RUN.finditer(folded):
        pieces = [(piece.start(), piece.end()) for piece in _PIECE.finditer(folded, *run.span())]
        first = 0
        while first < len(pieces):
            last = _number_from(folded, pieces[first : first + LENGTH])
            if last is not None:
                places.append((pieces[first][0], pieces[first + last][1]))
                first += last
            first += 1
    return places


def _groups(folded: str) -> list[tuple[int, int]]:
    return [
        found.span()
        for found in _FOURS.finditer(folded)
        if is_aadhaar(re.sub(r"\D", "", found.group()))
    ]


def _number_from(folded: str, pieces: list[tuple[int, int]]) -> int | None:
    digits = ""
    for index, (start, end) in enumerate(pieces):
        digits += folded[start:end]
        if len(digits) >= LENGTH:
            return index if is_aadhaar(digits) else None
    return None


def _verhoeff(digits: str) -> bool:
    check = 0
    for position, digit in enumerate(reversed(digits)):
        check = _MULTIPLY[check][_SHUFFLE[position % 8][int(digit)]]
    return check == 0
