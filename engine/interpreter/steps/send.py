"""send: hands over a department's own document."""

from __future__ import annotations

from engine.domain.message import DocumentOut, ImageOut
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import Runner
from engine.language.compiled import SendStep


def enter(step: SendStep, run: Run) -> str:
    """Send it and go on."""
    file = step.document(run.env(step.computed))
    caption = run.body(run.words(step.caption, step.computed))
    if file["mime"].startswith("image/"):
        run.send(ImageOut(file["media"], file["mime"], caption))
    else:
        run.send(DocumentOut(file["media"], file["name"], file["mime"], caption))
    run.note(step.id, "sent")
    return step.then


RUNNER = Runner(enter)
