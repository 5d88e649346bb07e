"""Messages made of several parts fit too: a question with its list, a review with every answer, a list of records.

What the interpreter does with long ones is proved beside this (`tests/channels/whatsapp/test_fit.py`): words and buttons over 1,024
characters become words and a list; labels too long for a row are numbered lines in the words, and those must hold 4,096; a review or a
list over 4,096 is broken wherever the limit falls.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.domain.limits import BUTTONS_BODY, LIST_ROWS, ROW_DESCRIPTION, ROW_TITLE, TEXT_BODY
from engine.language.checks.sizes import Size, Sizes, sizes_of
from engine.language.compiled import ChooseStep, ConfirmStep, RepeatStep
from engine.language.compiler.draft import Draft, Written
from engine.language.findings import Finding, error
from engine.language.program import Program

LINE = len("100. ") + len("\n")
NOTE = len(" - ")
OWN_WORDS = 120
"""What the engine writes around a review or a list of records, at most."""


class _Whole(NamedTuple):
    """A message as a whole. biggest: the part that takes most of it."""

    size: int
    biggest: Size


def check_fit(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield questions, reviews and lists that can become too long."""
    if program is None:
        return
    sizes = sizes_of(draft, program)
    for step in program.steps:
        match step:
            case ChooseStep():
                yield from _choice(step, "", sizes)
            case ConfirmStep():
                yield from _told(_review(step, sizes), sizes.question(step.id), "the review")
            case RepeatStep():
                yield from _repeat(step, sizes)
            case _:
                pass


def _repeat(step: RepeatStep, sizes: Sizes) -> Iterator[Finding]:
    if step.count is None:
        yield from _told(_records(step, sizes), sizes.line(step.id), "the list of records")
    for part in step.parts:
        if isinstance(part, ChooseStep):
            yield from _choice(part, step.id, sizes)


# -- a question with its list -----------------------------------------------------------------------------------------


def _choice(step: ChooseStep, within: str, sizes: Sizes) -> Iterator[Finding]:
    """A page of rows whose labels are too long for a row is written out in the words of the question."""
    label = sizes.label(step, within)
    if step.options or label.most <= ROW_TITLE:
        return
    note = ROW_DESCRIPTION + NOTE if step.rows is not None and step.rows.note else 0
    question = sizes.question(within or step.id, step.id if within else "")
    before = max(BUTTONS_BODY, sizes.questions(within or step.id, step.id if within else ""))
    size = before + 2 + LIST_ROWS * (LINE + label.most + note)
    if size > TEXT_BODY and question is not None:
        yield _too_long(question, "the question with its list", _Whole(size, label), _REFUSED)


# -- a review, a list of records --------------------------------------------------------------------------------------


def _review(step: ConfirmStep, sizes: Sizes) -> _Whole:
    parts = [sizes.shown(each) for each in step.shows]
    biggest = max(parts, key=lambda each: each.most, default=Size("", 0))
    return _Whole(OWN_WORDS + sizes.question_size(step), biggest)


def _records(step: RepeatStep, sizes: Sizes) -> _Whole:
    size = sizes.records(step)
    return _Whole(OWN_WORDS + size.most, size)


def _told(whole: _Whole, place: Written | None, what: str) -> Iterator[Finding]:
    if whole.size > TEXT_BODY and place is not None:
        yield _too_long(place, what, whole, _BROKEN)


_REFUSED = "WhatsApp refuses a longer one, and the citizen could not choose"
_BROKEN = "It would be broken in the middle of a word, and the question would come apart from it"


def _too_long(place: Written, what: str, whole: _Whole, why: str) -> Finding:
    message = f"{what[0].upper()}{what[1:]} may have {whole.size} characters; there is room for {TEXT_BODY}"
    name, most = whole.biggest
    fix = f'Bound "{name}", which may take {most} of them: give what is in it a length, as in text(..40)'
    return error(place.path, place.span, "TEXT-514", message, why, fix)
