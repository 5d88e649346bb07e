"""Puts a refusal together: what was wrong, and how to answer, said more fully at each attempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_WRONG_MEDIA: Mapping[str, str] = {
    "en": "We can read only a typed reply here.",
    "te": "ఇక్కడ టైప్ చేసిన సమాధానం మాత్రమే చదవగలం.",
}
_EMPTY: Mapping[str, str] = {
    "en": "We did not get your answer.",
    "te": "మీ సమాధానం అందలేదు.",
}


@dataclass(frozen=True, slots=True)
class Hints:
    """The words of one kind of answer, by language.

    problems: by code, what was wrong; how: what to do, for the first, second and any later attempt. Both may
    hold `{least}`, `{most}` and other names, filled with text of our own and never with the citizen's.
    """

    problems: Mapping[str, Mapping[str, str]]
    how: Mapping[str, tuple[str, str, str]]

    def say(self, problem: str, language: str, attempt: int, **values: str) -> str:
        """Return the refusal in this language, else in English; a problem without words gets only the how."""
        language = language if language in self.how else "en"
        sentences = self.problems.get(problem) or _COMMON.get(problem) or {}
        how = self.how[language][min(max(attempt, 1), 3) - 1]
        return f"{sentences.get(language, '')} {how}".strip().format_map(values)


_COMMON: Mapping[str, Mapping[str, str]] = {"wrong_media": _WRONG_MEDIA, "empty": _EMPTY}
