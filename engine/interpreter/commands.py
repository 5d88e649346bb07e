"""Words that work anywhere, in every language; those about one case are obeyed here, those about a person in the dialogue."""

from __future__ import annotations

from collections.abc import Callable

from engine.domain.commands import WORDS
from engine.domain.comparing import fold
from engine.interpreter import changing
from engine.interpreter.offers import Heard, Offer
from engine.interpreter.questions import choices
from engine.interpreter.records import part_asked
from engine.interpreter.run import Run
from engine.interpreter.steps import RUNNERS
from engine.language.compiled import ChooseStep, RepeatStep

_BY_WORD = {fold(word): command for command, words in WORDS.items() for word in words}

_LONGEST = 40
"""Longer than every command, with room for marks and spaces around it."""

_NEVER_FIRST = frozenset("0123456789rkgjuwxyzRKGJUWXYZ") - {word[0] for word in _BY_WORD}
"""Signs no command begins with: most answers are told apart from commands by their first sign."""

_THANKS = frozenset(
    map(
        fold,
        (
            "thanks",
            "thank you",
            "ok thanks",
            "dhanyavadalu",
            "ధన్యవాదాలు",
            "ధన్యవాదములు",
            "థాంక్స్",
            "థాంక్యూ",
            "धन्यवाद",
        ),
    )
)

TELUGU_WORDS = frozenset(map(fold, ("telugu", "తెలుగు")))
ENGLISH_WORDS = frozenset(map(fold, ("english", "ఇంగ్లీష్", "ఇంగ్లిష్", "ఆంగ్లం")))

WHICH = "which_change"
"""The note of a session whose citizen said "change" and is choosing which answer."""


def named(text: str | None) -> str:
    """Return the command these words are (`menu`, `back`, …), or an empty string."""
    if not text or len(text) > _LONGEST or text[0] in _NEVER_FIRST:
        return ""
    return _BY_WORD.get(fold(text), "")


def is_thanks(text: str) -> bool:
    """Whether these words only thank us."""
    return fold(text) in _THANKS


def language_named(text: str) -> str:
    """Return the language these words name, or an empty string."""
    folded = fold(text)
    if folded in TELUGU_WORDS:
        return "te"
    return "en" if folded in ENGLISH_WORDS else ""


def is_answer(run: Run, heard: Heard) -> bool:
    """Whether the present question offers these very words, which then are an answer and no command."""
    if run.session.state != "asking":
        return False
    step = run.program.by_id.get(run.session.at)
    if isinstance(step, RepeatStep):
        step = part_asked(step, run.session.local)
    if not isinstance(step, ChooseStep):
        return False
    text = fold(heard.given.text or "")
    return any(_is_meant(text, offer) for offer in choices(run, step)[1])


def _is_meant(text: str, offer: Offer) -> bool:
    """Whether these words are an option: its label or the first words of it, its name, another word for it."""
    return fold(offer.label).startswith(text + " ") or text in map(
        fold, (offer.label, offer.value, *offer.also)
    )


def obey(run: Run, heard: Heard, follow: Callable[[Run, str | None], None]) -> bool:
    """Carry out "back" and "change"; return whether that was what the citizen wanted."""
    if run.session.local.get(WHICH):
        return _which(run, heard, follow)
    if heard.tapped:
        return False
    command = named(heard.given.text)
    if command not in ("back", "change") or is_answer(run, heard):
        return False
    if command == "back":
        _back(run, follow)
    else:
        _change(run)
    return True


def _put_again(run: Run) -> None:
    step = run.program.by_id[run.session.at]
    RUNNERS[type(step)].again(step, run)


def _back(run: Run, follow: Callable[[Run, str | None], None]) -> None:
    session = run.session
    path = session.local.get("path")
    if path:
        session.local["path"] = path[:-1]
        session.local.pop("page", None)
        _put_again(run)
        return
    run.note(session.at, "back")
    step = run.program.by_id[session.at]
    if RUNNERS[type(step)].back(step, run):
        return
    asked = changing.within_reach(run)
    if not asked:
        run.say(run.phrase("nothing_back"))
        _put_again(run)
        return
    follow(run, run.reask(asked[-1], session.at))


def _change(run: Run) -> None:
    shows = changing.open_to_change(run)
    run.note(run.session.at, "change")
    if not shows:
        run.say(run.phrase("nothing_to_change"))
        _put_again(run)
        return
    patience = getattr(run.program.by_id[run.session.at], "patience", None)
    if patience is not None:
        run.wait_for_answer(patience)
    run.session.local[WHICH] = True
    changing.offer(run, shows)


def _which(run: Run, heard: Heard, follow: Callable[[Run, str | None], None]) -> bool:
    if changing.turns_page(run, changing.open_to_change(run), heard):
        changing.offer(run, changing.open_to_change(run))
        return True
    run.session.local.pop(WHICH)
    run.session.local.pop("page", None)
    chosen = changing.chosen(run, changing.open_to_change(run), heard)
    if chosen is None:
        _put_again(run)
    else:
        follow(run, run.reask(chosen.step, run.session.at))
    return True
