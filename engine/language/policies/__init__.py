"""What the state demands of every service, proved on every way a citizen can come: one small file for each rule.

Which rules hold, for whom and with which numbers stands in `_shared/policies.yaml`; here is only how they are proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.language.compiler.draft import Draft
from engine.language.findings import Finding
from engine.language.model.policies import Policy
from engine.language.policies import (
    amount_told_before_payment,
    ask_personal_only_after,
    issue_only_after,
    named,
    nobody_elses_words,
    own_purpose_only,
    purpose_and_time,
    somebody_answers,
    told_in_full,
    written_once,
)
from engine.language.policies.looking import Look
from engine.language.program import Program
from engine.language.reading import Reading
from engine.language.whole import Whole

Rule = Callable[[Policy, Look], Iterable[Finding]]
WideRule = Callable[[Policy, Reading], Iterable[Finding]]

RULES: tuple[tuple[str, Rule], ...] = (
    (issue_only_after.RULE, issue_only_after.check),
    (ask_personal_only_after.RULE, ask_personal_only_after.check),
    (amount_told_before_payment.RULE, amount_told_before_payment.check),
    (purpose_and_time.RULE, purpose_and_time.check),
    (own_purpose_only.RULE, own_purpose_only.check),
    (somebody_answers.RULE, somebody_answers.check),
    (nobody_elses_words.RULE, nobody_elses_words.check),
    (told_in_full.RULE, told_in_full.check),
)
"""What is proved of each service, by the rule's name in the file."""

WIDE_RULES: tuple[tuple[str, WideRule], ...] = (
    (written_once.RULE, written_once.check),
    (somebody_answers.RULE, somebody_answers.check_desks),
)
"""What is proved of systems and departments."""


def check_policies(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield where a service does not keep the state's policies."""
    policies = draft.world.policies
    if program is None or not policies.policies:
        return
    look = Look(draft, program)
    for name, check in RULES:
        for policy in policies.by_rule(name):
            if not policy.kinds or draft.service.kind in policy.kinds:
                yield from check(policy, look)


def check_state_policies(whole: Whole) -> Iterator[Finding]:
    """Yield where systems and departments do not keep the state's policies, and what policies name in vain."""
    reading = whole.reading
    for name, check in WIDE_RULES:
        for policy in reading.world.policies.by_rule(name):
            yield from check(policy, reading)
    yield from named.check_purposes(reading)
    yield from named.check_agreed(reading)
