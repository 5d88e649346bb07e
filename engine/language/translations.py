"""Which text each translation was made from: `_translations.lock` remembers it, so that a changed text shows whose translation is old."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from engine.language import nodes
from engine.language.model.flow import Flow
from engine.language.model.names import name_at, names_at

HEAD = "# Which text each translation was made from, and which it was: catalog translations accept writes this file.\n"
DIGITS = 4
"""Bytes of a fingerprint: these only tell an older text from a newer one."""


class Key(NamedTuple):
    """A translated text: the file below its department's folder, the place in it, the language."""

    file: str
    place: str
    language: str


class Made(NamedTuple):
    """Fingerprints of the text that was translated, and of the translation."""

    source: str
    text: str


Lock = Mapping[Key, Made]


class Translation(NamedTuple):
    """A translation as it stands now. source: the text it translates; said: where it stands; former: where it stood before a step was
    renamed.
    """

    key: Key
    source: str
    said: nodes.Scalar
    former: tuple[Key, ...] = ()

    @property
    def made(self) -> Made:
        """Return the fingerprints of both texts as they are now."""
        return Made(_fingerprint(self.source), _fingerprint(self.said.text))

    def known(self, lock: Lock) -> Made | None:
        """Return what the lock remembers of it, under its present name or a former one."""
        return next((lock[key] for key in (self.key, *self.former) if key in lock), None)


def translations_in(flow: Flow, file: str, languages: Sequence[str]) -> Iterator[Translation]:
    """Yield every translation of a file. languages: of the service, the one that is written first in front."""
    first, *others = languages
    for (place, *before), words in _texts(flow.node, first, ("",)):
        source = words.get(first)
        if not isinstance(source, nodes.Scalar):
            continue
        for language in others:
            said = words.get(language)
            if isinstance(said, nodes.Scalar):
                key, *former = (Key(file, each, language) for each in (place, *before))
                yield Translation(key, source.text, said, tuple(former))


_Placed = tuple[tuple[str, ...], nodes.Mapping]


def _texts(
    node: nodes.Node, first: str, places: tuple[str, ...], found: list[_Placed] | None = None
) -> list[_Placed]:
    """Return every text with its places: where it stands, then where it stood before steps were renamed."""
    found = [] if found is None else found
    if isinstance(node, nodes.Mapping):
        if isinstance(node.by_name.get(first), nodes.Scalar):
            found.append((places, node))
        for key, value in node.entries:
            if not isinstance(value, nodes.Scalar):
                within = tuple(f"{place}.{key.text}" if place else key.text for place in places)
                _texts(value, first, within, found)
    elif isinstance(node, nodes.Sequence):
        for number, item in enumerate(node.items, 1):
            names = _names(item, number) if isinstance(item, nodes.Mapping) else [str(number)]
            if not isinstance(item, nodes.Scalar):
                within = tuple(f"{place}.{name}" for name in names for place in places)
                _texts(item, first, within, found)
    return found


def _names(item: nodes.Mapping, number: int) -> list[str]:
    """Return what an item of a list is called, and what it was called before."""
    found = name_at(item, "id")
    former = [name.text for name in names_at(item, "former_ids")]
    return [found.text if found else str(number), *former]


def _fingerprint(text: str) -> str:
    return blake2b(text.encode(), digest_size=DIGITS).hexdigest()


def is_stale(now: Translation, lock: Lock) -> bool:
    """Tell whether the text changed after this translation was made, and the translation did not."""
    known = now.known(lock)
    if known is None or known.source == _fingerprint(now.source):
        return False
    return known.text == _fingerprint(now.said.text)


def read_lock(content: bytes) -> dict[Key, Made]:
    """Return what a lock file remembers; lines that cannot be read are passed over, as if they had never been accepted."""
    found = {}
    for line in content.decode("utf-8", "replace").splitlines():
        parts = line.split()
        if len(parts) == 5 and not line.startswith("#"):
            found[Key(*parts[:3])] = Made(*parts[3:])
    return found


def write_lock(lock: Lock) -> str:
    """Return the text of a lock file: one line a translation, sorted, so that two people's changes merge."""
    lines = sorted(f"{' '.join(key)} {' '.join(made)}\n" for key, made in lock.items())
    return HEAD + "".join(lines)


def accepted(
    lock: Lock, now: Iterable[Translation], file: str, step: str, *, every: bool
) -> dict[Key, Made]:
    """Return the lock once the translations of a file, or of one of its steps, are called right as they stand now.

    every: of all files; file and step are not looked at then.
    """

    def meant(key: Key) -> bool:
        inside = not step or f".{step}." in f".{key.place}."
        return every or (key.file == file and inside)

    right = [each for each in now if meant(each.key)]
    gone = {key for each in right for key in each.former}
    kept = {key: made for key, made in lock.items() if not meant(key) and key not in gone}
    return {**kept, **{each.key: each.made for each in right}}
