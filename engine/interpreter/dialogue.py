"""take_turn: one event of one person. Around the case in hand it keeps language, menu, several cases, and the 24-hour window. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.domain.answers.kind import Given
from engine.domain.calendar import format_moment
from engine.domain.effect import Effect, Send
from engine.domain.event import Event, MessageArrived
from engine.domain.message import (
    Incoming,
    TapIn,
    TemplateOut,
    TextIn,
)
from engine.domain.session import Conversation, Session
from engine.interpreter import commands, held, machine, memory, menu, reception
from engine.interpreter.directory import Directory
from engine.interpreter.offers import Heard
from engine.interpreter.run import Run
from engine.interpreter.trace import TraceRecord
from engine.interpreter.visit import Visit


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event did: the conversation and sessions afterwards (only those that changed), effects in order, trace."""

    conversation: Conversation
    sessions: Mapping[str, Session]
    effects: tuple[Effect, ...]
    trace: tuple[TraceRecord, ...]


def sessions_needed(conversation: Conversation, event: Event) -> tuple[str, ...]:
    """Return the ids of the sessions `take_turn` must be given for this event."""
    needed = [conversation.foreground, getattr(event, "session", "")]
    if isinstance(event, MessageArrived):
        if isinstance(event.message, TapIn):
            needed.append(_session_of(event.message.id))
        kind, _, rest = conversation.place.partition(":")
        needed.append(rest if kind == "case" else "")
        if kind in ("mine", "menu") and not conversation.foreground:
            needed += [case["id"] for case in conversation.cases[: menu.SHOWN_CASES]]
    return tuple(dict.fromkeys(filter(None, needed)))


def _session_of(tap: str) -> str:
    if not tap.startswith(menu.PREFIX):
        return tap.split(".", 1)[0]
    kind, _, rest = tap[len(menu.PREFIX) :].partition(":")
    return rest.split(":", 1)[0] if kind in ("case", "later", "paper") else ""


def take_turn(
    directory: Directory,
    conversation: Conversation,
    sessions: Mapping[str, Session],
    event: Event,
    now: datetime,
    new_id: str,
) -> Turn:
    """Take one event of one person.

    sessions: at least those `sessions_needed` names, as far as they exist; new_id: unused so far, for a case that may be opened;
    now: aware, UTC. What is given is left as it was.
    """
    visit = Visit(directory, _copy(conversation), dict(sessions), now, new_id)
    if isinstance(event, MessageArrived):
        _message(visit, event.message)
    else:
        _from_outside(visit, event)
        _hold_back(visit)
    return Turn(visit.conversation, visit.changed, tuple(visit.effects), tuple(visit.trace))


def _copy(conversation: Conversation) -> Conversation:
    return Conversation(
        conversation.id, conversation.language, conversation.foreground, conversation.place, list(conversation.cases),
        conversation.heard, list(conversation.held), conversation.greeted,
    )  # fmt: skip


# -- from outside -----------------------------------------------------------------------------------------------------


def _from_outside(visit: Visit, event: Event) -> None:
    session = visit.session(getattr(event, "session", ""))
    if session is None:
        visit.trace.append(TraceRecord("", "", "ignored an event of an unknown case"))
        return
    visit.take(machine.advance(visit.program(session), session, event, visit.now))


def _hold_back(visit: Visit) -> None:
    """Outside the 24-hour window keep messages, and send one approved template with an "open" button instead."""
    conversation = visit.conversation
    if held.is_open(conversation.heard, visit.now):
        return
    kept: list[dict[str, Any]] = []
    passed: list[Effect] = []
    for effect in visit.effects:
        if isinstance(effect, Send) and not isinstance(effect.message, TemplateOut):
            kept.append(held.to_json(effect.message))
        else:
            passed.append(effect)
    if kept and not conversation.held:
        titles = [visit.program(session).title for session in visit.changed.values()]
        title = menu.words(titles[0], visit.language) if titles else ""
        passed.append(
            Send(TemplateOut(visit.notify, visit.language, (title,), menu.PREFIX + "open"))
        )
    conversation.held = held.newest([*conversation.held, *kept])
    visit.effects = passed


# -- what the citizen sent --------------------------------------------------------------------------------------------


def _message(visit: Visit, message: Incoming) -> None:
    conversation = visit.conversation
    conversation.heard = format_moment(visit.now)
    opened = bool(conversation.held)
    for kept in conversation.held:
        visit.send(held.from_json(kept))
    conversation.held = []
    tap = message.id if isinstance(message, TapIn) else ""
    if tap == menu.PREFIX + "open":
        if not opened:
            reception.show_menu(visit)
    elif tap.startswith(menu.PREFIX):
        reception.menu_tap(visit, tap[len(menu.PREFIX) :])
    elif not conversation.language:
        _first_words(visit, message)
    elif not _command(visit, message):
        _to_case(visit, message)


def _first_words(visit: Visit, message: Incoming) -> None:
    text = message.text if isinstance(message, TextIn) else ""
    language = commands.language_named(text)
    if language:
        reception.set_language(visit, language)
        return
    reception.first_words(visit)


def _command(visit: Visit, message: Incoming) -> bool:
    """Obey a word that works anywhere; return whether there was one."""
    if not isinstance(message, TextIn):
        return False
    command = commands.named(message.text)
    if command in ("", "back", "change") or _is_answer(visit, message):
        return False
    match command:
        case "menu":
            visit.conversation.foreground = ""
            reception.show_menu(visit)
        case "language":
            language = commands.language_named(message.text)
            reception.set_language(visit, language) if language else reception.ask_language(visit)
        case "help":
            visit.say("help")
        case "status":
            reception.show_mine(visit)
        case _:
            _stop(visit)
    return True


def _is_answer(visit: Visit, message: TextIn) -> bool:
    session = visit.sessions.get(visit.conversation.foreground)
    if session is None:
        return False
    run = Run(visit.program(session), memory.copy(session), visit.now)
    return commands.is_answer(run, Heard(Given(text=message.text)))


def _stop(visit: Visit) -> None:
    session = visit.session(visit.conversation.foreground)
    if session is None:
        reception.show_menu(visit)
        return
    visit.take(machine.stop(visit.program(session), session, visit.now))
    visit.conversation.foreground = ""


def _to_case(visit: Visit, message: Incoming) -> None:
    """Hand a message to the case it belongs to; without one it is for the menu."""
    conversation = visit.conversation
    named = _session_of(message.id) if isinstance(message, TapIn) else ""
    session = visit.sessions.get(named)
    if session is not None and session.state == "asking":
        conversation.foreground = named
    session = visit.session(conversation.foreground)
    if session is not None:
        visit.take(
            machine.advance(visit.program(session), session, MessageArrived(message), visit.now)
        )
    elif named:
        visit.say("old_button_no_question")
        reception.show_menu(visit)
    else:
        reception.at_menu(visit, message)
