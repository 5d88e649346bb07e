"""What a service takes, in one value: for a table, for JSON, and for the page about one service."""

from __future__ import annotations

from typing import NamedTuple

from engine.language.bounds.costs import MEASURES
from engine.language.bounds.room import session_bytes
from engine.language.bounds.silence import late_words
from engine.language.bounds.walk import Walks, shown
from engine.language.program import Program


class Span(NamedTuple):
    """The fewest on a good way, the most on any, and that way in words."""

    least: int
    most: int
    way: str


class Summary(NamedTuple):
    """session_bytes: the most; at_will: ways back that the citizen may choose as often as they like, which the most leaves out;
    late: where something may have to be said after 24 hours; template: that opens it."""

    turns: Span
    messages: Span
    calls: Span
    session_bytes: int
    at_will: tuple[str, ...]
    late: tuple[str, ...]
    template: str


def summary_of(program: Program) -> Summary:
    """Return what a service takes."""
    walks = Walks(program)
    spans = []
    for measure in MEASURES:
        dearest = walks.dearest(measure)
        spans.append(Span(walks.fewest(measure), dearest.total, shown(dearest)))
    turns, messages, calls = spans
    return Summary(
        turns,
        messages,
        calls,
        session_bytes(program),
        tuple(dict.fromkeys(_at_will(program, edge.start, edge.end) for edge in walks.unbounded)),
        late_words(program),
        program.notify,
    )


def _at_will(program: Program, start: str, end: str) -> str:
    """Return a way back in words; from an end it is what may be done later."""
    return f"{start} → {end}" + (" (from the menu)" if start in program.ends else "")
