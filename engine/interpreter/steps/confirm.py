"""confirm: shows answers and asks whether they are right; a wrong one is asked again and the review returns."""

from __future__ import annotations

from functools import lru_cache

from engine.domain.event import TimerFired
from engine.interpreter import changing, questions
from engine.interpreter.heeded import Refused
from engine.interpreter.offers import Heard, Offer, pick
from engine.interpreter.phrases import phrase
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import STAY, Runner, Wakes, silence
from engine.language.compiled import ConfirmStep

CORRECT, WRONG = "correct", "wrong"


def enter(step: ConfirmStep, run: Run) -> str | None:
    """Show the answers and ask."""
    again(step, run)
    run.note(step.id, "asked")
    return STAY


def again(step: ConfirmStep, run: Run) -> None:
    """Ask, or offer once more what can be changed."""
    run.wait_for_answer(step.patience)
    if run.session.stage == WRONG:
        changing.offer(run, step.shows)
        return
    lines = [
        f"• {run.words(shown.title)}: {run.words(shown.words)}"
        for shown in changing.answered(run, step.shows)
    ]
    words = run.words(step.text, step.computed)
    review = [run.phrase("review"), *lines, ""] if lines else []
    questions.offer(run, "\n".join([*review, words]), _offers(run.session.language))


@lru_cache
def _offers(language: str) -> tuple[Offer, ...]:
    return (
        Offer(
            CORRECT,
            phrase("correct", language),
            also=("yes", "ok", "అవును", "సరే", "సరైనవే", "correct"),
        ),
        Offer(WRONG, phrase("wrong", language), also=("no", "కాదు", "తప్పు", "wrong", "మార్చాలి")),
    )


def resume(step: ConfirmStep, run: Run, event: Wakes) -> str | None:
    """Take "all correct", "change something", or which one."""
    if isinstance(event, TimerFired):
        return silence(step, run, step.patience, again)
    if not isinstance(event, Heard):
        return STAY
    if run.session.stage == WRONG:
        return _change(step, run, event)
    picked = pick(event, _offers(run.session.language))
    if picked == CORRECT:
        run.session.counts[f"{step.id}.{CORRECT}"] = 1
        return run.route(step, CORRECT)
    if picked == WRONG:
        return _wrong(step, run)
    return _misunderstood(step, run)


def _wrong(step: ConfirmStep, run: Run) -> str | None:
    if not changing.offers(run, step.shows):
        run.note(step.id, "nothing to change")
        return step.patience.give_up
    run.session.stage = WRONG
    again(step, run)
    return STAY


def _change(step: ConfirmStep, run: Run, heard: Heard) -> str | None:
    if changing.turns_page(run, step.shows, heard):
        again(step, run)
        return STAY
    chosen = changing.chosen(run, step.shows, heard)
    if chosen is None:
        return _misunderstood(step, run)
    return run.reask(chosen.step, step.id)


def _misunderstood(step: ConfirmStep, run: Run) -> str | None:
    if not questions.misunderstood(
        run, step.id, step.patience, Refused("not_an_option", run.phrase("not_an_option"))
    ):
        return step.patience.give_up
    again(step, run)
    return STAY


RUNNER = Runner(enter, resume, again)
