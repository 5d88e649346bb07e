"""What a help desk is told of a person who stands before it: where the service stopped, what was answered, what was said last."""

from __future__ import annotations

from contextlib import suppress

from engine.domain.effect import HandOver
from engine.domain.types import Secret
from engine.interpreter import changing
from engine.interpreter.run import Run
from engine.language.expressions.env import Unset

HANDOFF = "handoff"
"""How a case has ended whose citizen stands before a help desk."""

SEEN_TO = ("helped", "unreached")
"""What comes of it, as the desk says; from then on the case has ended like that."""


def hand_over(run: Run, told: str, paid: int, desk: str = "") -> None:
    """Put the person before a help desk. told: the last words said to them; paid: paise; desk: empty for the department's own."""
    session, program = run.session, run.program
    shows = [each for each in program.shown.values() if not isinstance(each.type, Secret)]
    answers = changing.shown(run, shows)
    effect = HandOver(
        run.key(), session.service, session.at, desk, program.title, _stopped(run), told, paid, answers,
        session.number, session.language,
    )  # fmt: skip
    run.effects.append(effect)


def _stopped(run: Run) -> dict[str, str]:
    """Return what the step was to find out at which the case stands, in every language; nothing where it asks nothing."""
    asked, found = run.program.shown.get(run.session.at), {}
    with suppress(Unset, KeyError):
        for language, write in asked.title.items() if asked is not None else ():
            found[language] = write(run.values())
    return found
