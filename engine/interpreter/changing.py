"""Showing answers back: for a review, for "change", for officers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.domain.effect import Shown
from engine.domain.types import name_of
from engine.interpreter import memory, questions
from engine.interpreter.offers import MORE, Heard, Offer, pages, pick
from engine.interpreter.run import Run
from engine.language.compiled import AskStep, ChooseStep, ShownAnswer
from engine.language.expressions.env import Unset


class Answer(NamedTuple):
    """An answer as it is shown back, in the citizen's language. what: which one; title: what was asked; words: what was answered."""

    what: ShownAnswer
    title: str
    words: str


def answered(run: Run, shows: Sequence[ShownAnswer]) -> list[Answer]:
    """Return those that are set, and stand on nothing that is just being asked anew; no documents where none was asked for."""
    found = []
    for shown in shows:
        if memory.get(run.session.answers, shown.name) not in (None, {}):
            try:
                found.append(Answer(shown, run.words(shown.title), run.words(shown.words)))
            except Unset:
                continue
    return found


def offers(run: Run, shows: Sequence[ShownAnswer]) -> list[Offer]:
    """Return one offer for each set answer that can be asked again: what was asked, and what was answered."""
    return [
        Offer(shown.name, _short(title), _short(words, 72))
        for shown, title, words in answered(run, shows)
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
    """Return the questions answered since the last effect; while one is asked anew, only those before it: later ones stand on it."""
    session = run.session
    if not session.resume and memory.get(session.answers, session.at) is not None:
        return session.asked
    order = [step.id for step in run.program.steps]
    before = frozenset(order[: order.index(session.at)])
    return [name for name in session.asked if name in before]


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
            words,
            each.name in run.program.searchable,
            {
                language: other
                for language, write in each.words.items()
                if (other := write(values)) != words
            },
        )
        for each, _, words in answered(run, shows)
    )


def _short(words: str, longest: int = 60) -> str:
    """Return words that fit one line; the whole is in the review above."""
    line = " ".join(words.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
