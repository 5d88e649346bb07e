"""say: words for the citizen; several in a row travel in one message."""

from __future__ import annotations

from engine.domain.types import Type
from engine.language.compiled import SayStep
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.writer import Writer

VERB = "say"
ASKED_AGAIN = False
GIVES = False


def ways(laid: Laid, writer: Writer) -> Ways:
    """Words have no outcome."""
    return Ways()


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Words give nothing."""
    return None


def build(laid: Laid, writer: Writer, common: Common) -> SayStep:
    """Return the step."""
    return SayStep(**common, text=writer.text(laid.step.said))
