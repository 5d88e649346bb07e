"""Whether a text is written in the letters of its language: a Telugu text in the place of the English one is easily pasted."""

from __future__ import annotations

import re

_LETTERS = {
    "te": re.compile("[\u0c00-\u0c7f]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "ur": re.compile("[\u0600-\u06ff]"),
    "en": re.compile("[A-Za-z]"),
}
"""A letter of each language."""
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")
_ENGLISH_WORDS = re.compile(r"[a-z]{2,}[^a-z]+[a-z]{2,}")
"""Two words that are no name and no abbreviation, which stand in Latin letters in every language."""


def written_in(language: str, text: str) -> str:
    """Return the other language whose letters alone a text has, or nothing where it is in order."""
    own = _LETTERS.get(language)
    words = _PLACEHOLDER.sub("", text)
    if own is None or own.search(words):
        return ""
    for other, letter in _LETTERS.items():
        if other != language and (_ENGLISH_WORDS if other == "en" else letter).search(words):
            return other
    return ""
