"""set: gives a value a name."""

from __future__ import annotations

from engine.interpreter.run import Run
from engine.interpreter.steps.runner import Runner
from engine.language.compiled import SetStep


def enter(step: SetStep, run: Run) -> str:
    """Store the value under the step's id and go on."""
    run.settle(step, step.value(run.env(step.computed)), "set")
    return step.then


RUNNER = Runner(enter)
