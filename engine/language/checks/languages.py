"""Every text is there in every language of its service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.language.compiler.draft import Draft
from engine.language.findings import Finding, error
from engine.language.program import Program
from engine.language.source import Span

_WHY = "A citizen who chose that language would read another"


def check_languages(draft: Draft, _program: Program | None) -> Iterator[Finding]:
    """Yield texts that lack a language of the service."""
    service = draft.service
    for what in ("title", "short", "note"):
        words: Mapping[str, str] = getattr(service, what)
        place = service.flow.node.key(what)
        if words and place is not None:
            yield from _missing(service.path, place.span, frozenset(words), draft.languages, what)
    for written in draft.written:
        yield from _missing(
            written.path, written.span, frozenset(written.spans), draft.languages, written.what
        )


def _missing(
    path: str, span: Span, there: frozenset[str], languages: tuple[str, ...], what: str
) -> Iterator[Finding]:
    missing = [language for language in languages if language not in there]
    if missing:
        listed = " and ".join(f'"{language}"' for language in missing)
        other = next((key for key in there if key.startswith(missing[0])), "")
        fix = f"Write {missing[0]}: in place of {other}:" if other else f'Add {missing[0]}: "…"'
        yield error(path, span, "TEXT-511", f"There is no {what} in {listed}", _WHY, fix)
