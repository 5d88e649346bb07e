"""Labels and notes fit where WhatsApp shows them, even with the longest values."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.compiler.draft import Draft, Written
from engine.language.findings import Finding, error
from engine.language.program import Program
from engine.language.texts import longest


def check_lengths(draft: Draft, _program: Program | None) -> Iterator[Finding]:
    """Yield labels and notes that may not fit."""
    for written in draft.written:
        if written.room:
            yield from _too_long(written)


def _too_long(written: Written) -> Iterator[Finding]:
    for language, template in written.texts.items():
        size = longest(template, written.scope, language)
        if size > written.room:
            may = "may have" if template.names else "has"
            yield error(
                template.path,
                written.spans[language],
                "TEXT-513",
                f"{written.what} {may} {size} characters; there is room for {written.room}",
                "The end would be cut off",
                "Say it in fewer words",
            )
            return
