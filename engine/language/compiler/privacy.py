"""What no question may ask for: a full Aadhaar number, the code UIDAI sends for one, a code that may be tried for ever."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from engine.domain.answers import AnswerKind
from engine.domain.answers.kind import Bounds, Given
from engine.language.compiler.writer import Writer
from engine.language.expressions import Env
from engine.language.expressions.env import Unset
from engine.language.model.flow import StepNode
from engine.language.model.names import words_of
from engine.language.source import Span

_NAMED = re.compile(r"aadha+r|aadhar|uidai|ఆధార్|आधार|آدھار", re.IGNORECASE)
_LIKE_ONE = Given(text="234123412346")
"""A made-up number with a right check digit."""

_OTHERWISE = ("text", "money")
"""Words may be about Aadhaar without asking for the number, and an amount is none."""

_NOWHERE = Env({}, datetime(1, 1, 1, tzinfo=UTC))
_ANY_DAY = date(2026, 1, 1)


def check_privacy(
    step: StepNode,
    kind: AnswerKind,
    bounds: Callable[[Env], Bounds],
    span: Span,
    writer: Writer,
) -> None:
    """Find a question that asks for what must never be kept in a chat. span: of the type."""
    asks = kind.name == "otp" or (kind.name not in _OTHERWISE and _takes_one(kind, bounds))
    if asks and _NAMED.search(" ".join(words_of(step.said).values())):
        writer.wrong(
            step.said.span,
            "PRIV-901",
            "This asks for an Aadhaar number or its code",
            "Ask for the department's own number, such as the ration card's",
            "A citizen would give away what must never be kept in a chat",
        )
    if kind.name == "otp" and step.get("up_to") is None:
        writer.wrong(
            span,
            "EXPR-449",
            "Nothing says how long the code may be typed",
            "Add up_to: 10 minutes, and where the outcome timeout leads",
            "An old code would be sent to the department in vain",
        )


def _takes_one(kind: AnswerKind, bounds: Callable[[Env], Bounds]) -> bool:
    """Tell whether a full Aadhaar number would be a good answer; bounds that read answers are not looked at."""
    try:
        return not kind.read(_LIKE_ONE, bounds(_NOWHERE), _ANY_DAY).problem
    except Unset:
        return False
