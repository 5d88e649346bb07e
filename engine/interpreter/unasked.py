"""Words nobody asked for: at night they wait until morning, after 24 hours an approved template asks to open them.

A conversation keeps them in `held`. `morning` is set while they wait for the day (a timer of that name ends it), otherwise a template is
out and the citizen's tap brings them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from engine.domain.calendar import format_moment, parse_moment
from engine.domain.effect import Effect, Send, SetTimer
from engine.domain.event import Event, Replied, TimerFired
from engine.domain.message import TemplateOut
from engine.domain.session import Session
from engine.interpreter import held, menu
from engine.interpreter.trace import TraceRecord
from engine.interpreter.visit import Visit
from engine.language.compiled import WaitStep

MORNING = "morning"
"""The timer that ends the wait for the day."""

PUT_OFF = "put off"
"""The name of a timer that comes in the morning instead: the store forgets the one that fired by its own name."""

AWAKE = timedelta(minutes=15)
"""Whoever wrote or paid so lately is waiting for us: they are answered at any hour."""


def morning_of(visit: Visit, session: Session, event: Event) -> datetime | None:
    """Return when unasked words may be said, where that is not now."""
    quiet = visit.program(session).quiet
    if quiet is None:
        return None
    conversation = visit.conversation
    if isinstance(event, Replied) and event.outcome == "paid":
        paid_on = str(event.gives.get("paid_on", ""))
        conversation.awake = max(conversation.awake, paid_on)
    lately = max(conversation.heard, conversation.awake)
    if lately and visit.now - parse_moment(lately) <= AWAKE:
        return None
    return quiet.ends(visit.now)


def put_off(visit: Visit, session: Session, event: Event, morning: datetime) -> bool:
    """Let a reminder, the end of patience or of a `wait` come in the morning instead; return whether it was such a timer.

    What holds money or places is never put off.
    """
    if not isinstance(event, TimerFired) or event.token != session.turn or session.holds:
        return False
    step = visit.program(session).by_id.get(session.at)
    if session.state != "asking" and not isinstance(step, WaitStep):
        return False
    visit.effects.append(SetTimer(session.id, PUT_OFF, morning, event.token))
    visit.trace.append(TraceRecord(session.id, session.at, "put off until morning"))
    return True


def hold_back(visit: Visit, session: Session, event: Event, morning: datetime | None) -> None:
    """Keep what this event made us say until the day, or until the citizen opens it. session: whose event it was."""
    conversation = visit.conversation
    said = [effect for effect in visit.effects if _is_words(effect)]
    if not said:
        return
    is_open = held.is_open(conversation.heard, visit.now)
    if is_open and morning is None and not conversation.morning:
        return
    visit.effects = [effect for effect in visit.effects if not _is_words(effect)]
    if not is_open and isinstance(event, Replied) and event.outcome == "moved":
        return
    waiting = bool(conversation.held)
    conversation.held = held.newest([*conversation.held, *map(_stored, said)])
    if visit.sessions[session.id].state == "asking" and conversation.foreground == session.id:
        conversation.unread = session.id
    if morning is None:
        if conversation.morning or not waiting:
            speak(visit, session)
    elif not waiting:
        conversation.morning = format_moment(morning)
        visit.effects.append(SetTimer(session.id, MORNING, morning, 0))


def speak(visit: Visit, session: Session) -> None:
    """Say what is held, or send the template that asks to open it. session: whose template and title are used."""
    conversation = visit.conversation
    conversation.morning = ""
    if not conversation.held:
        return
    if held.is_open(conversation.heard, visit.now):
        for message in held.together(conversation.held):
            visit.send(message)
        conversation.held, conversation.unread = [], ""
        return
    program = visit.program(session)
    title = menu.words(program.title, visit.language)
    opened_by = menu.PREFIX + "open"
    visit.send(TemplateOut(program.notify, visit.language, (title,), opened_by))


def _is_words(effect: Effect) -> bool:
    return isinstance(effect, Send) and not isinstance(effect.message, TemplateOut)


def _stored(effect: Effect) -> dict[str, Any]:
    assert isinstance(effect, Send)  # noqa: S101 (only words are kept)
    return held.to_json(effect.message)
