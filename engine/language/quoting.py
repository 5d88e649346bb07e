"""Quotes around a text that needs them, where it is clear how far the text goes."""

from __future__ import annotations

import re

from engine.language.findings import Edit
from engine.language.source import Span

TO_END = re.compile(r".*\S")
"""A text that goes to the end of its line."""
TO_NEXT_KEY = re.compile(r"[^{}\[\]]*?[^{}\[\]\s](?=\s*(?:,\s*\w+\s*:(?:\s|$)|\}))")
"""A text inside { } that goes to the next key or the closing brace, commas included."""
TO_COMMA = re.compile(r"[^,{}\[\]]*[^,{}\[\]\s]")
"""A text inside brackets that goes to the next comma or bracket."""

_COMMENT = re.compile(r"(?<=\S) #\s")


def in_quotes(line: str, place: Span, until: re.Pattern[str]) -> Edit | None:
    """Return how to put the text which begins at this place of a line in double quotes; nothing where a person has to decide."""
    found = until.match(line, place.column - 1)
    if found is None or {'"', "\\"} & set(found[0]) or _COMMENT.search(found[0]):
        return None
    end = place.column + len(found[0])
    return Edit(Span(place.line, place.column, place.line, end), "", f'"{found[0]}"')
