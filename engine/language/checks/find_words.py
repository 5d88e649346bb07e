"""Words that lead to a service: none that means something else already, and no two services that cannot be told apart by them.

Words are compared as a citizen's message is: one case, one set of digits, no signs, spaces or emoji around them, in every language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from engine.domain.answers.choice import number_meant
from engine.domain.commands import WORDS
from engine.domain.comparing import fold_label as fold
from engine.language.findings import Finding, error, note, warning
from engine.language.model.names import entries_at, words_of
from engine.language.model.sidecar import path_of
from engine.language.nodes import Mapping as MappingNode
from engine.language.outline import Called, FindWord, Outline, find_words
from engine.language.own import Own
from engine.language.program import Program
from engine.language.source import Span
from engine.language.whole import Whole

EVERYWHERE = frozenset(map(fold, (*(word for words in WORDS.values() for word in words), "skip")))
"""Words that mean the same at every question, folded."""


def check_find_words(own: Own, _program: Program | None) -> Iterator[Finding]:
    """Yield find words of a service that already mean something, or stand twice."""
    yield from _meanings(own.service.flow.node, own.service.path)


def check_shared_find_words(whole: Whole) -> Iterator[Finding]:
    """Yield find words of departments that already mean something, or stand twice."""
    for path, node in whole.reading.around.items():
        yield from _meanings(node, path)


def _meanings(node: MappingNode, path: str) -> Iterator[Finding]:
    seen = set()
    for word in find_words(node):
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


def check_common_words(whole: Whole) -> Iterator[Finding]:
    """Yield services that share find words with another; members of families of one department may, and others may mean to.

    A word that members share is passed over: whoever types it chooses between them in any case, and misses nothing by one more.
    """
    of_several = _of_several_kin(whole)
    first: dict[str, Outline] = {}
    for service in whole.outlines:
        shared: dict[str, list[FindWord]] = {}
        for word in service.find:
            other = first.setdefault(word.plain, service)
            kin = word.plain in of_several or _are_kin(other, service)
            if other is not service and not kin:
                shared.setdefault(other.id, []).append(word)
        for other_id, both in shared.items():
            listed = ", ".join(f'"{word.text}"' for word in both)
            yield note(
                both[0].path,
                both[0].span,
                "TEXT-524",
                f'{listed} also {"lead" if len(both) > 1 else "leads"} to "{other_id}"',
                "A citizen who types it has to choose between the two",
                "Take words that only this service has, or leave them where both are meant",
            )


def _of_several_kin(whole: Whole) -> frozenset[str]:
    """Return the words that lead to more than one member of families of one department."""
    members = Counter(
        (service.department, plain)
        for service in whole.outlines
        if service.family
        for plain in {word.plain for word in service.find}
    )
    return frozenset(plain for (_, plain), number in members.items() if number > 1)


def _are_kin(one: Outline, other: Outline) -> bool:
    members = one.family and other.family
    return bool(members) and one.department == other.department


def check_names(whole: Whole) -> Iterator[Finding]:
    """Yield services whose line in the menu is that of another."""
    seen: dict[tuple[str, str, str], str] = {}
    for service in whole.outlines:
        for called in service.short:
            key = (service.department, called.language, called.plain)
            first = seen.setdefault(key, service.id)
            if first != service.id:
                yield error(
                    service.path,
                    service.short_at,
                    "TEXT-523",
                    f'"{first}" is called "{called.text}" too',
                    "A citizen could not tell them apart in the menu",
                    "Say in a word what is different",
                )
                break


def check_unfindable(whole: Whole) -> Iterator[Finding]:
    """Yield find words that choose a line of the menu by its number, hold no letter, or are the name of another service."""
    named = _names(whole)
    for service in whole.outlines:
        for word in service.find:
            plain = word.plain
            other = named.get(plain)
            if not plain:
                yield _cannot(word, "TEXT-525", "has no letter", "Nobody would find anything by it")
            elif number_meant(plain) is not None:
                yield _cannot(
                    word,
                    "TEXT-526",
                    "chooses a line of the menu by its number",
                    "A citizen who types it comes to whatever stands on that line",
                )
            elif other and not _is_called(service, plain) and not _are_kin(other, service):
                yield _cannot(
                    word,
                    "TEXT-527",
                    f'is what "{other.id}" is called',
                    "A citizen who types its name has to choose between the two",
                )


def _is_called(service: Outline, plain: str) -> bool:
    return any(called.plain == plain for called in (*service.title, *service.short))


def _names(whole: Whole) -> dict[str, Outline]:
    """Return which service is called so, in any language; what is among its find words as well is TEXT-524 already."""
    found: dict[str, Outline] = {}
    for service in whole.outlines:
        own = {word.plain for word in service.find}
        for called in (*service.title, *service.short):
            if called.plain not in own:
                found.setdefault(called.plain, service)
    return found


def _cannot(word: FindWord, code: str, what: str, why: str) -> Finding:
    fix = "Choose other words, which only this service has"
    return warning(word.path, word.span, code, f'"{word.text}" {what}', why, fix)


def check_titles(whole: Whole) -> Iterator[Finding]:
    """Yield services of different departments, departments and life events that are called the same in some language.

    Two services of one department with the same short name are TEXT-523 already.
    """
    seen: dict[tuple[str, str], Outline] = {}
    for service in whole.outlines:
        found = _same_title(service, seen) or _same_short(service, seen)
        if found is not None:
            yield found
    yield from _groups(whole)


def _same_title(service: Outline, seen: dict[tuple[str, str], Outline]) -> Finding | None:
    for called, other in _others(service, service.title, seen):
        return _twin(service.path, service.title_at, called.text, f'"{other.id}"')
    return None


def _same_short(service: Outline, seen: dict[tuple[str, str], Outline]) -> Finding | None:
    for called, other in _others(service, service.short, seen):
        if other.department != service.department:
            return _twin(service.path, service.short_at, called.text, f'"{other.id}"')
    return None


def _others(
    service: Outline, names: tuple[Called, ...], seen: dict[tuple[str, str], Outline]
) -> Iterator[tuple[Called, Outline]]:
    """Yield the names another service has already, with that service."""
    for called in names:
        other = seen.setdefault((called.language, called.plain), service)
        if other is not service:
            yield called, other


def _twin(path: str, place: Span, words: str, other: str) -> Finding:
    return warning(
        path,
        place,
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
            yield _twin(world.state.path, name.span, called[0], f'The life event "{called[1]}"')
    for key in ("title", "short"):
        seen = {}
        for department in world.departments.values():
            node = whole.reading.around.get(department.path)
            under = node.key(key) if node else None
            words_by_language = department.title if key == "title" else department.short
            called = _again(words_by_language, department.id, seen)
            if called and under is not None:
                where = f'The department "{called[1]}"'
                yield _twin(department.path, under.span, called[0], where)


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
