"""Amounts, shares and times that stand as words in what a citizen is told, and the fact each belongs to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from engine.language import nodes
from engine.language.model.names import entries_at, items_at, text_at

_AMOUNT = r"₹\s?\d[\d,.]*\d|₹\s?\d|\bRs\.?\s?\d[\d,.]*|\d[\d,.]*\s?(?:rupees?\b|రూపాయ)"
_SHARE = r"\b(?!100\b)\d+(?:\.\d+)?\s?(?:%|per ?cent\b|శాతం)"
"""The whole of something is no figure of anybody's."""
_TIME = r"\b\d+\s(?:working |పని )?(?:minutes?|hours?|days?|weeks?|months?|years?|నిమిష|గంట|రోజు|దిన|వార|నెల|సంవత్స|ఏళ్|ఏడాది)"
MONEY = re.compile(f"{_AMOUNT}|{_SHARE}")
ANY = re.compile(f"{_AMOUNT}|{_SHARE}|{_TIME}")
_HELD = ("documents", "with")
"""Parts of the header whose texts belong to a fact by name."""
_SAID = ("open", "personal")


class Figure(NamedTuple):
    """A figure in a text. fact: what a source would be for, as `refused` or `documents.bond`; start, end: where in the text."""

    fact: str
    language: str
    text: nodes.Scalar
    start: int
    end: int


def figures_in(
    flow: nodes.Mapping, languages: Collection[str], wanted: re.Pattern[str]
) -> Iterator[Figure]:
    """Yield the figures of a service's, a family's or a fragment's file in these languages, the first of each text."""
    for fact, node in _told(flow):
        for language, text in texts_in(node, languages):
            found = wanted.search(text.text)
            if found:
                yield Figure(fact, language, text, found.start(), found.end())


def steps_in(flow: nodes.Mapping) -> Iterator[nodes.Mapping]:
    """Yield each step of a file, those that may be done later last."""
    for holder in (flow, *(later for _, later in entries_at(flow, "later"))):
        for step in items_at(holder, "steps") if isinstance(holder, nodes.Mapping) else ():
            if isinstance(step, nodes.Mapping):
                yield step


def _told(flow: nodes.Mapping) -> Iterator[tuple[str, nodes.Node]]:
    """Yield what is said in a flow, by the fact it belongs to."""
    for group in _HELD:
        yield from ((f"{group}.{name.text}", part) for name, part in entries_at(flow, group))
    for group in _SAID:
        part = flow.get(group)
        if part is not None:
            yield group, part
    yield from ((text_at(step, "id"), step) for step in steps_in(flow))
    yield from ((name.text, end) for name, end in entries_at(flow, "ends"))


def texts_in(node: nodes.Node, languages: Collection[str]) -> Iterator[tuple[str, nodes.Scalar]]:
    """Yield each text below a node with its language."""
    waiting: list[tuple[str, nodes.Node]] = [("", node)]
    while waiting:
        name, part = waiting.pop()
        if isinstance(part, nodes.Mapping):
            waiting += [(key.text, value) for key, value in reversed(part.entries)]
        elif isinstance(part, nodes.Sequence):
            waiting += [("", item) for item in reversed(part.items)]
        elif name in languages and isinstance(part.value, str):
            yield name, part
