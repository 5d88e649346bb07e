"""collect: asks for each of the service's papers that applies; `local` holds those received and the one being asked."""

from __future__ import annotations

from typing import Any

from engine.domain.calendar import local_date
from engine.domain.event import TimerFired
from engine.domain.limits import TEXT_BODY
from engine.domain.message import TextOut
from engine.interpreter import answers
from engine.interpreter.heeded import Refused
from engine.interpreter.offers import Heard
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import STAY, Runner, Wakes, silence
from engine.language.compiled import CollectStep, Label, Paper


def enter(step: CollectStep, run: Run) -> str | None:
    """Ask for the first paper."""
    run.session.local = {"papers": {}}
    run.note(step.id, "asked")
    return _next(step, run)


def _missing(step: CollectStep, run: Run) -> Paper | None:
    env = run.env(step.computed)
    received: dict[str, Any] = run.session.local["papers"]
    wanted = (paper for paper in step.papers if paper.upload and paper.id not in received)
    return next((paper for paper in wanted if paper.only_if is None or paper.only_if(env)), None)


def _next(step: CollectStep, run: Run) -> str | None:
    if _missing(step, run) is not None:
        again(step, run)
        return STAY
    run.settle(step, run.session.local["papers"], "answered")
    run.session.asked.append(step.id)
    _to_bring(step, run)
    return run.route(step, "answered")


def _to_bring(step: CollectStep, run: Run) -> None:
    env = run.env(step.computed)
    bring = [
        paper
        for paper in step.papers
        if not paper.upload and (paper.only_if is None or paper.only_if(env))
    ]
    if bring:
        run.say(run.phrase("bring", papers=", ".join(_label(run, paper.label) for paper in bring)))


def _label(run: Run, label: Label) -> str:
    return label.get(run.session.language) or next(iter(label.values()))


def again(step: CollectStep, run: Run) -> None:
    """Ask for the paper that is missing next."""
    paper = _missing(step, run)
    assert paper is not None  # noqa: S101 (the step is left when none is missing)
    run.wait_for_answer(step.patience)
    words = run.phrase("paper", paper=_label(run, paper.label))
    if paper.alternatives:
        others = ", ".join(_label(run, other) for other in paper.alternatives)
        words += "\n" + run.phrase("paper_or", others=others)
    run.send(TextOut(run.body(words, TEXT_BODY)))


def resume(step: CollectStep, run: Run, event: Wakes) -> str | None:
    """Take a paper."""
    if isinstance(event, TimerFired):
        return silence(step, run, step.patience, again)
    if not isinstance(event, Heard):
        return STAY
    reading = step.kind.read(event.given, step.bounds, local_date(run.now))
    paper = _missing(step, run)
    if reading.problem or paper is None:
        hint = step.kind.refusal(
            reading.problem, step.bounds, run.session.language, run.session.tries + 1
        )
        if not answers.misunderstood(run, step.id, step.patience, Refused(reading.problem, hint)):
            return step.patience.give_up
        again(step, run)
        return STAY
    run.session.local["papers"] = {**run.session.local["papers"], paper.id: reading.value}
    run.session.tries = 0
    run.note(step.id, f"received {paper.id}")
    return _next(step, run)


RUNNER = Runner(enter, resume, again)
