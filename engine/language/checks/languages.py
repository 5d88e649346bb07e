"""Every text is there in every language of its service, and in no other, which nobody would read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from engine.language import nodes
from engine.language.compiler.draft import Draft
from engine.language.findings import Finding, error
from engine.language.model.department import find_words
from engine.language.program import Program
from engine.language.source import Span
from engine.language.whole import Whole

_WHY = "A citizen who chose that language would read another"
_UNFOUND = "A citizen who types the usual words of that language would not come here"
_UNREAD = "No citizen would ever read these words"
_FURTHER = re.compile(r"hi|ur|ta|kn|ml|mr|bn|gu|pa|[a-z]{3}")
"""What may name a language beside those of the state, as in schemas/parts/words.schema.json."""
_NAMED = frozenset(("title", "short", "name", "note"))
"""Keys that say themselves what a text is."""
_APART = frozenset(("examples", "templates", "hours"))
"""Keys below which nothing must be said in every language, or something else sees to it: replies of a system as it gives them, words
approved beforehand, when a help desk works."""
_MISNAMED = re.compile(r"[a-z]{3}")


def check_languages(draft: Draft, _program: Program | None) -> Iterator[Finding]:
    """Yield texts that lack a language of the service, and texts in another."""
    service = draft.service
    for what in ("title", "short", "note"):
        words: Mapping[str, str] = getattr(service, what)
        place = service.flow.node.key(what)
        if words and place is not None:
            yield from _missing(service.path, place.span, frozenset(words), draft.languages, what)
    yield from _find_words(service.path, service.flow.node, draft.world.state.languages)
    for written in draft.written:
        yield from _missing(
            written.path, written.span, frozenset(written.spans), draft.languages, written.what
        )
    yield from _in_vain(service.path, service.flow.node, draft.languages, "this service")


def check_shared_languages(whole: Whole) -> Iterator[Finding]:
    """Yield what the state, departments, fragments and families say in what is no language, and what of it lacks a language of the
    state; a translation may be there before the first service speaks it."""
    of_services = (language for each in whole.outlines for language in each.languages)
    spoken = tuple(dict.fromkeys((*whole.reading.world.state.languages, *of_services)))
    flows = ((flow.path, flow.node) for flow in whole.shared_flows())
    for path, node in (*whole.reading.around.items(), *flows):
        yield from _in_vain(path, node, spoken, "any service", _MISNAMED)
    world = whole.reading.world
    for path, node in whole.reading.around.items():
        yield from _lacking(path, node, world.state.languages)
        yield from _find_words(path, node, world.state.languages)
    for each in world.connectors.values():
        yield from _missing(
            each.path, each.title_at, frozenset(each.title), world.state.languages, "title"
        )


def _find_words(path: str, node: nodes.Mapping, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Yield the languages of the state in which a service or a department has no words to find it, where it has some in others. Words
    for a further language are for whoever translates into it to add: what is given out for translation are texts."""
    place, there = node.key("find"), frozenset(find_words(node))
    if place is not None:
        yield from _missing(path, place.span, there, languages, "word to find it", _UNFOUND)


def _lacking(path: str, root: nodes.Mapping, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Yield texts that lack a language of the state; what a service says is looked at with the service."""
    waiting: list[tuple[str, nodes.Node]] = [("", root)]
    while waiting:
        what, node = waiting.pop()
        if isinstance(node, nodes.Sequence):
            waiting += [(what, item) for item in node.items]
        elif isinstance(node, nodes.Mapping):
            if _is_text(node, languages):
                what = what if what in _NAMED else "text"
                yield from _missing(path, node.span, frozenset(node.by_name), languages, what)
            waiting += [(key.text, part) for key, part in node.entries if key.text not in _APART]


def _is_text(node: nodes.Mapping, languages: Collection[str]) -> bool:
    """Tell whether something is said here in some language of the state, and nothing else stands beside it."""
    keys = node.by_name
    return any(key in languages for key in keys) and all(
        (key in languages or _FURTHER.fullmatch(key)) and isinstance(said, nodes.Scalar)
        for key, said in keys.items()
    )


def _missing(
    path: str,
    span: Span,
    there: frozenset[str],
    languages: tuple[str, ...],
    what: str,
    why: str = _WHY,
) -> Iterator[Finding]:
    missing = [language for language in languages if language not in there]
    if missing:
        listed = " and ".join(f'"{language}"' for language in missing)
        other = next((key for key in there if key.startswith(missing[0])), "")
        fix = f"Write {missing[0]}: in place of {other}:" if other else f'Add {missing[0]}: "…"'
        yield error(path, span, "TEXT-511", f"There is no {what} in {listed}", why, fix)


def _in_vain(
    path: str,
    root: nodes.Mapping,
    languages: Collection[str],
    whose: str,
    further: re.Pattern[str] = _FURTHER,
) -> Iterator[Finding]:
    """Yield each language in which something is said for nobody, once, where it stands first."""
    found: dict[str, list[nodes.Scalar]] = {}
    for key in _unread_keys(root, languages, further):
        found.setdefault(key.text, []).append(key)
    for language, keys in found.items():
        first = min(keys, key=lambda key: key.span)
        texts = "" if len(keys) == 1 else f", and it stands in {len(keys)} texts"
        if language in languages:
            message = f'"{language}" stands in a file of its own beside this service{texts}'
        else:
            message = f'"{language}" is not a language of {whose}{texts}'
        yield error(path, first.span, "TEXT-512", message, _UNREAD, _instead(language, languages))


def _unread_keys(
    root: nodes.Mapping, languages: Collection[str], further: re.Pattern[str]
) -> Iterator[nodes.Scalar]:
    """Yield the keys of texts that name a language which is not spoken, or which a file beside the service speaks already."""
    waiting: list[nodes.Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Sequence):
            waiting += node.items
        elif isinstance(node, nodes.Mapping):
            waiting += [value for _, value in node.entries if not isinstance(value, nodes.Scalar)]
            lacking = [language for language in languages if language not in node.by_name]
            keys = [key for key, _ in node.entries if further.fullmatch(key.text)]
            if keys and len(lacking) < len(languages):
                yield from (key for key in keys if _is_unread(key, keys, languages, lacking))


def _is_unread(
    key: nodes.Scalar, keys: list[nodes.Scalar], languages: Collection[str], lacking: list[str]
) -> bool:
    """Tell whether nobody reads what stands behind a key; what is mistyped for a missing language is spoken of where that is missing."""
    if key.text in languages:
        same = [each for each in keys if each.text == key.text]
        return len(same) > 1 and key is same[0]
    return not any(map(key.text.startswith, lacking))


def _instead(language: str, languages: Collection[str]) -> str:
    """Return what to do about a text in a language that is not spoken."""
    if language in languages:
        return "Delete it here, and write it there"
    if any(map(language.startswith, languages)):
        return f"Delete it: {language[:2]}: stands beside it"
    spoken = ", ".join((*languages, language))
    return f"Delete it, or name the language in the header of the service: languages: [{spoken}]"
