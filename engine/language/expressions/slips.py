"""Words and signs that people bring from elsewhere, and what to write in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from engine.language.expressions.lexer import Token
from engine.language.nearest import Fix


class Slip(NamedTuple):
    """said: as written; end: where it ends in the text."""

    said: str
    fix: str
    end: int


TURNED: Mapping[str, str] = {
    ">=": 'Write "is less than"',
    "<=": 'Write "is more than"',
    ">": 'Write "is at most"',
    "<": 'Write "is at least"',
}
"""The plain opposite of each comparison."""

_SIGNS: Mapping[str, str] = {
    "==": 'Write "is"',
    "=": 'Write "is"',
    "!=": 'Write "is not"',
    "<>": 'Write "is not"',
    "&&": 'Write "and"',
    "||": 'Write "or"',
    "&": 'Write "and"',
    "|": 'Write "or"',
    "!": 'Write "not"',
    "%": 'Write "percent", as in: 10 percent',
    "₹": "Write the word after the number, as in: 50 rupees",
    "{{": "Write the name alone; {{ }} belongs in texts",
    "}}": "Write the name alone; {{ }} belongs in texts",
    "..": 'A range belongs in a type; here write two comparisons joined by "and"',
    "[": 'Write a list after "is one of"',
}

_WORDS: Mapping[tuple[str, ...], str] = {
    ("greater", "than"): 'Write "is more than"',
    ("bigger", "than"): 'Write "is more than"',
    ("higher", "than"): 'Write "is more than"',
    ("more", "or"): 'Write "is at least"',
    ("lower", "than"): 'Write "is less than"',
    ("smaller", "than"): 'Write "is less than"',
    ("fewer", "than"): 'Write "is less than"',
    ("later", "than"): 'Write "is after"',
    ("earlier", "than"): 'Write "is before"',
    ("equal", "to"): 'Write "is"',
    ("same", "as"): 'Write "is"',
    ("not", "in"): 'Write "is not one of [ … ]"',
    ("not", "one"): 'Write "is not one of [ … ]"',
    ("any", "of"): 'Write "is one of [ … ]"',
    ("equals",): 'Write "is"',
    ("in",): 'Write "is one of [ … ]"',
    ("between",): 'Write "is at least … and … is at most …"',
    ("over",): 'Write "is more than"',
    ("above",): 'Write "is more than"',
    ("under",): 'Write "is less than"',
    ("below",): 'Write "is less than"',
    ("from",): 'Write "is at least"',
    ("until",): 'Write "is at most"',
    ("contains",): 'Leave out "is"',
    ("isnt",): 'Write "is not"',
    ("else",): "Write a step of its own for the other case",
}


_TELUGU: Mapping[str, str] = {
    "లక్ష": "lakh",
    "లక్షలు": "lakh",
    "లక్షల": "lakh",
    "కోటి": "crore",
    "కోట్లు": "crore",
    "కోట్ల": "crore",
    "రూపాయలు": "rupees",
    "రూపాయల": "rupees",
    "నిమిషాలు": "minutes",
    "గంటలు": "hours",
    "రోజులు": "days",
    "వారాలు": "weeks",
    "నెలలు": "months",
    "సంవత్సరాలు": "years",
    "ఏళ్లు": "years",
}
"""Units that stand in English in a condition."""
_RUPEES = ("rs", "inr", "re")

_WORD_ALONE = re.compile(r'Write "([a-z ]+)"')


def slip(rest: Sequence[Token], before: Token | None = None) -> Slip | None:
    """Return what was meant where these tokens begin, if it is a known slip; before: the token to the left."""
    token = rest[0]
    spoken = _spoken(token, before)
    if spoken:
        return spoken
    if token.kind == "sign":
        if token.text == "," and before and before.kind == "number" and rest[1].kind == "number":
            return Slip(",", "Write the number without commas, or with lakh or crore", rest[1].end)
        fix = _SIGNS.get(token.text)
        return Slip(token.text, _as_fix(fix, before), token.end) if fix else None
    for words, fix in _WORDS.items():
        if tuple(t.text.casefold() for t in rest[: len(words)]) == words and _goes_on(
            rest[len(words)]
        ):
            return Slip(" ".join(words), _as_fix(fix, before), rest[len(words) - 1].end)
    return None


def _spoken(token: Token, before: Token | None) -> Slip | None:
    """Return what was meant by two words as they are said: `if x`, `Rs 100`, `more then`, `1 లక్ష`."""
    if before is None:
        return None
    if before.text in ("if", "when"):
        return Slip(before.text, f'Leave out "{before.text}"', token.end)
    if before.text.casefold() in _RUPEES and token.text not in ("and", "or", "is"):
        return Slip(before.text, _SIGNS["₹"], token.end)
    if token.text == "then" and before.text in ("more", "less"):
        return Slip("then", Fix('Write "than"', "", "than"), token.end)
    if token.text in _TELUGU and before.kind == "number":
        return Slip(token.text, _as_fix(f'Write "{_TELUGU[token.text]}"', None), token.end)
    return None


def _as_fix(fix: str, before: Token | None) -> str:
    """Return the fix; where it says no more than which word to write, it can be carried out."""
    found = _WORD_ALONE.fullmatch(fix)
    if found is None:
        return fix
    new = found[1].removeprefix("is ") if before and before.text == "is" else found[1]
    return Fix(fix, "", new)


def _goes_on(token: Token) -> bool:
    """Tell a slip from a name that happens to be such a word: something must follow that can be compared."""
    return (
        token.kind not in ("end", "sign") and token.text not in ("and", "or")
    ) or token.text in ("[", "(")
