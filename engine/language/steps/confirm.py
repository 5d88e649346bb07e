"""confirm: shows answers and asks whether they are right; putting one right is built in."""

from __future__ import annotations

from engine.domain.types import Type
from engine.language.compiled import ConfirmStep
from engine.language.compiler import questions
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.patience import patience
from engine.language.compiler.shown import shown_answers
from engine.language.compiler.writer import Writer
from engine.language.model.names import names_at

VERB = "confirm"
ASKED_AGAIN = False
GIVES = False


def ways(laid: Laid, writer: Writer) -> Ways:
    """Return `correct`, and `timeout` with a time limit; putting an answer right is built in."""
    return questions.ways(laid.step, "correct")


def gives(laid: Laid, writer: Writer) -> Type | None:
    """A review gives nothing."""
    return None


def build(laid: Laid, writer: Writer, common: Common) -> ConfirmStep:
    """Return the step."""
    step = laid.step
    return ConfirmStep(
        **common,
        text=writer.text(step.said, what="question"),
        shows=shown_answers(names_at(step.node, "shows"), writer),
        patience=patience(step, writer),
    )
