"""Every text fits where WhatsApp shows it, even with the longest values: labels, notes, captions, questions, bodies.

Lengths are counted in characters as Python counts them (code points), which is how the renderer counts before it sends
(`engine/channels/whatsapp/outbound.py`) and how the platform's limits in `domain/limits.py` are taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.limits import LINK_BODY, LOCATION_REQUEST_BODY, TEXT_BODY
from engine.domain.types import Location
from engine.language.checks.sizes import sizes_of
from engine.language.compiled import AskStep, PayStep
from engine.language.compiler.draft import Draft, Written
from engine.language.findings import Finding, error
from engine.language.program import Program
from engine.language.texts import Template, longest, longest_part

PAY_WORDS = 124
"""What the engine itself writes around the title of a payment (amount and time limit), at most."""

_CUT = "The end would be cut off"
_REFUSED = "WhatsApp refuses a longer one, and the citizen would read nothing"
_BROKEN = "It would be broken in two in the middle of a word"
_SHORTER = "Say it in fewer words"


def check_lengths(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield texts that may not fit."""
    sizes = sizes_of(draft, program) if program is not None else None
    for written in draft.written:
        room = written.room or _room(written, program)
        if sizes is None or sizes.most(written) > room:
            yield from _too_long(written, room)


def _room(written: Written, program: Program | None) -> int:
    """Return how much the message may hold in which this text travels."""
    step = program.by_id.get(written.step) if program is not None else None
    if isinstance(step, PayStep) and written.what == "title":
        return LINK_BODY - PAY_WORDS
    if isinstance(step, AskStep) and written.what == "question" and isinstance(step.type, Location):
        return LOCATION_REQUEST_BODY
    return TEXT_BODY


def _why(written: Written) -> str:
    """Return what becomes of a text that is too long: it is cut, refused, or broken in two."""
    if written.room and written.what != "caption":
        return _CUT
    return _BROKEN if written.what == "text" else _REFUSED


def _too_long(written: Written, room: int) -> Iterator[Finding]:
    for language, template in written.texts.items():
        size = longest(template, written.scope, language)
        if size > room:
            may = "may have" if template.names else "has"
            yield error(
                template.path,
                written.spans[language],
                "TEXT-513",
                f"{written.what} {may} {size} characters; there is room for {room}",
                _why(written),
                _how_to_shorten(template, written, language, room),
            )
            return


def _how_to_shorten(template: Template, written: Written, language: str, room: int) -> str:
    """Return what to do about a text that is too long: bound the longest value where that can be enough, or use fewer words."""
    part = longest_part(template, written.scope, language)
    if part is None or longest(template, written.scope, language) - part.size >= room:
        return _SHORTER
    bound = f'bound "{part.name}", which may have {part.size}: give it a length where it is asked or given'
    return f"{_SHORTER}, or {bound}, as in text(..40)"
