"""Texts are written in plain words: as the state has agreed in _shared/style, and politely; only its glossary stops a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.language.findings import Finding, error, warning
from engine.language.own import Own
from engine.language.program import Program
from engine.language.source import within
from engine.language.style.guide import Entry, Guide
from engine.language.style.letters import written_in
from engine.language.style.remarks import Remark, remarks_on, remarks_on_all
from engine.language.style.texts import Said, own_texts, shared_texts
from engine.language.whole import Whole


def check_style(own: Own, _program: Program | None) -> Iterator[Finding]:
    """Yield what a service could say more plainly."""
    yield from _plainer(own_texts(own), own.reading.guides)


def check_shared_style(whole: Whole) -> Iterator[Finding]:
    """Yield what could be said more plainly in what all services stand on, and where a style file contradicts itself."""
    spoken = (language for each in whole.outlines for language in each.languages)
    yield from _plainer(shared_texts(whole.reading, spoken), whole.reading.guides)
    for guide in whole.reading.guides.values():
        yield from _contradictions(guide)


def _plainer(texts: Iterable[Said], guides: Mapping[str, Guide]) -> Iterator[Finding]:
    by_language: dict[str, list[Said]] = {}
    for each in texts:
        by_language.setdefault(each.language, []).append(each)
    for language, all_said in by_language.items():
        words = [each.said.text for each in all_said]
        for number, remark in remarks_on_all(words, guides.get(language)):
            path, _, said = all_said[number]
            place = within(said.span, said.text, remark.start, remark.end)
            found = error if remark.firm else warning
            yield found(path, place, remark.code, remark.message, remark.why, remark.fix)
        yield from _in_other_letters(language, all_said)


def _in_other_letters(language: str, all_said: list[Said]) -> Iterator[Finding]:
    """Yield texts that stand in the place of another language."""
    for path, _, said in all_said:
        other = written_in(language, said.text)
        if other:
            yield warning(
                path,
                said.span,
                "TEXT-561",
                f'The text for "{language}" is written in the letters of "{other}"',
                "A citizen who chose that language could perhaps not read it",
                f'Write it in "{language}", or exchange the two texts',
            )


def _contradictions(guide: Guide) -> Iterator[Finding]:
    """Yield entries whose own remedy would be remarked on."""
    for entry in guide.entries:
        for each in _unwanted_in(entry, guide):
            yield error(
                guide.path,
                entry.span,
                "TEXT-560",
                f'"{entry.say}" is recommended here, and it has "{entry.say[each.start : each.end]}", which is to be avoided',
                "Whoever follows the advice is told to change it again",
                "Recommend another word, or take the other entry out",
            )
            break


def _unwanted_in(entry: Entry, guide: Guide) -> list[Remark]:
    return [
        each
        for each in remarks_on(entry.say, guide)
        if each.code in ("TEXT-552", "TEXT-553", "TEXT-554")
    ]
