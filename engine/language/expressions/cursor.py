"""Where the reading of a condition stands, and how it stops with a word to the writer."""

from __future__ import annotations

from typing import NoReturn

from engine.language.expressions.lexer import Token
from engine.language.expressions.slips import slip
from engine.language.expressions.trouble import Trouble
from engine.language.nearest import Fix

DEEPEST = 20
"""How deep brackets, `not` and calls may lie inside each other."""

_JOIN = 'Join two conditions with "and" or "or"; put words that are a text in quotes'


class Cursor:
    """Steps forward only. here: the token to be read next; deep: how many brackets, calls and denials are open.

    A sign or a word is known by its text alone: a text token keeps its quotes, so it never looks like either.
    """

    __slots__ = ("at", "deep", "here", "tokens")

    def __init__(self, tokens: list[Token]) -> None:
        end = tokens[-1]
        self.tokens = [*tokens, end, end]
        self.at = 0
        self.deep = 0
        self.here = self.tokens[0]

    def next(self, ahead: int = 1) -> Token:
        """Return a token further on."""
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)]

    def step(self, count: int = 1) -> None:
        """Go over some tokens."""
        self.at += count
        self.here = self.tokens[self.at]

    def take(self, text: str) -> bool:
        """Go over this word or sign if it stands here."""
        if self.here.text != text:
            return False
        self.step()
        return True

    def take_both(self, first: str, second: str) -> bool:
        """Go over these two words if they stand here."""
        if self.here.text != first or self.next().text != second:
            return False
        self.step(2)
        return True

    def deeper(self, token: Token) -> None:
        """Count one more open bracket, call or denial."""
        self.deep += 1
        if self.deep > DEEPEST:
            message = f"Brackets lie more than {DEEPEST} deep inside each other"
            self.stop(token, "EXPR-402", message, "Divide the condition in two")

    def unclosed(self, opening: Token) -> NoReturn:
        """Stop because a bracket does not end."""
        if self.here.kind != "end":
            self.unexpected()
        closing = "]" if opening.text == "[" else ")"
        message = f'The bracket "{opening.text}" opened here is never closed'
        self.stop(opening, "EXPR-401", message, f'Write "{closing}" where it ends')

    def unexpected(self) -> NoReturn:
        """Stop because what stands here does not fit."""
        token = self.here
        before = self.tokens[self.at - 1] if self.at else None
        self.no_quote(token)
        if token.text.isdecimal() and not token.text.isascii():
            message = f'The number "{token.text}" stands in other digits than 0 to 9'
            number = str(int(token.text))
            self.stop(token, "EXPR-404", message, Fix(f"Write {number}", "", number))
        hint = slip(self.tokens[self.at :], before)
        if hint:
            message = f'"{hint.said}" is not used here'
            self.stop(token, "EXPR-403", message, hint.fix, hint.end)
        if token.kind == "end":
            last = before or token
            self.stop(
                last,
                "EXPR-401",
                f'After "{last.text}" something is missing',
                "Complete the condition",
            )
        self.stop(token, "EXPR-401", f'"{token.text}" does not fit here', _JOIN)

    def no_quote(self, token: Token) -> None:
        """Stop at a quote that is opened and never closed."""
        if token.text in ("'", '"'):
            fix = f"Write {token.text} at the end of the text, on the same line"
            self.stop(token, "EXPR-401", "The quote opened here is never closed", fix)

    def stop(self, token: Token, code: str, message: str, fix: str, end: int = 0) -> NoReturn:
        """Stop at a token; end: where the place ends, if not with the token."""
        raise Trouble(token.start, end or token.end, code, message, fix)
