"""The same question asked in many ways: where services ask for the same thing in nearly the same words, one wording should do."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from engine.language.findings import Finding, warning
from engine.language.outline import Script, Written
from engine.language.source import Span
from engine.language.whole import Whole

ALIKE = 0.75
"""Two questions are nearly the same when so much of their words is common to both, in every language."""
MOST = 64
"""A wording is compared with so many others that share a word at most, the nearest in the catalogue, so that time grows with its size."""
FEWEST = 4
"""Words a question must have: shorter ones are alike by chance."""

_PLACEHOLDER = re.compile(r"\{\{[^}]*\}\}")
_MARKS = str.maketrans(dict.fromkeys(".,;:!?()[]\"'*_-/<>0123456789", " "))
_POLITE = frozenset(("please", "the", "a", "an", "your", "you", "is", "దయచేసి", "మీ", "మీరు"))
"""Words that make no difference between two questions."""


class _Question(NamedTuple):
    """A question as it stands in a file. words: by language; shared: the fragment or family it stands in."""

    path: str
    span: Span
    words: tuple[tuple[str, str], ...]
    shared: str


class _Wording(NamedTuple):
    """A wording and everybody who asks so. bags: its words by language."""

    bags: tuple[tuple[str, frozenset[str]], ...]
    asked: list[_Question]


def check_repeated_questions(
    whole: Whole, copied: Mapping[str, Sequence[range]]
) -> Iterator[Finding]:
    """Yield, once a group, the first question whose wording is not the one most services use. copied: lines to pass over, by path.

    A group is questions of different files that take the same kind of answer and are alike in every language (the share of words
    they have in common; polite words, numbers and signs do not count). Only wordings that share one of their rarest words are
    compared, which finds the pairs that are alike enough without comparing all with all.
    """
    by_kind: dict[str, list[_Question]] = defaultdict(list)
    for kind, question in _questions(whole, copied):
        by_kind[kind].append(question)
    for questions in by_kind.values():
        if len(questions) > 1:
            for group in _groups(_wordings(questions)):
                yield from _told(group)


def _questions(
    whole: Whole, copied: Mapping[str, Sequence[range]]
) -> Iterator[tuple[str, _Question]]:
    """Yield every question, with the kind of answer it takes."""
    for script in whole.scripts():
        shared, passed_over = _shared(script), copied.get(script.path, ())
        for step in (each for row in script.rows for each in row):
            if step.kind and not _is_in(step, passed_over):
                yield step.kind, _Question(script.path, step.span, step.words, shared)


def _is_in(step: Written, ranges: Sequence[range]) -> bool:
    return any(step.begins in lines for lines in ranges)


def _shared(script: Script) -> str:
    """Return the fragment a file is, or nothing."""
    name = script.path.rpartition("/")[2].removesuffix(".yaml")
    return name if script.path.startswith("_shared/") else ""


def _wordings(questions: list[_Question]) -> list[_Wording]:
    """Return each wording once, with all who use it."""
    found: dict[tuple[tuple[str, str], ...], _Wording] = {}
    for question in questions:
        if question.words not in found:
            bags = tuple((language, _bag(text)) for language, text in question.words)
            found[question.words] = _Wording(bags, [])
        found[question.words].asked.append(question)
    return list(found.values())


def _bag(text: str) -> frozenset[str]:
    plain = _PLACEHOLDER.sub(" ", text).casefold().translate(_MARKS)
    return frozenset(word for word in plain.split() if word not in _POLITE)


def _groups(wordings: list[_Wording]) -> Iterator[list[_Wording]]:
    """Yield wordings that are alike, directly or through others."""
    leader = list(range(len(wordings)))

    def led(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for one, other in _near(wordings):
        if led(one) != led(other) and _alike(wordings[one], wordings[other]):
            leader[max(led(one), led(other))] = min(led(one), led(other))
    groups: dict[int, list[_Wording]] = defaultdict(list)
    for place, wording in enumerate(wordings):
        groups[led(place)].append(wording)
    yield from groups.values()


def _near(wordings: list[_Wording]) -> Iterator[tuple[int, int]]:
    """Yield pairs that share one of the rarest words of both; two that are alike always do (prefix filtering)."""
    common = Counter(word for wording in wordings for word in wording.bags[0][1])
    holders: dict[str, list[int]] = defaultdict(list)
    for place, wording in enumerate(wordings):
        words = sorted(wording.bags[0][1], key=lambda word: (common[word], word))
        if len(words) >= FEWEST:
            for word in words[: len(words) - int(-(-ALIKE * len(words) // 1)) + 1]:
                yield from ((other, place) for other in holders[word][-MOST:])
                holders[word].append(place)


def _alike(one: _Wording, other: _Wording) -> bool:
    theirs = dict(other.bags)
    return all(
        len(bag & theirs[language]) >= ALIKE * len(bag | theirs[language])
        for language, bag in one.bags
        if language in theirs
    )


def _told(group: list[_Wording]) -> Iterator[Finding]:
    usual = max(group, key=lambda each: (_fragment(each) != "", len(_paths(each))))
    name = _fragment(usual)
    others_too = [wording for wording in group if name or wording is not usual]
    known_at = frozenset() if name else _paths(usual)
    odd = [
        each
        for wording in others_too
        for each in wording.asked
        if not each.shared and each.path not in known_at
    ]
    if not odd:
        return
    first = min(odd, key=lambda each: (each.path, each.span))
    words = dict(usual.asked[0].words)
    wording = words.get("en") or next(iter(words.values()))
    more = len({each.path for each in odd}) - 1
    others = f" (and {more} more {'files' if more > 1 else 'file'})" if more else ""
    message = f'The fragment "{name}" asks this already: "{wording}"{others}'
    fix = f"Write use: {name} here"
    if not name:
        message = f'{_counted(usual)} in other words: "{wording}"{others}'
        fix = "Take the same words, or make a fragment of the question"
    why = "A citizen who uses two services wonders whether two things are wanted"
    yield warning(first.path, first.span, "TEXT-581", message, why, fix)


def _counted(usual: _Wording) -> str:
    number = len(_paths(usual))
    return f"{number} services ask this" if number > 1 else f"{usual.asked[0].path} asks this"


def _fragment(wording: _Wording) -> str:
    return next((each.shared for each in wording.asked if each.shared), "")


def _paths(wording: _Wording) -> frozenset[str]:
    return frozenset(each.path for each in wording.asked)
