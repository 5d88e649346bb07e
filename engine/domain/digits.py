"""Makes typed text comparable: one set of digits, one spelling of each letter, no invisible characters."""

from __future__ import annotations

import re
import unicodedata

_ZEROS = (
    *(0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66),
    *(0x0660, 0x06F0, 0xFF10),
)
"""Where the digits of the Indian scripts, of Arabic, of Urdu and of full-width text begin in Unicode."""

_TO_ASCII = {zero + value: 48 + value for zero in _ZEROS for value in range(10)}

_JOINERS = "\u200c\u200d"
_BREAKS = {0x0D: 0x0A, 0x0B: 0x0A, 0x0C: 0x0A, 0x85: 0x0A, 0x2028: 0x0A, 0x2029: 0x0A}
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_IDLE_JOINER = re.compile("(?<![\u0600-\u06ff\u0900-\u0d7f])[\u200c\u200d]+|[\u200c\u200d]+(?!\\w)")
_SPACES = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINES = re.compile(" ?[\r\n][\r\n ]*")


def fold_digits(text: str) -> str:
    """Return the text with every Indian, Arabic and full-width digit as 0 to 9; its length does not change."""
    return text if text.isascii() else text.translate(_TO_ASCII)


def clean(text: str) -> str:
    """Return the text in NFC, trimmed, with runs of spaces or of lines as one, and without invisible characters.

    Joiners inside Indian or Arabic words stay, because they change how a name looks on paper.
    """
    if not text.isprintable():
        text = _without_invisible(text)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return text.strip()


def clean_line(text: str) -> str:
    """Return the cleaned text as one line, digits folded and joiners gone: what most answers are read from."""
    text = fold_digits(clean(text))
    if text.isprintable():
        return text
    for joiner in _JOINERS:
        text = text.replace(joiner, "")
    return text.replace("\n", " ")


def _without_invisible(text: str) -> str:
    text = _INVISIBLE.sub("", text.translate(_BREAKS))
    return _LINES.sub("\n", _SPACES.sub(" ", _IDLE_JOINER.sub("", text)))
