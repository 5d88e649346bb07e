"""issue: makes one of our certificates and hands it over."""

from __future__ import annotations

from engine.domain.effect import Issue
from engine.domain.event import Replied
from engine.domain.message import DocumentOut
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import STAY, Runner, Wakes
from engine.language.compiled import IssueStep

ISSUED = "issued"


def enter(step: IssueStep, run: Run) -> str | None:
    """Ask for the certificate."""
    key = run.key()
    env = run.env(step.computed)
    fields = {name: value(env) for name, value in step.fields.items()}
    approval = run.session.keys.get(step.approval, "")
    effect = Issue(
        key, step.type, run.program.service, fields, approval, step.declared, run.session.language
    )
    run.ask(effect, key)
    run.barrier()
    run.note(step.id, "asked for the certificate")
    return STAY


def resume(step: IssueStep, run: Run, event: Wakes) -> str | None:
    """Hand it over."""
    if not isinstance(event, Replied):
        return STAY
    if event.outcome != ISSUED:
        return run.route(step, event.outcome)
    run.settle(step, dict(event.gives), ISSUED)
    run.brought(step.id, event.gives)
    file = event.gives["file"]
    run.send(
        DocumentOut(
            file["media"],
            file["name"],
            file["mime"],
            run.body(run.words(step.caption, step.computed)),
        )
    )
    return run.route(step, event.outcome)


RUNNER = Runner(enter, resume)
