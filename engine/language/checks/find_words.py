"""Words that lead to a service: none that works everywhere, and no two services of a department called the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.language.findings import Finding, error, note
from engine.language.model.names import entries_at
from engine.language.model.service import Service
from engine.language.nodes import Scalar, Sequence
from engine.language.program import Program
from engine.language.reading import Reading

EVERYWHERE = frozenset(
    (
        *("menu", "back", "change", "language", "help", "status", "stop", "skip"),
        *("మెనూ", "వెనక్కి", "మార్చు", "మార్చాలి", "భాష", "సహాయం", "స్థితి", "ఆపు", "ఆపండి"),
    )
)
"""Words that mean the same at every question."""


def check_find_words(reading: Reading, _programs: Mapping[str, Program]) -> Iterator[Finding]:
    """Yield find words that already mean something, or stand twice."""
    for service in reading.services:
        seen = set()
        for _, words in entries_at(service.flow.node, "find"):
            for word in words.items if isinstance(words, Sequence) else ():
                if not isinstance(word, Scalar):
                    continue
                plain = word.text.casefold().strip()
                if plain in EVERYWHERE:
                    yield error(
                        service.path,
                        word.span,
                        "TEXT-521",
                        f'"{word.text}" has a meaning of its own at every question',
                        "A citizen who types it would not come here",
                        "Choose a word for what the service does",
                    )
                elif plain in seen:
                    yield error(
                        service.path,
                        word.span,
                        "TEXT-522",
                        f'"{word.text}" stands here twice',
                        "",
                        "Keep one of the two",
                    )
                seen.add(plain)


def check_shared_words(reading: Reading, _programs: Mapping[str, Program]) -> Iterator[Finding]:
    """Yield services that share find words with another; members of families of one department may, and others may mean to."""
    first: dict[tuple[str, str], Service] = {}
    for service in reading.services:
        shared: dict[str, list[Scalar]] = {}
        for language, words in entries_at(service.flow.node, "find"):
            for word in words.items if isinstance(words, Sequence) else ():
                if isinstance(word, Scalar):
                    key = (language.text, word.text.casefold().strip())
                    other = first.setdefault(key, service)
                    if other is not service and not _are_kin(other, service):
                        shared.setdefault(other.id, []).append(word)
        for other_id, both in shared.items():
            listed = ", ".join(f'"{word.text}"' for word in both)
            yield note(
                service.path,
                both[0].span,
                "TEXT-524",
                f'{listed} also {"lead" if len(both) > 1 else "leads"} to "{other_id}"',
                "A citizen who types it has to choose between the two",
                "Take words that only this service has, or leave them where both are meant",
            )


def _are_kin(one: Service, other: Service) -> bool:
    members = one.family is not None and other.family is not None
    return members and one.department == other.department


def check_names(reading: Reading, _programs: Mapping[str, Program]) -> Iterator[Finding]:
    """Yield services whose line in the menu is that of another."""
    seen: dict[tuple[str, str, str], str] = {}
    for service in reading.services:
        for language, words in service.short.items():
            first = seen.setdefault((service.department, language, words.casefold()), service.id)
            place = service.flow.node.key("short")
            if first != service.id and place is not None:
                yield error(
                    service.path,
                    place.span,
                    "TEXT-523",
                    f'"{first}" is called "{words}" too',
                    "A citizen could not tell them apart in the menu",
                    "Say in a word what is different",
                )
                break
