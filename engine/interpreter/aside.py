"""News of one case while the question of another stands: it is told in a line, and the question stands."""

from __future__ import annotations

from engine.domain.effect import Effect, Send
from engine.domain.message import (
    Button,
    ButtonsOut,
    ListOut,
    LocationRequestOut,
    TextOut,
)
from engine.interpreter import menu
from engine.interpreter.machine import Outcome
from engine.interpreter.visit import Visit

_QUESTIONS = (TextOut, ButtonsOut, ListOut, LocationRequestOut)


def take(visit: Visit, outcome: Outcome) -> None:
    """Keep what became of a case that is not in the foreground; what it asks waits until the citizen opens it."""
    front = visit.conversation.foreground
    if outcome.session.state == "asking" and any(map(_is_words, outcome.effects)):
        outcome = _in_a_line(visit, outcome)
    visit.take(outcome)
    visit.conversation.foreground = front


def _in_a_line(visit: Visit, outcome: Outcome) -> Outcome:
    session = outcome.session
    session.said = list(outcome.ahead)
    title = menu.words(visit.program(session).title, visit.language)
    line = visit.phrase("other_asks", title=f"{title} {session.number}".strip())
    opens = Button(f"{menu.PREFIX}case:{session.id}", visit.phrase("open"))
    others = (effect for effect in outcome.effects if not _is_words(effect))
    return outcome._replace(effects=(*others, Send(ButtonsOut(line, (opens,)))))


def _is_words(effect: Effect) -> bool:
    return isinstance(effect, Send) and isinstance(effect.message, _QUESTIONS)
