"""choose: options written by the officer, rows a department gave, or a list in levels."""

from __future__ import annotations

from engine.interpreter import questions
from engine.interpreter.run import Run
from engine.interpreter.steps.ask import again, resume
from engine.interpreter.steps.runner import STAY, Runner
from engine.language.compiled import ChooseStep


def enter(step: ChooseStep, run: Run) -> str | None:
    """Put the choice; rows that are empty or all hidden are the outcome `none`."""
    if step.rows is not None and not questions.rows(run, step):
        return run.route(step, "none")
    questions.put(run, step)
    run.note(step.id, "asked")
    return STAY


RUNNER = Runner(enter, resume, again)
