"""A certificate that rests on officers' approval names it, and a payment says whose it is where another of the service does."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.assignment.milestones import APPROVED
from engine.language.compiled import ApproveStep, IssueStep, PayStep
from engine.language.compiler.draft import Draft
from engine.language.edges import edges_of
from engine.language.findings import Finding, error
from engine.language.policies.looking import Look
from engine.language.program import Program


def check_unnamed(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield certificates without the approval they rest on, and payments without an account beside those that have one."""
    if program is not None:
        yield from _certificates(draft, program)
        yield from _payments(draft, program)


def _certificates(draft: Draft, program: Program) -> Iterator[Finding]:
    """What is issued once a payment has followed the approval is a receipt or a ticket: it rests on the payment."""
    look = Look(draft, program)
    for step in program.steps:
        if not isinstance(step, IssueStep) or step.approval:
            continue
        before = _rests_on(program, step.id)
        approved = before and all(isinstance(each, ApproveStep) for each in before)
        if approved and look.is_certain(step.id, (APPROVED,)):
            yield _at(
                draft,
                step.id,
                "FLOW-334",
                f'"{step.id}" is issued after officers approved, and does not name their approval',
                "It would be issued although the register holds no approval",
                f"Add approved_by: {before[0].id}",
            )


def _rests_on(program: Program, step: str) -> list[ApproveStep | PayStep]:
    """Return the approvals and payments that come last on the ways to a step."""
    edges, found, seen, waiting = edges_of(program), [], {step}, [step]
    while waiting:
        here = waiting.pop()
        before = {each.start for each in edges if each.end == here} - seen
        seen |= before
        for each in (program.by_id[name] for name in sorted(before)):
            if isinstance(each, ApproveStep | PayStep):
                found.append(each)
            else:
                waiting.append(each.id)
    return found


def _payments(draft: Draft, program: Program) -> Iterator[Finding]:
    payments = [step for step in program.steps if isinstance(step, PayStep)]
    named = [step.id for step in payments if step.account is not None]
    for step in payments if named else ():
        if step.account is None:
            yield _at(
                draft,
                step.id,
                "FLOW-335",
                f'"{step.id}" does not say whose account it is paid into, and "{named[0]}" does',
                "A citizen's money would go to the state, and whoever it is meant for would wait for it",
                f"Add the account, as in {named[0]}: to:",
            )


def _at(draft: Draft, step: str, code: str, message: str, why: str, fix: str) -> Finding:
    laid = next(each for each in draft.laid if each.id == step)
    return error(laid.frame.path, laid.step.id.span, code, message, why, fix)
