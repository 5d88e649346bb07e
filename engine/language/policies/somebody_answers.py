"""From every question and every case there is a way to a person: `somebody_answers`.

"Help" is a word the engine itself obeys at every question: it tells what else can be written, and which help desk of the service answers
and when. This rule looks at what the engine cannot see to: that giving up leads to a help desk, that a case with officers has somebody
else to turn to, and that every help desk says when it answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.compiled import ApproveStep, Patience
from engine.language.compiler.graph import targets
from engine.language.findings import Finding
from engine.language.model.policies import Policy
from engine.language.policies.looking import Look, finding
from engine.language.program import Program
from engine.language.reading import Reading

RULE = "somebody_answers"
HANDOFF = "handoff"


def check(policy: Policy, look: Look) -> Iterator[Finding]:
    """Yield the first question of a service whose giving up, and each case with officers that, leads to nobody."""
    reaching = _reaching(look.program)
    for step in look.program.steps:
        bearing: Patience | None = getattr(step, "patience", None)
        if bearing is not None and bearing.give_up and bearing.give_up not in reaching:
            message = f'"{step.id}" gives up at "{bearing.give_up}", and nobody is there'
            why = f"The way: {step.id} (given up) → {bearing.give_up}."
            fix = "Give up at an end with result: handoff and the help desk under to:"
            yield look.at_step(policy, step.id, "POLICY-1011", (message, why, fix))
            break
    for step in look.program.steps:
        if isinstance(step, ApproveStep) and not step.escalate and step.id not in reaching:
            message = f'Nobody else is told when officers let "{step.id}" lie'
            why = f"The way: {step.id} → …, with no help desk and no other officer on it."
            fix = "Add late: with an officer above, or lead an outcome to a help desk"
            yield look.at_step(policy, step.id, "POLICY-1011", (message, why, fix))


def _reaching(program: Program) -> frozenset[str]:
    """Return every step and end from which a help desk can be reached."""
    into: dict[str, list[str]] = {}
    for step in program.steps:
        for target in targets(step):
            into.setdefault(target, []).append(step.id)
    waiting = [end.id for end in program.ends.values() if end.result == HANDOFF and end.to]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += into.get(name, ())
    return frozenset(found)


def check_desks(policy: Policy, reading: Reading) -> Iterator[Finding]:
    """Yield each department whose help desk says in some language neither when it answers nor on which number."""
    for department in reading.world.departments.values():
        desk = department.desk
        silent = [each for each in reading.world.state.languages if not desk.hours.get(each)]
        if desk.id and silent and not desk.phone:
            message = f'The help desk "{desk.id}" says neither its hours nor a telephone number'
            fix = "Add hours: in every language, or phone:, to help_desk:"
            span = department.name.span if department.name else policy.span
            yield finding(policy, department.path, span, "POLICY-1010", (message, "", fix))
