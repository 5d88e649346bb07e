"""What a part of an expression means: its kind, and how to work it out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from engine.domain.types import Money
from engine.language.expressions.env import Run
from engine.language.expressions.kinds import Kind
from engine.language.expressions.operators import NOTHING, constant


class Meaning(NamedTuple):
    """kind: None where a finding was already made; fixed: the same for everybody; plain: a number written without a unit."""

    kind: Kind | None
    run: Run
    fixed: bool = False
    plain: bool = False


UNKNOWN = Meaning(None, constant(None))


def fixed(kind: Kind, value: Any) -> Meaning:
    """Return the meaning of a value that is written out."""
    return Meaning(kind, constant(value), fixed=True)


def in_rupees(meaning: Meaning) -> Meaning | None:
    """Return a plain number as that many rupees; nothing where a part of a paisa would be left."""
    paise = Fraction(meaning.run(NOTHING)) * 100
    return fixed(Money(), int(paise)) if paise.denominator == 1 else None
