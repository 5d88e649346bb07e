"""confirm: shows answers and asks whether they are right; a wrong one is asked again and the review returns.

What was called correct is remembered: the review is put again as soon as it would show something else, or more or less is to be paid.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from engine.domain.event import TimerFired
from engine.interpreter import answers, changing, memory, questions
from engine.interpreter.heeded import Refused
from engine.interpreter.offers import Heard, Offer, pick
from engine.interpreter.phrases import phrase
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import STAY, Runner, Wakes, silence
from engine.language.compiled import ConfirmStep, FeeGap, PayStep
from engine.language.expressions.env import Unset

CORRECT, WRONG = "correct", "wrong"
UNKNOWN = "-"
"""Instead of an amount that could not be worked out yet, or has been paid."""


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
    lines = [f"• {title}: {words}" for _, title, words in changing.answered(run, step.shows)]
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
        run.session.keys[f"{step.id}.{CORRECT}"] = _seen(step, run)
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
    if not answers.misunderstood(
        run, step.id, step.patience, Refused("not_an_option", run.phrase("not_an_option"))
    ):
        return step.patience.give_up
    again(step, run)
    return STAY


def still_holds(step: ConfirmStep, run: Run) -> bool:
    """Whether the citizen has called correct what the review would show now, and the amounts to pay are those of then."""
    known = run.session.keys.get(f"{step.id}.{CORRECT}")
    if known is None:
        return False
    pairs = zip(known.split(), _seen(step, run).split(), strict=True)
    return all(before == now or UNKNOWN in (before, now) for before, now in pairs)


def _seen(step: ConfirmStep, run: Run) -> str:
    """Return a mark of what the review shows, and what each payment to come amounts to.

    The mark is made of the words in one language, the same at every look, since the citizen may go on in another.
    """
    values = run.values(step.computed)
    shows = [each.what.words for each in changing.answered(run, step.shows)]
    words = [next(iter(text.values()))(values) for text in (step.text, *shows)]
    mark = hashlib.blake2b("\0".join(words).encode(), digest_size=8).hexdigest()
    payments = (each for each in run.program.steps if isinstance(each, PayStep))
    return " ".join([mark, *(_amount(each, run) for each in payments)])


def _amount(step: PayStep, run: Run) -> str:
    if memory.get(run.session.answers, step.id) is not None:
        return UNKNOWN
    try:
        return str(int(step.amount(run.env(step.computed))))
    except (Unset, FeeGap):
        return UNKNOWN


RUNNER = Runner(enter, resume, again)
