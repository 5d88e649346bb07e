"""A translation that was made from an older text is shown to whoever can put it right."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.findings import Finding, warning
from engine.language.model.flow import Flow
from engine.language.model.sidecar import path_of
from engine.language.own import Own
from engine.language.program import Program
from engine.language.reading import Reading
from engine.language.translations import Translation, is_stale, translations_in
from engine.language.whole import Whole

NAMES = {
    "te": "Telugu",
    "en": "English",
    "hi": "Hindi",
    "ur": "Urdu",
    "ta": "Tamil",
    "kn": "Kannada",
    "or": "Odia",
    "mr": "Marathi",
}


def check_stale(own: Own, _program: Program | None) -> Iterator[Finding]:
    """Yield translations of a service whose text has changed since they were made."""
    yield from _old(own.service.flow, own.service.languages, own.reading)


def check_shared_stale(whole: Whole) -> Iterator[Finding]:
    """Yield translations of families, fragments and shared ends whose text has changed since they were made."""
    for flow in whole.shared_flows():
        yield from _old(flow, (), whole.reading)


def _old(flow: Flow, own: tuple[str, ...], reading: Reading) -> Iterator[Finding]:
    folder = flow.path.partition("/")[0]
    lock, languages = reading.locks.get(folder, {}), own or reading.world.state.languages
    for now in _translations(flow, folder, languages) if lock else ():
        if is_stale(now, lock):
            quoted = " ".join(now.said.text.split())[:60]
            yield warning(
                path_of(now.said, flow.path),
                now.said.span,
                "TEXT-541",
                f'The {_named(now.key.language)} was made from an older {_named(languages[0])} text: "{quoted}"',
                "Two citizens would be told two different things",
                f"Put the translation right, or call it right: catalog translations accept {flow.path}",
            )


def translations_of(reading: Reading, folder: str) -> Iterator[tuple[str, Translation]]:
    """Yield every translation below a folder, with the path of the file it belongs to."""
    for flow, own in _flows(reading):
        if flow.path.startswith(folder + "/"):
            for each in _translations(flow, folder, own or reading.world.state.languages):
                yield flow.path, each


def _translations(flow: Flow, folder: str, languages: tuple[str, ...]) -> Iterator[Translation]:
    return translations_in(flow, flow.path.removeprefix(folder + "/"), languages)


def _flows(reading: Reading) -> Iterator[tuple[Flow, tuple[str, ...]]]:
    """Yield what is written, with the languages of its own where it has some."""
    yield from ((service.flow, service.languages) for service in reading.services)
    yield from ((family.flow, ()) for family in reading.world.families.values())
    yield from ((fragment.flow, ()) for fragment in reading.world.fragments.values())
    yield from ((shared, ()) for shared in reading.world.ends.values())


def _named(language: str) -> str:
    return NAMES.get(language, language)
