"""Personal answers go only to systems that are there for the service's purpose: `own_purpose_only`.

What a call passes on is followed back through calculations, rows that were chosen and replies of other systems to the answers it comes
from. Systems get what `with:` of call and book says and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.compiled import BookStep, CallStep
from engine.language.findings import Finding
from engine.language.model.connector import Operation
from engine.language.model.policies import Policy
from engine.language.policies import purpose_and_time
from engine.language.policies.looking import Look, finding

RULE = "own_purpose_only"


def check(policy: Policy, look: Look) -> Iterator[Finding]:
    """Yield each call that gives a personal answer to a system that is not declared for the purpose."""
    purpose = look.purpose.text if look.purpose is not None else ""
    if purpose not in look.policies.purposes and look.policies.by_rule(purpose_and_time.RULE):
        return  # that rule says so already
    for step in look.program.steps:
        if not isinstance(step, CallStep | BookStep):
            continue
        found = look.draft.world.operation(step.operation)
        if found is None or (purpose and purpose in _purposes(found[1])):
            continue
        stem = look.first_stem(sorted(look.draft.reads.get(step.id, ())))
        if stem:
            yield _given_away(policy, look, step, stem, purpose)


def _purposes(operation: Operation) -> frozenset[str]:
    return frozenset(name.text for name in operation.purposes)


def _given_away(
    policy: Policy, look: Look, step: CallStep | BookStep, stem: tuple[str, ...], purpose: str
) -> Finding:
    laid = look.laid[step.id]
    wanted = f'the purpose "{purpose}"' if purpose else "any purpose the service could name"
    message = (
        f'"{step.operation}" gets the personal answer "{stem[0]}", and is not there for {wanted}'
    )
    way = " → ".join((*stem, step.id, step.operation))
    fix = f"Let the department add purposes: [{purpose or '…'}] to {step.operation}, or pass something else on"
    words = (message, f"The answer's way: {way}.", fix)
    return finding(policy, laid.frame.path, laid.step.said.span, "POLICY-1008", words)
