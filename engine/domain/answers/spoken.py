"""How an answer is said back: fuller than in a text, so that a slip is seen at once; and the question where it has two meanings."""

from __future__ import annotations

from typing import Any

from engine.domain.answers.kind import AnswerKind
from engine.domain.answers.pincode import place
from engine.domain.rendering import long_date, render_date, render_value
from engine.domain.types import Date
from engine.domain.words import section


def echo(kind: AnswerKind, value: Any, language: str) -> str:
    """Return `15 August 1990 (15-08-1990)` for a date, `522001, Guntur, Andhra Pradesh` for a PIN code, else what a text shows."""
    if isinstance(kind.value_type(), Date):
        return f"{long_date(value, language)} ({render_date(value)})"
    shown = render_value(kind.value_type(), value, language)
    where = place(value, language) if kind.name == "pincode" else ""
    return f"{shown}, {where}" if where else shown


def which(kind: AnswerKind, either: tuple[Any, ...], language: str) -> str:
    """Return the question that settles which of two values was meant, each shown so that it can be typed back."""
    first, second = (_plain(kind, value, language) for value in either)
    words = section(kind.name, language)["which"]
    return str(
        words.format(
            first=echo(kind, either[0], language),
            second=echo(kind, either[1], language),
            example=first,
            other=second,
        )
    )


def _plain(kind: AnswerKind, value: Any, language: str) -> str:
    return render_value(kind.value_type(), value, language)
