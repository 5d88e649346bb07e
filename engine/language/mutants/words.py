"""Slips in what a citizen reads: a language forgotten, labels too long, texts changed in one language only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from engine.language.mutants.mutant import Make, Operator, Slip
from engine.language.mutants.pages import Edit, Page, Spot
from engine.language.mutants.spots import (
    drop,
    entries,
    is_texts,
    is_words,
    shortened,
    swapped,
    told,
    under,
)
from engine.language.nodes import Mapping, Node, Scalar

_PLACEHOLDER = re.compile(r"\{\{ *[a-z_.]+ *\}\}")
LONG = " " + "మరియు ఇతర వివరాలు " * 3
VERY_LONG = " " + "చాలా పొడవైన వాక్యం. " * 210


def _changed(choice: Callable[[Spot], bool], words: Callable[[str], str], change: str) -> Make:
    """Return the maker that writes single texts otherwise, inside their quotes."""

    def make(page: Page) -> Iterator[Slip]:
        for spot in filter(choice, page.spots):
            node = spot.node
            if isinstance(node, Scalar) and node.quoted and node.span.line == node.span.end_line:
                old = page.written(node)
                new = old[0] + words(old[1:-1]) + old[-1]
                if new != old:
                    yield Slip(spot, (page.instead(node, new),), f"{change}: {shortened(old)}")

    return make


def _is_label(spot: Spot) -> bool:
    """Tell whether this is an option's label."""
    return is_words(spot) and spot.address[-3:-2] == ("options",) and spot.name == "te"


def _is_short(spot: Spot) -> bool:
    return is_words(spot) and spot.address[-2] == "short"


def _is_found_by(spot: Spot) -> bool:
    return spot.address[0] == "find" and spot.key is not None


def _is_telugu(spot: Spot) -> bool:
    return is_words(spot) and spot.name == "te" and isinstance(spot.node, Scalar)


def _told(spot: Spot) -> bool:
    return _is_telugu(spot) and spot.address[-2] in ("say", "ask", "choose", "confirm", "meanwhile")


def _filled(spot: Spot) -> bool:
    return (
        is_words(spot)
        and isinstance(spot.node, Scalar)
        and _PLACEHOLDER.search(spot.node.text) is not None
    )


def _languages_swapped(page: Page) -> Iterator[Slip]:
    for spot in page.spots:
        if is_texts(spot):
            found = {each.name: each for each in entries(spot)}
            one, other = found["te"], found["en"]
            if page.written(one.node) != page.written(other.node):
                yield Slip(spot, swapped(page, one, other), "Telugu and English changed places")


def _same_words(page: Page) -> Iterator[Slip]:
    """The English text copied over the Telugu one."""
    for spot in page.spots:
        if is_texts(spot) and isinstance(spot.node, Mapping):
            edit = page.instead(spot.node.by_name["te"], page.written(spot.node.by_name["en"]))
            yield Slip(spot, (edit,), "the English words stand as Telugu")


def _same_labels(page: Page) -> Iterator[Slip]:
    for spot in page.spots:
        if spot.name != "options" or not isinstance(spot.node, Mapping):
            continue
        for one, other in pairwise(entries(spot)):
            if is_texts(one) and is_texts(other):
                yield Slip(
                    other,
                    _copied(page, one.node, other.node),
                    f"{other.name} is called as {one.name}",
                )


def _copied(page: Page, one: Node, other: Node) -> tuple[Edit, ...]:
    assert isinstance(one, Mapping)  # noqa: S101 (the caller looked)
    assert isinstance(other, Mapping)  # noqa: S101 (the caller looked)
    return tuple(
        page.instead(other.by_name[language], page.written(one.by_name[language]))
        for language in ("te", "en")
    )


def _placeholder_gone(text: str) -> str:
    return _PLACEHOLDER.sub("", text, count=1)


def _glued(text: str) -> str:
    return _PLACEHOLDER.sub(lambda found: f"{found[0]}లో", text, count=1)


def _also_taken(page: Page) -> Iterator[Slip]:
    """Another word for an option that is the name of its neighbour."""
    for spot in page.spots:
        if (
            spot.name != "also"
            or spot.address[-3:-2] != ("options",)
            or page.is_flow(spot.parent) is False
        ):
            continue
        options = next(each for each in page.spots if each.address == spot.address[:-2])
        others = [
            each for each in entries(options) if each.name != spot.address[-2] and is_texts(each)
        ]
        if others and isinstance(others[0].node, Mapping):
            words = page.written(others[0].node.by_name["en"])
            place = page.reach(spot.node.span)[0] + 1
            change = told("also:", f"{words} as well, which is {others[0].name}")
            yield Slip(spot, (Edit(place, place, f"{words}, "),), change)


WORDS: tuple[Operator, ...] = (
    drop("language_gone", "words", "forgets a language", is_words),
    Operator("label_long", "words", "writes a label too long for its button",
             _changed(_is_label, lambda text: text + LONG, "made longer")),
    Operator("short_long", "words", "writes a short title too long for the menu",
             _changed(_is_short, lambda text: text + LONG, "made longer")),
    Operator("text_long", "words", "writes a text too long for a message",
             _changed(_told, lambda text: text + VERY_LONG, "made longer")),
    Operator("text_empty", "words", "leaves a text empty",
             _changed(_told, lambda _: "", "left empty")),
    Operator("text_changed", "words", "changes the Telugu and not the rest",
             _changed(_told, lambda text: f"{text} ధన్యవాదాలు.", "changed")),
    Operator("languages_swapped", "words", "mixes up two languages", _languages_swapped),
    Operator("untranslated", "words", "leaves the English words for the Telugu", _same_words),
    Operator("labels_same", "words", "calls two options the same", _same_labels),
    Operator("also_taken", "words", "takes another option's word", _also_taken),
    Operator("placeholder_gone", "words", "forgets a placeholder in one language",
             _changed(_filled, _placeholder_gone, "placeholder forgotten")),
    Operator("glued", "words", "glues a case ending to a placeholder",
             _changed(lambda spot: _filled(spot) and spot.name == "te", _glued, "glued")),
    drop("find_gone", "words", "forgets the words people type", lambda spot: spot.address == ("find",)),
    drop("find_word_gone", "words", "forgets one language's words people type", _is_found_by),
    drop("title_gone", "words", "forgets a title", lambda spot: spot.name == "title" and not spot.in_steps),
    drop("label_gone", "words", "forgets what rows are called", under("label")),
    drop("line_gone", "words", "forgets how a record is told", under("line")),
    drop("caption_gone", "words", "forgets what is said with a document", under("caption")),
    drop("meanwhile_gone", "words", "forgets what is said meanwhile", under("meanwhile")),
    drop("reason_gone", "words", "says nothing before asking again",
         lambda spot: spot.name == "say" and "outcomes" in spot.address),
)  # fmt: skip
