"""send: hands over a department's own document."""

from __future__ import annotations

from engine.domain.limits import CAPTION
from engine.domain.types import Document, Type
from engine.language.compiled import SendStep
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.writer import Writer

VERB = "send"
ASKED_AGAIN = False
GIVES = False


def ways(laid: Laid, writer: Writer) -> Ways:
    """Handing over has no outcome."""
    return Ways()


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Handing over gives nothing."""
    return None


def build(laid: Laid, writer: Writer, common: Common) -> SendStep:
    """Return the step."""
    step = laid.step
    return SendStep(
        **common,
        document=writer.value(step.said, Document()),
        caption=writer.text(step.get("caption"), CAPTION, "caption"),
    )
