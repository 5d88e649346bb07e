"""`type: yes_no`: yes or no, in any of our languages, in either script, or by its number."""

from __future__ import annotations

import re
from datetime import date

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, Bounds, Given, Parameters, Reading, typed
from engine.domain.answers.number_words import key
from engine.domain.digits import clean_line
from engine.domain.types import Type, YesNo

_YES = """
yes y ye yeah yep yup ya yaa ok okay okey k sure correct right done true agree agreed 1 one
avunu avnu aunu ounu avnandi avunandi sare sarey saree sarle sarenandi alage undi unnadi unnayi kavali istam ishtam
అవును ఆ ఊ హా ఔను అవునండి ఔనండి సరే సరేనండి సరేనండీ అలాగే ఉంది ఉన్నది ఉన్నాయి కావాలి ఇష్టమే ఒప్పుకుంటాను
haan han ha haa haanji hanji thik theek sahi chahiye
हाँ हां हा ठीक सही चाहिए ہاں ہا ٹھیک صحیح
"""

_NO = """
no noo n nope nah nop never false not 2 two
kaadu kadu kaadandi ledu ledandi levu vaddu vadu vaddandi oddu voddu akkarledu akkaraledu
కాదు కాదండి కాదండీ లేదు లేదండి లేవు వద్దు వద్దండి ఒద్దు అక్కరలేదు అక్కర్లేదు
nahi nahin nai nahee mat na naa
नहीं नही ना मत نہیں نہ مت
"""

_POLITE = """
andi sir madam garu please ji ayya amma bro thanks అండి అండీ సార్ మేడం గారు అయ్యా అమ్మా దయచేసి है जी جی ہے hai it is
"""

_YES_WHEN_ALONE = ("ji", "जी", "جی")
"""A polite "yes" by itself, only politeness beside another word: *ji nahin* is no."""

_WORD = re.compile(r"[^\s.,;:!?/()।*_~'\"-]+")
_SIGNS = {"👍": True, "✅": True, "✔": True, "👌": True, "👎": False, "❌": False, "✖": False}
_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")

_HINTS = Hints("yes_no")


class YesNoAnswer:
    """True for yes, False for no."""

    name = "yes_no"
    parameters: Parameters = "none"
    problems = ("empty", "wrong_media", "not_yes_or_no")

    def value_type(self) -> Type:
        """Return the type of yes and no."""
        return YesNo()

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return whether it is a yes; words of both kinds together are neither."""
        if not given.text:
            return typed(given) or EMPTY
        known = _MEANING.get(given.text)
        if known is not None:
            return _READINGS[known]
        line = clean_line(given.text)
        if not line:
            return EMPTY
        meant = _meanings(line.casefold())
        return _READINGS[meant.pop()] if len(meant) == 1 else Reading(problem="not_yes_or_no")

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint."""
        return _HINTS.say(problem, language, attempt)


def _meanings(line: str) -> set[bool]:
    """Return what its words mean; empty when one of them is unknown."""
    if line in _YES_WHEN_ALONE:
        return {True}
    meant: set[bool] = set()
    for word in _WORD.findall(_TONES.sub("", line)):
        whole = key(word)
        if whole in _MEANING:
            meant.add(_MEANING[whole])
        elif whole not in _FILLERS:
            signs = {_SIGNS.get(sign) for sign in word}
            if None in signs:
                return set()
            meant |= {bool(sign) for sign in signs}
    return meant


def _both_spellings(words: str) -> set[str]:
    return {spelling for word in words.split() for spelling in (word, key(word))}


_FILLERS = _both_spellings(_POLITE)
_MEANING: dict[str, bool] = {
    **dict.fromkeys(_both_spellings(_NO), False),
    **dict.fromkeys(_both_spellings(_YES), True),
    "Yes": True,
    "No": False,
}
_READINGS = {True: Reading(value=True), False: Reading(value=False)}
YES_NO = YesNoAnswer()
