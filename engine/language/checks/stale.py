"""A translation that was made from an older text is shown to whoever can put it right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.language.findings import Finding, warning
from engine.language.model.flow import Flow
from engine.language.model.sidecar import path_of
from engine.language.program import Program
from engine.language.reading import Reading
from engine.language.translations import Translation, is_stale, translations_in

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


def check_stale(reading: Reading, _programs: Mapping[str, Program]) -> Iterator[Finding]:
    """Yield translations whose text has changed since they were made."""
    for folder, lock in reading.locks.items():
        for path, now in translations_of(reading, folder):
            if is_stale(now, lock):
                first = _languages(reading, path)[0]
                quoted = " ".join(now.said.text.split())[:60]
                yield warning(
                    path_of(now.said, path),
                    now.said.span,
                    "TEXT-541",
                    f'The {_named(now.key.language)} was made from an older {_named(first)} text: "{quoted}"',
                    "Two citizens would be told two different things",
                    f"Put the translation right, or call it right: catalog translations accept {path}",
                )


def translations_of(reading: Reading, folder: str) -> Iterator[tuple[str, Translation]]:
    """Yield every translation below a folder, with the path of the file it belongs to."""
    for flow, own in _flows(reading):
        if flow.path.startswith(folder + "/"):
            languages = own or reading.world.state.languages
            for each in translations_in(flow, flow.path.removeprefix(folder + "/"), languages):
                yield flow.path, each


def _flows(reading: Reading) -> Iterator[tuple[Flow, tuple[str, ...]]]:
    """Yield what is written, with the languages of its own where it has some."""
    yield from ((service.flow, service.languages) for service in reading.services)
    yield from ((family.flow, ()) for family in reading.world.families.values())
    yield from ((fragment.flow, ()) for fragment in reading.world.fragments.values())


def _languages(reading: Reading, path: str) -> tuple[str, ...]:
    own = next((each.languages for each in reading.services if each.path == path), ())
    return own or reading.world.state.languages


def _named(language: str) -> str:
    return NAMES.get(language, language)
