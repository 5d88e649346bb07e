"""No link to pay before its amount stood in a message: `amount_told_before_payment`.

The message with the link says the amount too, always; this rule asks that it came up earlier, when the citizen could still think about
it. An amount is told where it stands in words of a step, where everything it is made of does, or where the citizen wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.assignment.milestones import amounts_in, told_of
from engine.language.compiled import AskStep, PayStep
from engine.language.findings import Finding
from engine.language.model.policies import Policy
from engine.language.policies.looking import Look

RULE = "amount_told_before_payment"


def check(policy: Policy, look: Look) -> Iterator[Finding]:
    """Yield each payment with an amount that may come as a surprise."""
    for step in look.program.steps:
        if not isinstance(step, PayStep):
            continue
        for name in amounts_in(look.laid[step.id], look.draft, look.program):
            way = _untold(name, step.id, look)
            if way:
                message = f'"{step.id}" can ask for "{name}" before any message has told it'
                fix = (
                    f"Put {{{{ {name} }}}} into the review, or into another text before the payment"
                )
                yield look.at_step(
                    policy, step.id, "POLICY-1003", (message, f"The way: {way}.", fix)
                )
                break


def _untold(name: str, place: str, look: Look) -> str:
    """Return a way on which the amount was not told; empty where there is none."""
    told = (told_of(name),)
    if isinstance(look.program.by_id.get(name), AskStep) or look.is_certain(place, told):
        return ""
    laid = look.laid.get(name)
    is_made = laid is not None and laid.step.verb == "set"
    parts = amounts_in(laid, look.draft, look.program) if laid is not None and is_made else ()
    if parts and not any(_untold(each, place, look) for each in parts):
        return ""
    return look.way_without(place, told)
