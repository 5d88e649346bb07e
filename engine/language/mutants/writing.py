"""Slips of the pen: tabs, quotes, brackets, keys that are misspelt or stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.mutants.mutant import Make, Operator, Slip
from engine.language.mutants.pages import Edit, Page, Spot
from engine.language.mutants.spots import (
    entries,
    misspelt,
    rekey,
    rewrite,
    shortened,
    steps,
    under,
)
from engine.language.nodes import Mapping, Scalar

VERBS = (
    "ask", "choose", "confirm", "repeat", "collect", "say", "set", "when", "use", "call", "book", "pay", "refund", "submit",
    "approve", "wait", "issue", "send",
)  # fmt: skip


def _is_verb(spot: Spot) -> bool:
    return spot.in_steps and len(spot.address) >= 2 and under_step(spot) and spot.name in VERBS


def under_step(spot: Spot) -> bool:
    """Tell whether a value stands directly in a step."""
    return (
        spot.key is not None
        and isinstance(spot.parent, Mapping)
        and "id" in spot.parent.by_name
        and spot.in_steps
    )


def _line_starts(words: str, change: str) -> Make:
    """Return the maker that puts something else for the two first blanks of a step's second line."""

    def make(page: Page) -> Iterator[Slip]:
        for spot in steps(page):
            second = list(entries(spot))[1:2]
            if second and second[0].key is not None and not page.is_flow(spot.node):
                place = page.starts[second[0].key.span.line - 1]
                yield Slip(second[0], (Edit(place, place + 2, words),), change)

    return make


def _quote_dropped(page: Page) -> Iterator[Slip]:
    for spot in page.spots:
        if isinstance(spot.node, Scalar) and spot.node.quoted and spot.key is not None:
            end = page.reach(spot.node.span)[1]
            yield Slip(spot, (Edit(end - 1, end, ""),), "the closing quote was left out")


def _quotes_dropped(page: Page) -> Iterator[Slip]:
    """Texts with a comma in brackets, or with a colon, mean something else without their quotes."""
    for spot in page.spots:
        if isinstance(spot.node, Scalar) and spot.node.quoted:
            words = spot.node.text
            cut = ", " in words and page.is_flow(spot.parent)
            if (cut or ": " in words) and '"' not in words and "\n" not in words:
                edit = page.instead(spot.node, words)
                yield Slip(spot, (edit,), f"quotes left out around {shortened(words)}")


def _round_quotes(page: Page) -> Iterator[Slip]:
    for spot in page.spots:
        if isinstance(spot.node, Scalar) and spot.node.quoted and len(spot.node.text) > 3:
            start, end = page.reach(spot.node.span)
            edits = (Edit(start, start + 1, "“"), Edit(end - 1, end, "”"))
            yield Slip(spot, edits, "typographic quotes instead of plain ones")


def _bracket_dropped(page: Page) -> Iterator[Slip]:
    for spot in page.spots:
        if not isinstance(spot.node, Scalar) and page.is_flow(spot.node):
            end = page.reach(spot.node.span)[1]
            yield Slip(spot, (Edit(end - 1, end, ""),), "the closing bracket was left out")


def _key_twice(page: Page) -> Iterator[Slip]:
    for spot in page.spots:
        if spot.key is None or not isinstance(spot.node, Scalar) or spot.node.text == "":
            continue
        start, end = (
            page.at(spot.key.span.line, spot.key.span.column),
            page.reach(spot.node.span)[1],
        )
        again = page.text[start:end]
        if "\n" not in again:
            blank = " " * (spot.key.span.column - 1)
            joint = ", " if page.is_flow(spot.parent) else f"\n{blank}"
            yield Slip(spot, (Edit(end, end, joint + again),), f"{spot.name}: written twice")


def _colon_dropped(page: Page) -> Iterator[Slip]:
    for spot in page.spots:
        if under_step(spot) and spot.key is not None:
            place = page.text.index(":", page.reach(spot.key.span)[1])
            yield Slip(spot, (Edit(place, place + 1, ""),), f"colon left out after {spot.name}")


def _hidden(page: Page) -> Iterator[Slip]:
    for spot in page.spots:
        if isinstance(spot.node, Scalar) and spot.node.quoted and " " in spot.node.text:
            place = page.text.index(" ", page.reach(spot.node.span)[0])
            yield Slip(spot, (Edit(place, place, "\u200b"),), "an invisible blank in a text")


WRITING: tuple[Operator, ...] = (
    Operator("tab", "writing", "indents with a tab", _line_starts("\t", "a tab begins the line")),
    Operator(
        "indent", "writing", "indents a line otherwise", _line_starts(" ", "a blank less in front")
    ),
    Operator("quote_open", "writing", "forgets a closing quote", _quote_dropped),
    Operator("quotes_gone", "writing", "forgets the quotes", _quotes_dropped),
    Operator("round_quotes", "writing", "writes typographic quotes", _round_quotes),
    Operator("bracket_open", "writing", "forgets a closing bracket", _bracket_dropped),
    Operator("key_twice", "writing", "writes a key twice", _key_twice),
    Operator("colon_gone", "writing", "forgets a colon", _colon_dropped),
    Operator("hidden_blank", "writing", "pastes an invisible sign", _hidden),
    rekey("key_misspelt", "writing", "misspells a key of a step",
          lambda spot: under_step(spot) and spot.name not in VERBS, misspelt),
    rekey("verb_misspelt", "writing", "misspells a verb", _is_verb, misspelt),
    rewrite("anchor", "writing", "uses an anchor", under("type"), lambda old: f"&a {old}"),
    rewrite("unquoted_hash", "writing", "begins a value with #", under("type"), lambda old: f"#{old}"),
)  # fmt: skip
