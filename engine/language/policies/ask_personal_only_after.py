"""No personal question before the notice, or before a yes: `ask_personal_only_after`.

The notice is the service's `why`, which the engine says at the start of a case before its first step is carried out; so it is proved by
being there, in every language. A yes is the good outcome of the fragment the policy names, on every way to the question.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.assignment.milestones import left_by
from engine.language.findings import Finding
from engine.language.model.policies import Policy
from engine.language.policies.looking import Look

RULE = "ask_personal_only_after"
NOTICE = "notice"


def check(policy: Policy, look: Look) -> Iterator[Finding]:
    """Yield the first personal question that can come too early."""
    if policy.needs == NOTICE:
        yield from _notice(policy, look)
    else:
        yield from _consent(policy, look)


def _notice(policy: Policy, look: Look) -> Iterator[Finding]:
    if all(look.program.why.get(language) for language in look.draft.languages):
        return
    for question in look.questions:
        way = look.way_without(question, ())
        if way:
            message = f'"{question}" is asked, and nobody has told what for'
            fix = "Say it in the header, under personal: why, in every language"
            yield look.at_step(policy, question, "POLICY-1002", (message, f"The way: {way}.", fix))
            return


def _consent(policy: Policy, look: Look) -> Iterator[Finding]:
    fragment, _, outcome = policy.agreed.text.partition(".") if policy.agreed else ("", "", "")
    for question in look.questions:
        if look.laid[question].frame.fragment == fragment:
            continue
        way = look.way_without(question, (left_by(fragment, outcome),))
        if way:
            message = f'"{question}" can be asked before the citizen has agreed'
            fix = f"Use the fragment {fragment} before it, and go on only with {outcome}"
            yield look.at_step(policy, question, "POLICY-1002", (message, f"The way: {way}.", fix))
            return
