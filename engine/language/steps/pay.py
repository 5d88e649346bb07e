"""pay: asks for money, once, for an amount that is then frozen."""

from __future__ import annotations

from engine.domain.types import Moment, Money, Record, Text, Type, Word
from engine.language.compiled import PayStep
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.references import step_named
from engine.language.compiler.writer import Writer
from engine.language.gateway import GATEWAY

VERB = "pay"
ASKED_AGAIN = False
GIVES = True

WITHIN_S = 900


def ways(laid: Laid, writer: Writer) -> Ways:
    """Return `paid`, `failed`, `expired`, and `changed` where the bill is looked at once more."""
    changed = ("changed",) if laid.step.get("only_if_same") is not None else ()
    return Ways("paid", ("failed", "expired", *changed))


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Return the receipt."""
    return Record({"amount": Money(), "reference": Text(60), "paid_on": Moment()})


def build(laid: Laid, writer: Writer, common: Common) -> PayStep:
    """Return the step."""
    step = laid.step
    to = step.get("to")
    gateway = writer.draft.world.connectors.get(GATEWAY)
    if gateway is not None:
        writer.draft.uses.add(gateway.path)
    return PayStep(
        **common,
        amount=writer.value(step.said, Money()),
        title=writer.text(step.get("title"), what="title"),
        account=writer.value(to, Word()) if to is not None else None,
        within_s=writer.seconds(step.get("within"), WITHIN_S),
        settles=step_named(step, "settles", ("book",), writer, must=False),
        unchanged=step_named(step, "only_if_same", ("call",), writer),
    )
