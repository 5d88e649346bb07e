"""Showing answers back: for a review, for "change", for officers."""

from __future__ import annotations

from collections.abc import Sequence

from engine.domain.effect import Shown
from engine.domain.types import name_of
from engine.interpreter import memory, questions
from engine.interpreter.offers import MORE, Heard, Offer, pages, pick
from engine.interpreter.run import Run
from engine.language.compiled import AskStep, ChooseStep, ShownAnswer
from engine.language.expressions.env import Unset


def answered(run: Run, shows: Sequence[ShownAnswer]) -> list[ShownAnswer]:
    """Return those whose answer is set, and stands on nothing that is just being asked anew."""
    there = [shown for shown in shows if memory.get(run.session.answers, shown.name) is not None]
    return [shown for shown in there if _can_be_written(run, shown)]


def _can_be_written(run: Run, shown: ShownAnswer) -> bool:
    try:
        run.words(shown.title)
        run.words(shown.words)
    except Unset:
        return False
    return True


def offers(run: Run, shows: Sequence[ShownAnswer]) -> list[Offer]:
    """Return one offer for each set answer that can be asked again: what was asked, and what was answered."""
    return [
        Offer(shown.name, _short(run.words(shown.title)), _short(run.words(shown.words), 72))
        for shown in answered(run, shows)
        if shown.step
    ]


def offer(run: Run, shows: Sequence[ShownAnswer]) -> None:
    """Ask which answer shall be changed."""
    questions.offer(run, run.phrase("which_change"), offers(run, shows))


def chosen(run: Run, shows: Sequence[ShownAnswer], heard: Heard) -> ShownAnswer | None:
    """Return the answer the citizen wants to change."""
    name = pick(heard, offers(run, shows))
    return next((shown for shown in shows if shown.name == name), None)


def turns_page(run: Run, shows: Sequence[ShownAnswer], heard: Heard) -> bool:
    """Whether the citizen wants to see the next page of answers; it is turned then."""
    found = offers(run, shows)
    if pick(heard, found) != MORE:
        return False
    run.session.local["page"] = (run.session.local.get("page", 0) + 1) % pages(found)
    return True


def open_to_change(run: Run) -> list[ShownAnswer]:
    """Return the answers given since the last effect: what "change" can still reach."""
    found = []
    for name in within_reach(run):
        step = run.program.by_id.get(name)
        if isinstance(step, AskStep | ChooseStep):
            found.append(_as_shown(run, step))
    return found


def within_reach(run: Run) -> list[str]:
    """Return the questions answered since the last effect; while one is asked again, only those before it: later ones stand on it."""
    asked = run.session.asked
    if not run.session.resume:
        return asked
    order = [step.id for step in run.program.steps]
    before = frozenset(order[: order.index(run.session.at)])
    return [name for name in asked if name in before]


def _as_shown(run: Run, step: AskStep | ChooseStep) -> ShownAnswer:
    found = run.program.shown.get(step.id)
    assert found is not None  # noqa: S101 (the compiler makes one for each question)
    return found


def shown(run: Run, shows: Sequence[ShownAnswer]) -> tuple[Shown, ...]:
    """Return these answers as officers see them."""
    values = run.values()
    return tuple(
        Shown(
            each.name,
            {language: write(values) for language, write in each.title.items()},
            name_of(each.type),
            memory.get(run.session.answers, each.name),
            run.words(each.words),
            each.name in run.program.searchable,
        )
        for each in answered(run, shows)
    )


def _short(words: str, longest: int = 60) -> str:
    """Return words that fit one line; the whole is in the review above."""
    line = " ".join(words.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
