"""refund: gives money back."""

from __future__ import annotations

from engine.domain.types import Money, Type
from engine.language.compiled import RefundStep
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.references import step_named
from engine.language.compiler.writer import Writer

VERB = "refund"
ASKED_AGAIN = False
GIVES = False


def ways(laid: Laid, writer: Writer) -> Ways:
    """Return `sent` and `failed`."""
    return Ways("sent", ("failed",))


def gives(laid: Laid, writer: Writer) -> Type | None:
    """A refund gives nothing."""
    return None


def build(laid: Laid, writer: Writer, common: Common) -> RefundStep:
    """Return the step."""
    step = laid.step
    amount = step.get("amount")
    return RefundStep(
        **common,
        payment=step_named(step, VERB, ("pay",), writer),
        amount=writer.value(amount, Money()) if amount is not None else None,
        releases=step_named(step, "releases", ("book",), writer, must=False),
    )
