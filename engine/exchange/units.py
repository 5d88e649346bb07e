"""Every text of the catalogue that is to be translated, with where it stands, what it is, how long it may be and how far it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from engine.domain.limits import ROW_DESCRIPTION, ROW_TITLE, TEXT_BODY
from engine.language import nodes
from engine.language.compiler.compiler import compile_alone, compile_service
from engine.language.compiler.draft import Draft
from engine.language.model.flow import Flow
from engine.language.model.sidecar import path_of
from engine.language.reading import Reading
from engine.language.steps import BY_VERB
from engine.language.translations import Lock, is_stale, translations_in

PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_][\w.]*)\s*\}\}")


class State(StrEnum):
    """How far a translation is, in the words of XLIFF 2.1: `initial` is missing or older than its text, `translated` was never
    called right, `reviewed` and `final` were (https://docs.oasis-open.org/xliff/xliff-core/v2.1/os/xliff-core-v2.1-os.html#state)."""

    INITIAL = "initial"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"


class Unit(NamedTuple):
    """One text and its translation. file: of the flow it belongs to; place: dotted, in that file; words: the mapping of its languages;
    said: the translation where there is one; stale: the text has changed since; room: the most characters."""

    file: str
    place: str
    source: str
    target: str
    state: State
    stale: bool
    room: int
    note: str
    words: nodes.Mapping
    said: nodes.Scalar | None
    said_in: str

    @property
    def id(self) -> str:
        """Return what a translator's file calls it."""
        return f"{self.file}#{self.place}"


def placeholders(text: str) -> Counter[str]:
    """Return how often each name stands in a text."""
    return Counter(PLACEHOLDER.findall(text))


def units(reading: Reading, source: str, target: str) -> Iterator[Unit]:
    """Yield every text of the catalogue in the order of its file. source, target: languages."""
    for draft, flow in _flows(reading):
        yield from _of_flow(draft, flow, reading, source, target)


def _flows(reading: Reading) -> Iterator[tuple[Draft | None, Flow]]:
    """Yield services, then families, fragments and the ends that services share, each with what the compiler knows of it."""
    members: dict[str, Draft] = {}
    for service in reading.services:
        draft = compile_service(service, reading.world)[0]
        members.setdefault(draft.flow.path, draft)
        yield draft, service.flow
    for family in reading.world.families.values():
        yield members.get(family.flow.path), family.flow
    for fragment in reading.world.fragments.values():
        yield compile_alone(fragment, reading.world), fragment.flow
    for shared in reading.world.ends.values():
        yield None, shared


def _of_flow(
    draft: Draft | None, flow: Flow, reading: Reading, source: str, target: str
) -> Iterator[Unit]:
    folder, _, inside = flow.path.partition("/")
    lock = reading.locks.get(folder, {})
    states = _states(flow, inside, reading, lock, target)
    rooms = (
        {each.span: each.room for each in draft.written if each.path == flow.path} if draft else {}
    )
    for place, words in _texts(flow.node, source, ""):
        text, said = words.get(source), words.get(target)
        if not isinstance(text, nodes.Scalar):
            continue
        found = said if isinstance(said, nodes.Scalar) and said.text else None
        state, stale = (
            states.get(place, (State.TRANSLATED, False)) if found else (State.INITIAL, False)
        )
        yield Unit(
            file=flow.path,
            place=place,
            source=text.text,
            target=found.text if found else "",
            state=state,
            stale=stale,
            room=rooms.get(words.span) or _room(place),
            note=_note(place, flow.node),
            words=words,
            said=found,
            said_in=path_of(found, flow.path) if found else "",
        )


def _states(
    flow: Flow, file: str, reading: Reading, lock: Lock, target: str
) -> Mapping[str, tuple[State, bool]]:
    """Return how far each translation of a file is, by what `_translations.lock` remembers."""
    own = next((each.languages for each in reading.services if each.path == flow.path), ())
    languages = own or reading.world.state.languages
    found = {}
    for each in translations_in(flow, file, languages):
        if each.key.language == target:
            stale = is_stale(each, lock)
            known = each.known(lock) == each.made
            state = State.INITIAL if stale else State.FINAL if known else State.TRANSLATED
            found[each.key.place] = (state, stale)
    return found


def _texts(node: nodes.Node, first: str, place: str) -> Iterator[tuple[str, nodes.Mapping]]:
    """Yield every text with its place: keys, ids of steps, numbers of other items."""
    if isinstance(node, nodes.Mapping):
        if isinstance(node.get(first), nodes.Scalar):
            yield place, node
        for key, value in node.entries:
            if not isinstance(value, nodes.Scalar):
                yield from _texts(value, first, _below(place, key.text))
    elif isinstance(node, nodes.Sequence):
        for number, item in enumerate(node.items, 1):
            yield from _texts(item, first, _below(place, _called(item, number)))


def _called(item: nodes.Node, number: int) -> str:
    found = item.get("id") if isinstance(item, nodes.Mapping) else None
    return found.text if isinstance(found, nodes.Scalar) and found.text else str(number)


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _room(place: str) -> int:
    """Return the most characters where no step says it."""
    parts = place.split(".")
    if parts[-1] == "short" or (parts[0] == "later" and len(parts) == 3 and parts[-1] == "title"):
        return ROW_TITLE
    return ROW_DESCRIPTION if parts == ["note"] else TEXT_BODY


def _note(place: str, tree: nodes.Mapping) -> str:
    """Return what a text is, for somebody who does not see the file."""
    parts = place.split(".")
    if "steps" not in parts[:3]:
        return {
            "title": "the service's name",
            "short": "its line in the menu",
            "note": "a small line under it in the menu",
        }.get(place, " ".join(parts))
    start = parts.index("steps") + 1
    verb = _verb(tree, parts[: start + 1])
    rest = " ".join(parts[start + 1 :])
    what = "what is said" if rest == "say" else "the question" if rest == verb else rest
    return f"step {parts[start]} ({verb}): {what}"


def _verb(tree: nodes.Mapping, parts: Sequence[str]) -> str:
    node: nodes.Node | None = tree
    for part in parts:
        if isinstance(node, nodes.Sequence):
            node = next(
                (
                    item
                    for number, item in enumerate(node.items, 1)
                    if _called(item, number) == part
                ),
                None,
            )
        else:
            node = node.get(part) if isinstance(node, nodes.Mapping) else None
    keys = [key.text for key, _ in node.entries] if isinstance(node, nodes.Mapping) else []
    return next((key for key in keys if key in BY_VERB), "")
