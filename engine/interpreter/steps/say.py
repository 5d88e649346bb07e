"""say: words that travel with whatever is sent next."""

from __future__ import annotations

from engine.interpreter.run import Run
from engine.interpreter.steps.runner import Runner
from engine.language.compiled import SayStep


def enter(step: SayStep, run: Run) -> str:
    """Say it and go on."""
    run.say(run.words(step.text, step.computed))
    run.note(step.id, "said")
    return step.then


RUNNER = Runner(enter)
