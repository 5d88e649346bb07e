"""Words that lead to a service: none that means something else already, and no two services that cannot be told apart by them.

Words are compared as a citizen's message is: one case, one set of digits, no signs, spaces or emoji around them, in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.domain.answers.choice import fold_label as fold
from engine.domain.answers.choice import number_meant
from engine.domain.commands import WORDS
from engine.language.findings import Finding, error, note, warning
from engine.language.model.names import entries_at, words_of
from engine.language.model.service import Service
from engine.language.model.sidecar import path_of
from engine.language.nodes import Mapping as MappingNode
from engine.language.nodes import Scalar, Sequence
from engine.language.program import Program
from engine.language.reading import Reading
from engine.language.whole import Whole

EVERYWHERE = frozenset(map(fold, (*(word for words in WORDS.values() for word in words), "skip")))
"""Words that mean the same at every question, folded."""


def check_find_words(reading: Reading, _programs: Mapping[str, Program]) -> Iterator[Finding]:
    """Yield find words of services and departments that already mean something, or stand twice."""
    for service in reading.services:
        yield from _meanings(service.flow.node, service.path)
    for path, node in reading.around.items():
        yield from _meanings(node, path)


def _words(node: MappingNode) -> Iterator[tuple[str, Scalar]]:
    """Yield the words under `find`, each with its language."""
    for language, words in entries_at(node, "find"):
        for word in words.items if isinstance(words, Sequence) else ():
            if isinstance(word, Scalar):
                yield language.text, word


def _meanings(node: MappingNode, path: str) -> Iterator[Finding]:
    seen = set()
    for _, word in _words(node):
        plain = fold(word.text)
        if plain in EVERYWHERE:
            yield error(
                path_of(word, path),
                word.span,
                "TEXT-521",
                f'"{word.text}" has a meaning of its own at every question',
                "A citizen who types it would not come here",
                "Choose a word for what the service does",
            )
        elif plain in seen:
            yield error(
                path_of(word, path),
                word.span,
                "TEXT-522",
                f'"{word.text}" stands here twice',
                "",
                "Keep one of the two",
            )
        seen.add(plain)


def check_shared_words(reading: Reading, _programs: Mapping[str, Program]) -> Iterator[Finding]:
    """Yield services that share find words with another; members of families of one department may, and others may mean to."""
    first: dict[str, Service] = {}
    for service in reading.services:
        shared: dict[str, list[Scalar]] = {}
        for _, word in _words(service.flow.node):
            other = first.setdefault(fold(word.text), service)
            if other is not service and not _are_kin(other, service):
                shared.setdefault(other.id, []).append(word)
        for other_id, both in shared.items():
            listed = ", ".join(f'"{word.text}"' for word in both)
            yield note(
                path_of(both[0], service.path),
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
            first = seen.setdefault((service.department, language, fold(words)), service.id)
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


def check_unfindable(whole: Whole) -> Iterator[Finding]:
    """Yield find words that choose a line of the menu by its number, hold no letter, or are the name of another service."""
    named = _names(whole)
    for service in whole.reading.services:
        for _, word in _words(service.flow.node):
            plain = fold(word.text)
            other = named.get(plain)
            if not plain:
                yield _cannot(
                    service, word, "TEXT-525", "has no letter", "Nobody would find anything by it"
                )
            elif number_meant(plain) is not None:
                yield _cannot(
                    service,
                    word,
                    "TEXT-526",
                    "chooses a line of the menu by its number",
                    "A citizen who types it comes to whatever stands on that line",
                )
            elif other and not _is_called(service, plain) and not _are_kin(other, service):
                yield _cannot(
                    service,
                    word,
                    "TEXT-527",
                    f'is what "{other.id}" is called',
                    "A citizen who types its name has to choose between the two",
                )


def _is_called(service: Service, plain: str) -> bool:
    return any(fold(words) == plain for words in (*service.title.values(), *service.short.values()))


def _names(whole: Whole) -> dict[str, Service]:
    """Return which service is called so, in any language; what is among its find words as well is TEXT-524 already."""
    found: dict[str, Service] = {}
    for service in whole.reading.services:
        own = {fold(word.text) for _, word in _words(service.flow.node)}
        for words in (*service.title.values(), *service.short.values()):
            if fold(words) not in own:
                found.setdefault(fold(words), service)
    return found


def _cannot(service: Service, word: Scalar, code: str, what: str, why: str) -> Finding:
    place = path_of(word, service.path)
    fix = "Choose other words, which only this service has"
    return warning(place, word.span, code, f'"{word.text}" {what}', why, fix)


def check_titles(whole: Whole) -> Iterator[Finding]:
    """Yield services of different departments, departments and life events that are called the same in some language.

    Two services of one department with the same short name are TEXT-523 already.
    """
    seen: dict[tuple[str, str], Service] = {}
    for service in whole.reading.services:
        for key in ("title", "short"):
            words_by_language = service.title if key == "title" else service.short
            found = _same(service, key, words_by_language, seen)
            if found is not None:
                yield found
                break
    yield from _groups(whole)


def _same(
    service: Service,
    key: str,
    called: Mapping[str, str],
    seen: dict[tuple[str, str], Service],
) -> Finding | None:
    place = service.flow.node.key(key)
    for language, words in called.items():
        other = seen.setdefault((language, fold(words)), service)
        if other is service or place is None:
            continue
        if key == "title" or other.department != service.department:
            return _twin(service.path, place, words, f'"{other.id}"')
    return None


def _twin(path: str, place: Scalar, words: str, other: str) -> Finding:
    return warning(
        path,
        place.span,
        "TEXT-528",
        f'{other} is called "{words}" too',
        "A citizen who is offered both could not tell them apart",
        "Say in a word what is different",
    )


def _groups(whole: Whole) -> Iterator[Finding]:
    """Yield life events called as another life event, and departments called as another department."""
    world = whole.reading.world
    events = whole.reading.around.get(world.state.path)
    seen: dict[tuple[str, str], str] = {}
    for name, words in entries_at(events, "life_events") if events else ():
        called = _again(words_of(words), name.text, seen)
        if called:
            place = Scalar(name.text, name.text, False, name.span)
            yield _twin(world.state.path, place, called[0], f'The life event "{called[1]}"')
    for key in ("title", "short"):
        seen = {}
        for department in world.departments.values():
            node = whole.reading.around.get(department.path)
            under = node.key(key) if node else None
            words_by_language = department.title if key == "title" else department.short
            called = _again(words_by_language, department.id, seen)
            if called and under is not None:
                where = f'The department "{called[1]}"'
                yield _twin(department.path, under, called[0], where)


def _again(
    words: Mapping[str, str], name: str, seen: dict[tuple[str, str], str]
) -> tuple[str, str] | None:
    """Return the words that another one is called by already, and the other one's name."""
    others = [
        (text, other)
        for language, text in words.items()
        if (other := seen.setdefault((language, fold(text)), name)) != name
    ]
    return others[0] if others else None
