"""Words and signs that people bring from elsewhere, and what to write in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from engine.language.expressions.lexer import Token


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


def slip(rest: Sequence[Token], before: Token | None = None) -> Slip | None:
    """Return what was meant where these tokens begin, if it is a known slip; before: the token to the left."""
    token = rest[0]
    if before and before.text in ("if", "when"):
        return Slip(before.text, f'Leave out "{before.text}"', token.end)
    if token.kind == "sign":
        if token.text == "," and before and before.kind == "number" and rest[1].kind == "number":
            return Slip(",", "Write the number without commas, or with lakh or crore", rest[1].end)
        fix = _SIGNS.get(token.text)
        return Slip(token.text, fix, token.end) if fix else None
    for words, fix in _WORDS.items():
        if tuple(t.text.casefold() for t in rest[: len(words)]) == words and _goes_on(
            rest[len(words)]
        ):
            return Slip(" ".join(words), fix, rest[len(words) - 1].end)
    return None


def _goes_on(token: Token) -> bool:
    """Tell a slip from a name that happens to be such a word: something must follow that can be compared."""
    return (
        token.kind not in ("end", "sign") and token.text not in ("and", "or")
    ) or token.text in ("[", "(")
