"""What one citizen writes reaches no other: `nobody_elses_words`.

A text of a service goes to the citizen of its own case and to nobody else; officers choose reasons from lists, and their notes stay
inside the office; a template holds the name of a service only. Two ways are left, and they are closed here: a reply that is kept for
whoever asks the same, and the title of a payment, which whoever has the link can read and the payment company keeps.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.compiled import CallStep, PayStep
from engine.language.findings import Finding
from engine.language.model.policies import Policy
from engine.language.policies.looking import Look
from engine.language.source import covers

RULE = "nobody_elses_words"


def check(policy: Policy, look: Look) -> Iterator[Finding]:
    """Yield each step by which a citizen's words could reach somebody else."""
    for step in look.program.steps:
        match step:
            case CallStep():
                yield from _kept(policy, look, step)
            case PayStep():
                yield from _title(policy, look, step)
            case _:
                pass


def _kept(policy: Policy, look: Look, step: CallStep) -> Iterator[Finding]:
    found = look.draft.world.operation(step.operation)
    if found is None or not found[1].cache_s:
        return
    stem = look.first_stem(sorted(look.draft.reads.get(step.id, ())))
    if stem:
        message = f'The reply of "{step.operation}" is kept for others, and it is asked with the personal answer "{stem[0]}"'
        way = " → ".join((*stem, step.id, step.operation))
        fix = f"Let the department take cache: out of {step.operation}"
        words = (message, f"The answer's way: {way}.", fix)
        yield look.at_step(policy, step.id, "POLICY-1012", words)


def _title(policy: Policy, look: Look, step: PayStep) -> Iterator[Finding]:
    title = look.laid[step.id].step.get("title")
    uses = look.draft.uses_in.get(step.id, ()) if title is not None else ()
    names = [use.name for use in uses if title is not None and covers(title.span, use.span)]
    stem = look.first_stem(names)
    if stem:
        message = f'The title of the payment "{step.id}" has the personal answer "{stem[0]}" in it'
        fix = "Write a title that names what is paid for, and nobody"
        words = (message, f"The answer's way: {' → '.join((*stem, step.id))}.", fix)
        yield look.at_step(policy, step.id, "POLICY-1013", words)
