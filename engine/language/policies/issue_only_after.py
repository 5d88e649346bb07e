"""No certificate and no ticket before it is paid for, or before an officer has approved: `issue_only_after`."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.assignment.milestones import APPROVED, PAID
from engine.language.compiled import AnyStep, IssueStep, PayStep, SendStep
from engine.language.findings import Finding
from engine.language.model.policies import Policy
from engine.language.policies.looking import Look

RULE = "issue_only_after"
PAYMENT = "payment"

_FIXES = {
    PAYMENT: "Lead every way here through the good outcome of a pay step, and give nothing back before",
    "approval": "Lead every way here through the outcome approved of an approve step",
}
_LACKS = {PAYMENT: "with nothing paid", "approval": "with no officer's approval"}


def check(policy: Policy, look: Look) -> Iterator[Finding]:
    """Yield each step that issues something on a way on which that has not come about."""
    if policy.needs == PAYMENT and not _costs(look):
        return
    needed = PAID if policy.needs == PAYMENT else APPROVED
    for step in look.program.steps:
        way = look.way_without(step.id, (needed,)) if _is_meant(step, policy) else ""
        if way:
            message = f'"{step.id}" can be reached {_LACKS[policy.needs]}'
            words = (message, f"The way: {way}.", _FIXES[policy.needs])
            yield look.at_step(policy, step.id, "POLICY-1001", words)


def _is_meant(step: AnyStep, policy: Policy) -> bool:
    """Tell whether a step hands over something the policy speaks of."""
    match step:
        case IssueStep():
            is_one = not policy.certificates or step.type in policy.certificates
            return is_one and (not policy.verbs or "issue" in policy.verbs)
        case SendStep():
            return "send" in policy.verbs
        case _:
            return False


def _costs(look: Look) -> bool:
    """Tell whether the service takes money: a step asks for it, or a fee is declared."""
    return look.draft.flow.node.get("fees") is not None or any(
        isinstance(step, PayStep) for step in look.program.steps
    )
