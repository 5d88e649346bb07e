"""A finding that somebody has looked at and lets stand, with an owner, a reason and a last day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from engine.language.findings import Finding
from engine.language.source import Span

EVERYWHERE = (0, 0)
"""The lines of a waiver that names no step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One remark that may stand. until: its last day; lines: the first and last line of the step it names."""

    code: str
    path: str
    step: str
    owner: str
    reason: str
    until: date
    span: Span
    lines: tuple[int, int] = EVERYWHERE

    def covers(self, finding: Finding) -> bool:
        """Tell whether it speaks of this finding."""
        if (finding.path, finding.code) != (self.path, self.code):
            return False
        first, last = self.lines
        return self.lines == EVERYWHERE or first <= finding.span.line <= last

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return the waiver whose JSON form this is. Raises TypeError, ValueError or KeyError for anything else."""
        until, span = date.fromisoformat(kept["until"]), Span(*kept["span"])
        first, last = kept["lines"]
        return cls(**{**kept, "until": until, "span": span, "lines": (first, last)})
