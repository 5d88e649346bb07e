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
    return " ".join(line.translate(_KEPT).split())


class _Kept(dict[int, int]):
    """By the code of a sign: itself where it belongs to a word, else a space; what is not seldom is looked at once."""

    def __missing__(self, code: int) -> int:
        sign = chr(code)
        is_word = sign.isalnum() or unicodedata.category(sign)[0] == "M"
        kept = code if is_word else ord(" ")
        if code < _SELDOM:
            self[code] = kept
        return kept


_KEPT = _Kept()
_SELDOM = 0x3000
"""From here on lie no Latin letters and no scripts of India: nothing is remembered, since there are a million codes."""
