"""Where officers decide, a citizen is told how long it takes, what it costs and whom to turn to afterwards: `told_in_full`.

The engine itself says at the start how long it takes, what is to be paid and what to keep ready, from the header. This rule looks at what
it cannot see to: that the time is written, that a service in which nothing is paid says so, and that each end to which a refusal leads
names somebody who may be asked again. Services in which nobody decides (looking something up, paying, booking) have nothing to wait for
and nothing to appeal against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.language import nodes
from engine.language.compiled import ApproveStep, PayStep
from engine.language.compiler.graph import targets
from engine.language.figures import texts_in
from engine.language.findings import Finding
from engine.language.model.policies import Policy
from engine.language.policies.looking import Look
from engine.language.program import Program

RULE = "told_in_full"
REFUSED = "rejected"


def check(policy: Policy, look: Look) -> Iterator[Finding]:
    """Yield the first decision nobody knows the time or the cost of, and each refusal that leads to an end which names nobody."""
    steps = look.program.steps
    decisions = [step for step in steps if isinstance(step, ApproveStep)]
    for step in decisions[:1]:
        yield from _before(policy, look, step)
    for step in decisions:
        yield from _refused(policy, look, step)


def _before(policy: Policy, look: Look, decision: ApproveStep) -> Iterator[Finding]:
    if not look.program.takes:
        message = "Officers decide here, and nobody is told how long it takes"
        fix = "Add takes: to the header, the longest it may be"
        yield look.at_step(policy, decision.id, "POLICY-1015", (message, "", fix))
    paid = any(isinstance(step, PayStep) for step in look.program.steps)
    if not paid and not _said(policy.free, (laid.step.node for laid in look.draft.laid)):
        message = "Nothing is to be paid here, and nobody is told so"
        fix = "Say it before the citizen agrees, with one of the words under free:"
        yield look.at_step(policy, decision.id, "POLICY-1017", (message, "", fix))


def _refused(policy: Policy, look: Look, decision: ApproveStep) -> Iterator[Finding]:
    route = decision.outcomes.get(REFUSED)
    ends = {name.text: node for name, node in look.draft.flow.ends}
    ends |= {name: shared.node for name, shared in look.draft.shared_ends.items()}
    for end in _ends_after(route.then, look.program) if route is not None else ():
        if not _said(policy.appeal, (ends[end],)):
            message = f'Who is refused at "{decision.id}" ends at "{end}", which names nobody to appeal to'
            fix = f"Say at {end} whom the citizen may turn to, with one of the words under appeal:"
            yield look.at_step(policy, decision.id, "POLICY-1016", (message, "", fix))


def _ends_after(place: str, program: Program) -> Sequence[str]:
    """Return the ends that turn the citizen down and can be reached from here before anything else is decided, in their order."""
    waiting, seen = [place], set[str]()
    while waiting:
        name = waiting.pop()
        step = program.by_id.get(name)
        if name not in seen and not isinstance(step, ApproveStep):
            seen.add(name)
            waiting += targets(step) if step is not None else ()
    return [end.id for end in program.ends.values() if end.id in seen and end.result == REFUSED]


def _said(wanted: Mapping[str, Sequence[str]], within: Iterable[nodes.Node]) -> bool:
    """Tell whether one of the words stands there, in every language that is spoken there."""
    said: dict[str, str] = {}
    for node in within:
        for language, text in texts_in(node, wanted):
            said[language] = f"{said.get(language, '')}\n{text.text.casefold()}"
    return bool(said) and all(
        any(word.casefold() in said[language] for word in wanted[language]) for language in said
    )
