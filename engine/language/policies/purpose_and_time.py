"""Every personal answer is declared, with what it is for and how long it is kept: `purpose_and_time`."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.duration import EXACT_SECONDS, Duration
from engine.language import nodes
from engine.language.findings import Finding
from engine.language.model.policies import Policy
from engine.language.nearest import suggest
from engine.language.policies.looking import Look

RULE = "purpose_and_time"
_KNOWN = "one of those that stand under purposes: in _shared/policies.yaml"

_DAYS = {"months": 30, "years": 365, "working_days": 1, "working_hours": 1}
"""Days in the units that do not always last equally long, enough to tell which of two is longer."""


def check(policy: Policy, look: Look) -> Iterator[Finding]:
    """Yield the first personal answer that is not declared, and what is missing or too long in the declaration."""
    for question in look.questions:
        if not look.is_declared(question):
            way = look.way_without(question, ())
            message = (
                f'The answer to "{question}" is about a person, and the service does not call it so'
            )
            fix = f"Add {_outermost(question)} to personal: answers, with why, purpose and keep"
            words = (message, f"The way: {way}." if way else "", fix)
            yield look.at_step(policy, question, "POLICY-1004", words)
            break
    if look.header is not None and look.declared:
        yield from _purpose(policy, look, look.header)
        yield from _kept(policy, look, look.header)


def _outermost(question: str) -> str:
    return question.partition(".")[0]


def _purpose(policy: Policy, look: Look, header: nodes.Mapping) -> Iterator[Finding]:
    known, purpose = look.policies.purposes, look.purpose
    if purpose is None:
        message = "The service has personal answers and names no purpose for them"
        fix = f"Add purpose: to personal:, {_KNOWN}"
        yield look.in_header(policy, header.span, "POLICY-1005", (message, "", fix))
    elif purpose.text not in known:
        message = f'The state has no purpose called "{purpose.text}"'
        fix = suggest(purpose.text, known) or f"Write {_KNOWN}"
        yield look.in_header(policy, purpose.span, "POLICY-1006", (message, "", fix))


def _kept(policy: Policy, look: Look, header: nodes.Mapping) -> Iterator[Finding]:
    written = header.get("keep")
    most = policy.keep_at_most
    if most is None or written is None or _days(look.program.keep) <= _days(most):
        return
    quoted = f"{most.amount} {most.unit}"
    message = f'Cases are kept for "{written.text if isinstance(written, nodes.Scalar) else ""}"'
    fix = f"Write {quoted} or less"
    words = (message, f"The state allows {quoted} at most.", fix)
    yield look.in_header(policy, written.span, "POLICY-1007", words)


def _days(duration: Duration) -> float:
    seconds = EXACT_SECONDS.get(duration.unit)
    return duration.amount * (seconds / 86_400 if seconds else _DAYS[duration.unit])
