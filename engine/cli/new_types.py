"""The type of a question, guessed from one example of its answer; the officer has the last word."""

from __future__ import annotations

import re
from datetime import date

_GUESSES: tuple[tuple[str, str], ...] = (
    (r"(?i)photo|picture|ఫోటో", "photo"),
    (r"(?i)document|file|pdf|scan", "document"),
    (r"(?i)location|map|pin on the map", "location"),
    (r"(?i)(yes|no|అవును|కాదు|లేదు)( ?/ ?(yes|no|కాదు|లేదు))?", "yes_no"),
    (r"[^@\s]+@[^@\s]+\.[a-z]+", "email"),
    (r"\d{1,2}:\d{2}( ?[ap]m)?", "time"),
    (r"(?i)[a-z]{2} ?\d{1,2} ?[a-z]{1,3} ?\d{1,4}", "vehicle"),
    (r"(?i)[a-z]{5}\d{4}[a-z]", "pan"),
    (r"(\+?91)?[6-9]\d{9}", "phone"),
    (r"[1-9]\d{5}", "pincode"),
    (
        r"(?i)(₹|rs\.? ?)\d[\d,]*|\d[\d,]* ?(rupees|lakhs?|crores?)|\d{1,3}(,\d{2,3})+",
        "money(1 .. 1 crore)",
    ),
)
SIMPLE = ("text", "name", "number", "digits", "money", "date", "time", "phone", "email", "pincode", "yes_no", "pan", "vehicle",
          "photo", "document", "voice", "location")  # fmt: skip
BOUNDS = {
    "text": "text(3..300)",
    "number": "number(0..1000)",
    "money": "money(1 .. 1 crore)",
    "date": "date(1900-01-01 .. today)",
}


def guess(example: str, question: str, today: date) -> str:
    """Return the likely type of an answer. question: in English, which may say that it is a name."""
    plain = example.strip()
    for pattern, kind in _GUESSES:
        if re.fullmatch(pattern, plain):
            return kind
    day = _day(plain)
    if day is not None:
        return "date(1900-01-01 .. today)" if day <= today else "date(today .. today + 1 year)"
    if plain.isdigit():
        if len(plain) > 4 or plain.startswith("0"):
            return f"digits({len(plain)})"
        return f"number(0..{10 ** len(plain) * 10})"
    return "name" if re.search(r"(?i)\bname\b", question) else "text(3..300)"


def _day(words: str) -> date | None:
    found = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", words)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def written(said: str, guessed: str) -> str:
    """Return the type an officer named: nothing for the guess, a plain word with the usual bounds, or the type as it is."""
    plain = said.strip()
    if not plain:
        return guessed
    if plain == "digits" and guessed.startswith("digits"):
        return guessed
    return BOUNDS.get(plain, plain)
