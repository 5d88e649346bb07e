"""What a text puts in stands in each of its languages, so that nobody is told less than another."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.compiler.draft import Draft, Written
from engine.language.findings import Finding, error
from engine.language.program import Program
from engine.language.texts import Placeholder

_WHY = "A citizen of one language would be told what a citizen of another is not"


def check_placeholders(draft: Draft, _program: Program | None) -> Iterator[Finding]:
    """Yield texts that lack in one language what they put in in another."""
    for written in draft.written:
        if any(template.names for template in written.texts.values()):
            yield from _left_out(written)


def _left_out(written: Written) -> Iterator[Finding]:
    by_language = {
        language: {_alike(each, language): each for each in template.names}
        for language, template in written.texts.items()
    }
    for language, there in by_language.items():
        for other, names in by_language.items():
            if written.texts[other].path != written.path:
                continue  # a translation beside the service is asked for what the service says, not the other way round
            missing = [each for name, each in names.items() if name not in there]
            if missing:
                listed = " and ".join(f"{{{{ {each.written or each.name} }}}}" for each in missing)
                yield error(
                    written.texts[language].path,
                    written.spans[language],
                    "TEXT-505",
                    f'{listed} stands in the text for "{other}" and not in this one for "{language}"',
                    _WHY,
                    f"Write {listed} here too, or take it out there",
                )
                return


def _alike(placeholder: Placeholder, language: str) -> str:
    """Return what is the same in every language: of `owner.name_te` in Telugu and `owner.name_en` in English the name before it."""
    return placeholder.name.removesuffix(f"_{language}")
