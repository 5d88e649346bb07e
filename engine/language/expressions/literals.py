"""Numbers, amounts, lengths of time, dates and times as officers write them in a condition."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction

from engine.domain.duration import parse_duration
from engine.language.expressions import tree
from engine.language.expressions.lexer import Token
from engine.language.expressions.tree import Literal
from engine.language.expressions.trouble import Trouble
from engine.language.nearest import change_to, suggest

LITERALS = frozenset(("number", "date", "other_date", "time", "text"))

_TIMES = {"lakh": 100_000, "lakhs": 100_000, "crore": 10_000_000, "crores": 10_000_000}
_RUPEES = ("rupee", "rupees")
_PERCENT = ("percent",)
_UNITS = ("minutes", "hours", "days", "weeks", "months", "years")
_OTHERWISE = {
    "lac": "lakh",
    "lacs": "lakh",
    "cr": "crore",
    "rs": "rupees",
    "inr": "rupees",
    "mins": "minutes",
    "hrs": "hours",
    "yrs": "years",
}
"""What people write for a unit."""
_LENGTHS = ("digit", "digits", "letter", "letters", "character", "characters", "words")
_AFTER_NUMBER = frozenset(("and", "or", "is", "not", "at"))
_MOST_DIGITS = 15
_MOST_YEARS = 200


def read_literal(tokens: list[Token], at: int) -> tuple[Literal, int]:
    """Return the literal that begins at this token and how many tokens it takes; raises Trouble."""
    token = tokens[at]
    match token.kind:
        case "text":
            return tree.TextLiteral(token.text[1:-1], token.start, token.end), 1
        case "date" | "other_date":
            return _date(token), 1
        case "time":
            return _time(token), 1
        case "number":
            return _number(tokens, at)
    if token.text in ("today", "now"):
        return tree.Clock(token.text, token.start, token.end), 1
    return tree.YesNoLiteral(token.text == "yes", token.start, token.end), 1


def _date(token: Token) -> Literal:
    if token.kind == "other_date":
        raise Trouble(
            token.start,
            token.end,
            "EXPR-404",
            f'The date "{token.text}" can be read in two ways',
            "Write the year first, as in 2026-04-01",
        )
    try:
        day = date.fromisoformat(token.text)
    except ValueError:
        raise Trouble(
            token.start,
            token.end,
            "EXPR-404",
            f'"{token.text}" is not a day of the calendar',
            "Write year, month and day with two digits each, as in 2026-04-01",
        ) from None
    return tree.DateLiteral(day, token.start, token.end)


def _time(token: Token) -> Literal:
    hour, minute = token.text.split(":")
    if int(hour) > 23 or int(minute) > 59:
        raise Trouble(
            token.start,
            token.end,
            "EXPR-404",
            f'"{token.text}" is not a time of day',
            "Write a time from 00:00 to 23:59",
        )
    return tree.TimeLiteral(time(int(hour), int(minute)), token.start, token.end)


def _number(tokens: list[Token], at: int) -> tuple[Literal, int]:
    token = tokens[at]
    _bounded(token)
    value: int | Fraction = Fraction(token.text) if "." in token.text else int(token.text)
    used = 1
    unit = tokens[at + 1]
    if unit.kind == "name" and unit.start == token.end:
        glued = token.text + unit.text
        raise Trouble(
            token.start,
            unit.end,
            "EXPR-404",
            f'"{glued}" is neither a number nor a word',
            f'Write "{token.text} {unit.text}" if it is an amount, or put it in quotes',
        )
    if unit.kind == "name" and unit.text in _TIMES:
        value, used = value * _TIMES[unit.text], 2
        unit = tokens[at + 2]
    end = tokens[at + used - 1].end
    if unit.kind != "name" or unit.text in _AFTER_NUMBER:
        return tree.NumberLiteral(value, token.start, end), used
    if unit.text in _RUPEES:
        return _money(value, token, unit), used + 1
    if unit.text in _PERCENT:
        return tree.PercentLiteral(Fraction(value) / 100, token.start, unit.end), used + 1
    return _duration(tokens, at, used)


def _bounded(token: Token) -> None:
    if len(token.text) > _MOST_DIGITS:
        raise Trouble(
            token.start,
            token.end,
            "EXPR-404",
            f"The number has more than {_MOST_DIGITS} digits",
            "Put it in quotes if it is an account or a service number",
        )


def _money(value: int | Fraction, token: Token, unit: Token) -> Literal:
    paise = value * 100
    if paise.denominator != 1:
        raise Trouble(
            token.start,
            unit.end,
            "EXPR-404",
            "The amount has a part of a paisa",
            "Write at most two digits after the point",
        )
    return tree.MoneyLiteral(int(paise), token.start, unit.end)


def _unit_fix(words: str, known: tuple[str, ...]) -> str:
    """Return what to write for a unit that is none."""
    if words in _LENGTHS:
        return f'Delete "{words}": the number alone says how many'
    unit = _OTHERWISE.get(words.casefold())
    return change_to(words, (unit,)) if unit else suggest(words, known)


def _duration(tokens: list[Token], at: int, used: int) -> tuple[Literal, int]:
    token, unit = tokens[at], tokens[at + used]
    words = unit.text
    if words == "working":
        used += 1
        words += " " + tokens[at + used].text
    last = tokens[at + used]
    length = parse_duration(f"{token.text} {words}") if used <= 2 else None
    if length is None:
        known = (*_UNITS, "working days", "working hours", "rupees", "lakh", "crore", "percent")
        raise Trouble(
            unit.start,
            last.end,
            "EXPR-404",
            f'"{words}" is not something that can be counted here',
            _unit_fix(words, known),
        )
    per_year = {"years": 1, "months": 12, "weeks": 53}.get(length.unit, 366)
    if length.amount > _MOST_YEARS * per_year and length.unit not in ("minutes", "hours"):
        raise Trouble(
            token.start,
            last.end,
            "EXPR-404",
            f"That is longer than {_MOST_YEARS} years",
            "Write a shorter time",
        )
    return tree.DurationLiteral(length, token.start, last.end), used + 1
