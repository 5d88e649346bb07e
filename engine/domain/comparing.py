"""Words made ready for comparing, so that it does not matter how somebody typed them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from engine.domain.digits import clean_line


@lru_cache(maxsize=16_384)
def fold_label(label: str) -> str:
    """Return `fold(label)`, remembered: labels come from programs, so there are only so many."""
    return fold(label)


def fold(text: str) -> str:
    """Return the text for comparing: one case, one set of digits, no marks, spaces or emoji around words."""
    line = clean_line(text).casefold()
    if line.isalnum():
        return line
    kept = "".join(sign if _is_word(sign) else " " for sign in line)
    return " ".join(kept.split())


def _is_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"
