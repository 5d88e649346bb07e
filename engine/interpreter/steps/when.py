"""when: goes one way or another; the first condition that holds decides."""

from __future__ import annotations

from engine.interpreter.run import Run
from engine.interpreter.steps.runner import Runner
from engine.language.compiled import WhenStep


def enter(step: WhenStep, run: Run) -> str:
    """Follow the first branch whose condition holds, otherwise `else`."""
    env = run.env(step.computed)
    for place, branch in enumerate(step.branches, 1):
        if branch.when(env):
            run.note(step.id, f"branch {place}")
            return branch.then
    run.note(step.id, "otherwise")
    return step.then


RUNNER = Runner(enter)
