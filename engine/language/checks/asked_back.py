"""What officers may ask again must not end a case that lies on their desk."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.compiled import ApproveStep, CallStep, Route, Step
from engine.language.compiler.draft import Draft
from engine.language.compiler.layout import Laid
from engine.language.findings import Finding, warning
from engine.language.model.names import Name, mapping_at, names_at
from engine.language.program import Program


def check_asked_back(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield answers officers may ask again although a call that is made anew with them can end the case."""
    if program is None:
        return
    for laid in draft.laid:
        step, back = program.by_id.get(laid.id), mapping_at(laid.step.node, "ask_back")
        if isinstance(step, ApproveStep) and back is not None:
            for name in names_at(back, "may_change"):
                yield from _ending(name, step, laid, program)


def _ending(name: Name, approve: ApproveStep, laid: Laid, program: Program) -> Iterator[Finding]:
    asked = {shown.step for shown in approve.may_change if shown.name == name.text}
    anew = {each for step in asked for each in program.dependents.get(step, ())}
    for step in program.steps:
        if step.id == approve.id:
            return
        if step.id in anew and isinstance(step, CallStep) and not step.writes:
            end = next((each for each in _ways(step) if each in program.ends), None)
            if end is not None:
                yield warning(
                    laid.frame.path,
                    name.span,
                    "FLOW-326",
                    f'With another "{name.text}" the call "{step.id}" is made again, and it may lead to the end "{end}"',
                    "The case would lapse although it lies before officers",
                    f'Take "{name.text}" out of may_change:, or lead that outcome back to a question',
                )
                return


def _ways(step: Step) -> Iterator[str]:
    """Yield where the outcomes of a step may lead, without those that ask again."""
    yield step.then
    for route in step.outcomes.values():
        yield _way(route)


def _way(route: Route) -> str:
    return route.otherwise if route.again else route.then
