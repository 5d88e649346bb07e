"""Texts cut into words and sentences, in the scripts of our languages: vowel signs and joiners belong to their word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

LETTER = r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0900-\u0dff\u200c\u200d])"
"""A letter, a digit, a vowel sign or a joiner; Python's own `\\w` leaves out the signs of Indian scripts."""

_WORD = re.compile(rf"\{{\{{[^{{}}]*\}}\}}|{LETTER}+(?:['\u2019-]{LETTER}+)*")
_END = re.compile(r"[.!?\u0964\u06d4]+(?=[\s\"')*\u2019\u201d]|$)|\n")


class Word(NamedTuple):
    """A word or a placeholder as it is compared, and where it stands."""

    text: str
    start: int
    end: int


def folded(text: str) -> str:
    """Return a text as words are compared: small letters, no joiners."""
    return text.casefold().replace("\u200c", "").replace("\u200d", "")


def words_in(text: str) -> tuple[Word, ...]:
    """Return the words and placeholders of a text."""
    return tuple(
        Word(folded(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)
    )


def count_words(text: str, start: int, end: int) -> int:
    """Return how many words and placeholders stand in a stretch of a text."""
    return sum(1 for _ in _WORD.finditer(text, start, end))


_ROUGH = re.compile(r"[^\s.,;:!?()\[\]{}\"*_/\u2018\u201c\u201d\u2026]+").findall


def rough_words(plain: str) -> set[str]:
    """Return the words of a folded text, found quickly: some may have a sign too many."""
    return set(_ROUGH(plain))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends, its stop included; a new line begins a new one."""
    start = 0
    for match in _END.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)
