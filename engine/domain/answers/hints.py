"""Puts a refusal together: what was wrong, and how to answer, said more fully at each attempt."""

from __future__ import annotations

from dataclasses import dataclass

from engine.domain.words import section

_COMMON = "common"


@dataclass(frozen=True, slots=True)
class Hints:
    """The words of one kind of answer; kind: its part of the files in `engine/domain/words`.

    A sentence there has the name of a problem; `how` says what to do, for the first, second and any later attempt. Both may
    hold `{least}`, `{most}` and other names, filled with text of our own and never with the citizen's.
    """

    kind: str

    def say(self, problem: str, language: str, attempt: int, **values: str) -> str:
        """Return the refusal in this language; a problem without words gets only the how."""
        words = section(self.kind, language)
        wrong = words.get(problem) or section(_COMMON, language).get(problem, "")
        how = words["how"][min(max(attempt, 1), 3) - 1]
        return f"{wrong} {how}".strip().format_map(values)
