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

_HINTS = Hints(
    problems={
        "too_short": {
            "en": "That is too short for a name.",
            "te": "పేరు చాలా చిన్నదిగా ఉంది.",
        },
        "too_long": {
            "en": "That is longer than a name: there is room for {most} letters.",
            "te": "పేరు చాలా పొడవుగా ఉంది; గరిష్ఠంగా {most} అక్షరాలు మాత్రమే రాయవచ్చు.",
        },
        "has_digits": {
            "en": "A name has no numbers in it.",
            "te": "పేరులో అంకెలు ఉండకూడదు.",
        },
        "not_a_name": {
            "en": "I could not read that as a name.",
            "te": "దీన్ని పేరుగా చదవలేకపోయాం.",
        },
        "wrong_script": {
            "en": "The name has to be in these letters: {scripts}.",
            "te": "పేరు ఈ లిపిలో ఉండాలి: {scripts}.",
        },
    },
    how={
        "en": (
            "Please type the name alone. For example: {example}",
            "Please type only the name, in letters, as it stands on a card or certificate. "
            "For example: {example}",
            "Please type only the name: letters, spaces and dots, no numbers, no other words. "
            "For example: {example}",
        ),
        "te": (
            "దయచేసి పేరు మాత్రమే టైప్ చేయండి. ఉదాహరణకు: {example}",
            "దయచేసి కార్డులో లేదా ధ్రువీకరణ పత్రంలో ఉన్నట్లుగా పేరు మాత్రమే టైప్ చేయండి. ఉదాహరణకు: {example}",
            "దయచేసి పేరు మాత్రమే టైప్ చేయండి: అక్షరాలు, ఖాళీలు, చుక్కలు సరిపోతాయి; అంకెలు, ఇతర మాటలు వద్దు. "
            "ఉదాహరణకు: {example}",
        ),
    },
)

_SCRIPT_NAMES: Mapping[str, Mapping[str, str]] = {
    "en": {"te": "Telugu", "en": "English", "hi": "Hindi", "ur": "Urdu"},
    "te": {"te": "తెలుగు", "en": "ఇంగ్లీషు", "hi": "హిందీ", "ur": "ఉర్దూ"},
}
_EXAMPLES: Mapping[str, str] = {"en": "K. Lakshmi Devi", "te": "కె. లక్ష్మీ దేవి"}


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

    def bound(self, written: str) -> None:
        """Return None: a name takes scripts, not a range."""

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the name as written, tidied."""
        if not given.text:
            return typed(given) or EMPTY
        name = clean(given.text)
        problem = _problem(name)
        if not problem and bounds.options and not _in_scripts(name, bounds.options):
            problem = "wrong_script"
        if not problem:
            return Reading(name if name.isascii() else name.translate(_MARKS))
        return Reading(problem=problem)

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint with a name as an example, in a script that is allowed."""
        names = _SCRIPT_NAMES.get(language, _SCRIPT_NAMES["en"])
        scripts = ", ".join(names.get(script, script) for script in bounds.options)
        allowed = [script for script in _EXAMPLES if script in bounds.options]
        example = language if language in allowed or not allowed else allowed[0]
        return _HINTS.say(
            problem,
            language,
            attempt,
            most=str(LONGEST),
            scripts=scripts,
            example=_EXAMPLES.get(example, _EXAMPLES["en"]),
        )

    def longest(self, bounds: Bounds) -> int:
        """Return the length of the longest name."""
        return LONGEST


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
