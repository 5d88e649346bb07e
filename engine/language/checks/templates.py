"""What must be said after 24 hours can be said: its template is there, and has words in every language a citizen may speak."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language import nodes
from engine.language.bounds.silence import late_words
from engine.language.findings import Finding, error
from engine.language.model.names import mapping_at, name_at
from engine.language.nearest import suggest
from engine.language.outline import Made
from engine.language.own import Own
from engine.language.program import Program
from engine.language.reading import Reading
from engine.language.source import Span
from engine.language.whole import Whole


def late_step(own: Own, program: Program) -> str:
    """Return a step at which a service may need its template; nothing where the template is complete, or never needed."""
    node = own.reading.around.get(own.reading.world.state.path)
    if node is None or not any(_lacking(own.reading, node, program.notify)):
        return ""
    return next(iter(late_words(program)), "")


def check_templates(whole: Whole) -> Iterator[Finding]:
    """Yield templates that a service may need after 24 hours and that are not there, or not in every language."""
    state = whole.reading.world.state
    node = whole.reading.around.get(state.path)
    if node is None:
        return
    usual = name_at(node, "notify")
    if usual is not None and usual.text not in state.templates:
        yield error(
            state.path,
            usual.span,
            "FLOW-317",
            f'There is no approved template called "{usual.text}"',
            "A citizen could not be told anything after 24 hours",
            suggest(usual.text, state.templates),
        )
    told: set[str] = set()
    for made in (each.made for each in whole.outlines):
        if made is not None and made.late and made.notify not in told:
            told.add(made.notify)
            for lacking in _lacking(whole.reading, node, made.notify):
                yield _unspoken(state.path, made, *lacking)


def _lacking(
    reading: Reading, node: nodes.Mapping, template: str
) -> Iterator[tuple[str, str, Span]]:
    """Yield each part of a template with a language of the state that it lacks, and its place."""
    templates = mapping_at(node, "templates")
    written = templates.get(template) if templates else None
    for part in ("text", "button"):
        words = written.get(part) if isinstance(written, nodes.Mapping) else None
        if isinstance(words, nodes.Mapping):
            for language in reading.world.state.languages:
                if words.get(language) is None:
                    yield part, language, words.span


def _unspoken(path: str, made: Made, part: str, language: str, place: Span) -> Finding:
    """Return the finding for a language a template lacks that must speak for this step."""
    return error(
        path,
        place,
        "FLOW-359",
        f'The {part} of the template "{made.notify}" has no words in "{language}"',
        f'At "{made.late}" of {made.card.service} something may have to be said after 24 hours, and WhatsApp would refuse it',
        f'Add {language}: "…", and have the template approved',
    )
