"""`type: name` or `name(te, en)`: a person's or a place's name, in the scripts between the brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, Bounds, Given, Parameters, Reading, typed
from engine.domain.digits import clean, fold_digits
from engine.domain.types import Text, Type
from engine.domain.words import section

SHORTEST = 2
LONGEST = 80

_LATIN = re.compile(r"[A-Za-z][A-Za-z .'\-]*")
_TELUGU = re.compile(r"[\u0c05-\u0c3a][\u0c00-\u0c63 .'\-\u200c\u200d]*")
_ADDRESS = re.compile(r"https?\b|www\.|\.(?:com|org|net|gov|co)\b", re.IGNORECASE)
_MARKS = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "\u2010": "-", "\n": " "})
_SCRIPTS: Mapping[str, re.Pattern[str]] = {
    "te": re.compile(r"[\u0c00-\u0c7f .'\-\u200c\u200d]+"),
    "en": re.compile(r"[A-Za-z\u00c0-\u024f .'\-]+"),
    "hi": re.compile(r"[\u0900-\u097f .'\-\u200c\u200d]+"),
    "ur": re.compile(r"[\u0600-\u06ff\u0750-\u077f .'\-\u200c\u200d]+"),
}

_BEFORE = re.compile(
    r"(?:(?:my )?name is|i am|i'm|this is|naa? (?:peru|per)|mera naa?m|na(?:a?me?|am) ?[:\-]|peru ?[:\-]"
    r"|నా పేరు|పేరు ?[:\-]|मेरा नाम|नाम ?[:\-]|میرا نام|نام ?[:\-])[ :\-]*(?=\S)",
    re.IGNORECASE,
)
_AFTER = re.compile(r" (?:hai|andi|అండి|అండీ|है|ہے)[.।۔]?$", re.IGNORECASE)

_HINTS = Hints("name")


class NameAnswer:
    """A name of 2 to 80 code points: letters of any script, dots, apostrophes, hyphens and spaces."""

    name = "name"
    parameters: Parameters = "list"
    problems = (
        "empty",
        "wrong_media",
        "too_short",
        "too_long",
        "has_digits",
        "not_a_name",
        "wrong_script",
    )

    def value_type(self) -> Type:
        """Return text as long as a name may be."""
        return Text(LONGEST)

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the name as written, tidied."""
        if not given.text:
            return typed(given) or EMPTY
        name = _alone(clean(given.text))
        problem = _problem(name)
        if not problem and bounds.options and not _in_scripts(name, bounds.options):
            problem = "wrong_script"
        if not problem:
            return Reading(name if name.isascii() else name.translate(_MARKS))
        return Reading(problem=problem)

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint with a name as an example, in a script that is allowed."""
        words = section("name", language)
        scripts = ", ".join(words["scripts"].get(script, script) for script in bounds.options)
        shown = language if not bounds.options or language in bounds.options else bounds.options[0]
        return _HINTS.say(
            problem,
            language,
            attempt,
            most=str(LONGEST),
            scripts=scripts,
            example=section("name", shown)["example"],
        )


def _alone(text: str) -> str:
    """Return the name without the words people put around it, as in "my name is …"."""
    before = _BEFORE.match(text)
    return text if before is None else _AFTER.sub("", text[before.end() :])


def _problem(name: str) -> str:
    if not name:
        return "empty"
    if len(name) > LONGEST:
        return "too_long"
    plain = _LATIN.fullmatch(name) or _TELUGU.fullmatch(name)
    if plain is None:
        name = name.translate(_MARKS)
        if any(sign.isdigit() for sign in fold_digits(name)):
            return "has_digits"
        if not name[0].isalpha() or not all(map(_belongs, name)):
            return "not_a_name"
    if len(name) < SHORTEST:
        return "too_short"
    return "not_a_name" if "." in name and _ADDRESS.search(name) else ""


def _belongs(sign: str) -> bool:
    return sign.isalpha() or sign in " .'-\u200c\u200d" or unicodedata.category(sign)[0] == "M"


def _in_scripts(name: str, scripts: tuple[str, ...]) -> bool:
    rest = name if name.isascii() else name.translate(_MARKS)
    for script in scripts:
        rest = _SCRIPTS[script].sub("", rest) if script in _SCRIPTS else rest
    return not rest


NAME = NameAnswer()
