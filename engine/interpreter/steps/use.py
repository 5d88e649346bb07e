"""use: a fragment's way out that says something or goes back first; the fragment's own steps stand in the program."""

from __future__ import annotations

from engine.interpreter.run import Run
from engine.interpreter.steps.runner import Runner
from engine.language.compiled import UseStep

LEFT = "left"


def enter(step: UseStep, run: Run) -> str:
    """Follow what the caller wrote for this way out."""
    return run.route(step, LEFT)


RUNNER = Runner(enter)
