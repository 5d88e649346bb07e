"""_shared/style/<language>.yaml: the words a state writes with, those it avoids, and how long its sentences may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from engine.language import nodes
from engine.language.model.names import entries_at, items_at, text_at, whole_at
from engine.language.source import Span
from engine.language.style.words import folded, rough_words, words_in

Why = Literal["jargon", "glossary", "command", "familiar"]
ANY_ENDING = "*"


class Entry(NamedTuple):
    """Words that are not written, and what is written instead.

    phrase: all of them, folded; first: the first word; rest: the others; open_ended: the last of them may go on;
    kind: why they are not written; say: empty where they are simply left out; span: where the entry stands;
    firm: whether a release waits until they are gone.
    """

    phrase: str
    first: str
    rest: tuple[str, ...]
    open_ended: bool
    kind: Why
    say: str
    why: str
    span: Span
    firm: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Guide:
    """What a state has agreed on for one language.

    sentence: the most words of one, 0 where that is left open; please: its word; by_word: entries by their first word, where that is
    a whole one; stems: the others.
    """

    path: str
    language: str
    sentence: int
    please: str
    entries: tuple[Entry, ...]
    by_word: Mapping[str, tuple[Entry, ...]]
    stems: tuple[Entry, ...]

    def candidates(self, plain: str) -> list[Entry]:
        """Return the entries that a folded text may have; it is looked at closely only where there are any."""
        words = rough_words(plain)
        vocabulary = "\n".join(words)
        found = [entry for entry in self.stems if entry.first in vocabulary]
        for word in self.by_word.keys() & words:
            found += [entry for entry in self.by_word[word] if entry.phrase in plain]
        return found


def read_guide(node: nodes.Mapping, path: str) -> Guide:
    """Return what a style file says."""
    entries = tuple(_entries(node))
    by_word: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        if entry.rest or not entry.open_ended:
            by_word[entry.first] = (*by_word.get(entry.first, ()), entry)
    return Guide(
        path,
        text_at(node, "language"),
        whole_at(node, "sentence"),
        folded(text_at(node, "please")),
        entries,
        by_word,
        tuple(entry for entry in entries if entry.open_ended and not entry.rest),
    )


def _entries(node: nodes.Mapping) -> Iterator[Entry]:
    for _, part in entries_at(node, "glossary"):
        if isinstance(part, nodes.Mapping):
            for item in items_at(part, "not"):
                if isinstance(item, nodes.Scalar):
                    why = text_at(part, "advice") or text_at(part, "why")
                    entry = _entry(item, "glossary", text_at(part, "term"), why)
                    yield entry._replace(firm=not text_at(part, "advice"))
    lists: tuple[tuple[str, Why], ...] = (
        ("jargon", "jargon"),
        ("commands", "command"),
        ("familiar", "familiar"),
    )
    for key, kind in lists:
        for item in items_at(node, key):
            word = item.get("word") if isinstance(item, nodes.Mapping) else None
            if isinstance(item, nodes.Mapping) and isinstance(word, nodes.Scalar):
                yield _entry(word, kind, text_at(item, "say"), text_at(item, "why"))


def _entry(word: nodes.Scalar, kind: Why, say: str, why: str) -> Entry:
    open_ended = word.text.endswith(ANY_ENDING)
    first, *rest = (each.text for each in words_in(word.text.removesuffix(ANY_ENDING)))
    return Entry(
        " ".join((first, *rest)), first, tuple(rest), open_ended, kind, say, why, word.span
    )
