"""What came of something a citizen sent in answer to a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from engine.interpreter.run import Run
from engine.language.compiled import ChooseStep


class Answered(NamedTuple):
    """A value in stored form; then: where an option leads by itself, or empty."""

    value: Any
    then: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """The citizen passed an optional question over."""


class Refused(NamedTuple):
    """Why the answer was not taken (a short code for the trace) and what to tell the citizen."""

    problem: str
    words: str


@dataclass(frozen=True, slots=True)
class Onward:
    """Not an answer yet: another page, or the next level of a tree; the question is put again."""


Heeded = Answered | Skipped | Refused | Onward


def no_option(run: Run, step: ChooseStep) -> Refused:
    """Return what to say to words that are none of the options."""
    hint = run.session.tries < len(step.hints)
    words = run.words(step.hints[run.session.tries]) if hint else run.phrase("not_an_option")
    return Refused("not_an_option", words)
