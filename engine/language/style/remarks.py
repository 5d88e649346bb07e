"""What is remarked on in one text: long sentences, words the state does not use, commands, mixed digits, glued endings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from engine.language.style.guide import Entry, Guide
from engine.language.style.words import LETTER, Word, count_words, folded, sentences, words_in

MOST_PLEASES = 2
"""One for each of two things that are asked in one message; a third only makes it longer."""

_GLUED = re.compile(rf"(?P<name>\{{\{{[^{{}}]*\}}\}})(?P<ending>{LETTER}+)")
_ORDINALS = frozenset(("వ", "వది", "वाँ", "वीं", "वें", "st", "nd", "rd", "th"))
"""Endings that make a number an ordinal are the same after every number."""
_NATIVE_DIGIT = re.compile(r"[\u0966-\u096f\u0c66-\u0c6f\u06f0-\u06f9]")
_WESTERN_DIGIT = re.compile(r"[0-9]")
_NAME = re.compile(r"\{\{[^{}]*\}\}")
_CAPITALS = re.compile(r"[A-Z]{2,} +[A-Z]{2,}")
_SHOUT = re.compile(r"!\s*!|\b(?:[A-Z]{2,}[ ,]+){3,}[A-Z]{2,}\b")


class Remark(NamedTuple):
    """A stretch of a text and what is said of it. firm: a release waits until it is gone."""

    start: int
    end: int
    code: str
    message: str
    why: str
    fix: str
    firm: bool = False


def remarks_on(text: str, guide: Guide | None) -> tuple[Remark, ...]:
    """Return what is remarked on in a text. guide: what the state has agreed on for its language, where it has."""
    return tuple(remark for _, remark in remarks_on_all((text,), guide))


def remarks_on_all(texts: Sequence[str], guide: Guide | None) -> Iterator[tuple[int, Remark]]:
    """Yield what is remarked on in many texts of one language, each with the place of its text.

    What a state avoids is hardly ever there: all texts are looked through at once before each is looked at closely.
    """
    suspects = _suspects(texts, guide) if guide is not None else frozenset()
    for place, text in enumerate(texts):
        for look in _in_any_language(text):
            for remark in look(text):
                yield place, remark
        if guide is not None:
            for told in _as_agreed(text, guide, suspect=place in suspects):
                for remark in told(text, guide):
                    yield place, remark


_BETWEEN = "\n\0\n"
"""Stands between two texts that are looked through together; no text has it."""


def _suspects(texts: Sequence[str], guide: Guide) -> frozenset[int]:
    """Return the places of the texts in which something stands that looks like what the state avoids."""
    plain = folded(_BETWEEN.join(texts))
    live = guide.candidates(plain)
    if not live:
        return frozenset()
    ends = list(accumulate(len(each) + len(_BETWEEN) for each in plain.split(_BETWEEN)))
    return frozenset(
        bisect_right(ends, found.start())
        for phrase in {entry.phrase for entry in live}
        for found in re.finditer(re.escape(phrase), plain)
    )


def _in_any_language(text: str) -> Sequence[Callable[[str], Iterator[Remark]]]:
    """Return what is worth looking for closely in a text."""
    looks: list[Callable[[str], Iterator[Remark]]] = []
    if "}}" in text:
        looks.append(_glued)
    if not text.isascii() and _NATIVE_DIGIT.search(text):
        looks.append(_mixed_digits)
    if "!" in text or _CAPITALS.search(text):
        looks.append(_shouting)
    return looks


def _as_agreed(
    text: str, guide: Guide, *, suspect: bool
) -> Sequence[Callable[[str, Guide], Iterator[Remark]]]:
    """Return what is worth looking for closely in a text of a state's language."""
    looks: list[Callable[[str, Guide], Iterator[Remark]]] = []
    if suspect:
        looks.append(_unwanted)
    if guide.sentence and text.count(" ") >= guide.sentence:
        looks.append(_long)
    if guide.please and text.count(guide.please[1:]) > MOST_PLEASES:  # it may begin with a capital
        looks.append(_pleading)
    return looks


# -- in every language ------------------------------------------------------------------------------------------------


def _glued(text: str) -> Iterator[Remark]:
    for match in _GLUED.finditer(text):
        ending = match["ending"]
        if ending not in _ORDINALS:
            yield Remark(
                match.start(),
                match.end(),
                "TEXT-556",
                f'"{ending}" is glued to {match["name"]}',
                "The ending fits some values and is wrong after others",
                f'Put the value at the end: "…: {match["name"]}"',
            )


def _mixed_digits(text: str) -> Iterator[Remark]:
    native = _NATIVE_DIGIT.search(text)
    if native and _WESTERN_DIGIT.search(_NAME.sub("", text)):
        yield Remark(
            native.start(),
            native.end(),
            "TEXT-555",
            f'"{native.group()}" stands beside digits of another script',
            "Numbers that are to be compared or copied must look alike",
            "Write all numbers of the text as 0 1 2 3",
        )


def _shouting(text: str) -> Iterator[Remark]:
    match = _SHOUT.search(text)
    if match:
        yield Remark(
            match.start(),
            match.end(),
            "TEXT-558",
            f'"{match.group()}" reads as if we shouted',
            "A citizen feels scolded",
            "Write it in small letters, with a full stop",
        )


# -- as the state has agreed ------------------------------------------------------------------------------------------


def _long(text: str, guide: Guide) -> Iterator[Remark]:
    for start, end in sentences(text):
        count = count_words(text, start, end)
        if count > guide.sentence:
            begin = start + len(text[start:end]) - len(text[start:end].lstrip())
            yield Remark(
                begin,
                end,
                "TEXT-551",
                f"A sentence has {count} words; the state writes at most {guide.sentence}",
                "Whoever reads slowly, or has it read out, loses the beginning before the end",
                "Make two sentences of it",
            )


def _pleading(text: str, guide: Guide) -> Iterator[Remark]:
    found = [word for word in words_in(text) if word.text == guide.please]
    for extra in found[MOST_PLEASES : MOST_PLEASES + 1]:
        yield Remark(
            extra.start,
            extra.end,
            "TEXT-559",
            f'"{text[extra.start : extra.end]}" stands here {len(found)} times',
            "The message gets longer, not politer",
            "Leave it out from the third time on",
        )


def _unwanted(text: str, guide: Guide) -> Iterator[Remark]:
    words, entries = words_in(text), guide.candidates(folded(text))
    taken = -1
    for place, word in enumerate(words):
        hits = [entry for entry in entries if place > taken and _stands(entry, words, place, text)]
        if hits:
            entry = max(hits, key=lambda each: (len(each.rest), len(each.first)))
            taken = place + len(entry.rest)
            yield _as_remark(text[word.start : words[taken].end], word.start, entry)


def _stands(entry: Entry, words: tuple[Word, ...], place: int, text: str) -> bool:
    """Whether the words of an entry begin at this place; a command counts only at the end of its sentence."""
    said = [word.text for word in words[place : place + 1 + len(entry.rest)]]
    wanted = [entry.first, *entry.rest]
    if len(said) < len(wanted) or said[:-1] != wanted[:-1]:
        return False
    same = said[-1].startswith(wanted[-1]) if entry.open_ended else said[-1] == wanted[-1]
    if not same or entry.kind != "command":
        return same
    return text[words[place + len(entry.rest)].end :].lstrip("*_ ")[:1] in (".", "!")


_CODES = {
    "jargon": "TEXT-552",
    "glossary": "TEXT-553",
    "command": "TEXT-554",
    "familiar": "TEXT-554",
}
_WHYS = {
    "jargon": "Citizens do not use this word",
    "glossary": "One thing under two names looks like two things",
    "command": "It orders the citizen about",
    "familiar": "It speaks to the citizen as to a child",
}


def _as_remark(said: str, start: int, entry: Entry) -> Remark:
    match entry.kind:
        case "glossary":
            message = f'"{said}" is called "{entry.say}" everywhere else'
        case "jargon":
            message = f'"{said}" is office language'
        case _:
            message = f'"{said}" is not polite'
    why = entry.why or _WHYS[entry.kind]
    fix = f'Write "{entry.say}"' if entry.say else "Leave it out"
    return Remark(start, start + len(said), _CODES[entry.kind], message, why, fix, entry.firm)
