"""Options of one choice can be told apart: by WhatsApp, which refuses two buttons of one title, and by a citizen's eye."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.domain.comparing import fold_label
from engine.language.compiled import AnyStep, ChooseStep, Option, RepeatStep
from engine.language.compiler.draft import Draft
from engine.language.findings import Finding, error, warning
from engine.language.nearest import distance
from engine.language.program import Program
from engine.language.source import Span
from engine.language.texts import Fixed

SHORTEST = 5
"""Below so many letters one letter is much: "Son" and "Sun" are read at a glance, "Leaser" and "Lessor" are not."""


def check_options(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield options that look like another one of the same choice."""
    for step in program.steps if program is not None else ():
        for choice in _choices(step):
            yield from _twins(choice, draft)


def _choices(step: AnyStep) -> Iterator[ChooseStep]:
    for each in step.parts if isinstance(step, RepeatStep) else (step,):
        if isinstance(each, ChooseStep) and each.options:
            yield each


def _twins(choice: ChooseStep, draft: Draft) -> Iterator[Finding]:
    for one, other in combinations(choice.options, 2):
        if one.only_if is None or other.only_if is None:
            yield from _compared(one, other, draft)


def _compared(one: Option, other: Option, draft: Draft) -> Iterator[Finding]:
    for language in draft.languages:
        first, second = _words(one, language), _words(other, language)
        if not first or not second or abs(len(first) - len(second)) > 1:
            continue
        if fold_label(first) == fold_label(second):
            path, span = _place(other, language, draft)
            yield error(
                path,
                span,
                "TEXT-515",
                f'The options "{one.key}" and "{other.key}" are both called "{second}"',
                "WhatsApp refuses two buttons of the same name, and nobody could tell rows apart",
                "Say in a word what is different",
            )
            return
        if _look_alike(fold_label(first), fold_label(second)):
            path, span = _place(other, language, draft)
            yield warning(
                path,
                span,
                "TEXT-557",
                f'"{second}" and "{first}" differ in one letter',
                "A citizen taps the wrong one",
                "Begin one of them with another word",
            )
            return


def _words(option: Option, language: str) -> str:
    label = option.label.get(language)
    return label.words if isinstance(label, Fixed) else ""


def _look_alike(first: str, second: str) -> bool:
    """Whether two labels differ in one letter; numbers may differ in one digit, since they are what is read."""
    if min(len(first), len(second)) < SHORTEST or abs(len(first) - len(second)) > 1:
        return False
    if first[:2] != second[:2] and first[-2:] != second[-2:]:
        return False  # one letter cannot change both
    if distance(first, second) != 1:
        return False
    letters = [[letter for letter in words if not letter.isdigit()] for words in (first, second)]
    return letters[0] != letters[1]


def _place(option: Option, language: str, draft: Draft) -> tuple[str, Span]:
    """Return where an option's words stand."""
    words = _words(option, language)
    for written in draft.written:
        template = written.texts.get(language)
        if template is not None and template.parts == (words,) and option.key in written.what:
            return template.path, written.spans[language]
    return draft.flow.path, draft.flow.node.span
