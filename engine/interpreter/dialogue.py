"""take_turn: one event of one person. Around the case in hand it keeps language, menu, several cases, and the 24-hour window. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.domain.answers.kind import Given
from engine.domain.calendar import format_moment
from engine.domain.effect import Effect
from engine.domain.event import Event, FileLost, MessageArrived, TimerFired, Unsaid
from engine.domain.message import (
    EditIn,
    Incoming,
    TapIn,
    TextIn,
)
from engine.domain.session import Conversation, Session
from engine.interpreter import (
    aside,
    bounds,
    commands,
    greeting,
    held,
    lost,
    machine,
    memory,
    menu,
    reception,
    standing,
    unasked,
    unsaid,
    verifying,
)
from engine.interpreter.directory import Directory
from engine.interpreter.offers import Heard
from engine.interpreter.run import GAP, Run
from engine.interpreter.trace import TraceRecord, Weighed
from engine.interpreter.visit import Visit


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event did: the conversation and sessions afterwards (only those that changed), effects in order, trace.

    weighed: what conditions read on the way, and what replies brought.
    """

    conversation: Conversation
    sessions: Mapping[str, Session]
    effects: tuple[Effect, ...]
    trace: tuple[TraceRecord, ...]
    weighed: tuple[Weighed, ...] = ()


def sessions_needed(conversation: Conversation, event: Event) -> tuple[str, ...]:
    """Return the ids of the sessions `take_turn` must be given for this event."""
    needed = [conversation.foreground, getattr(event, "session", "")]
    if isinstance(event, MessageArrived):
        if isinstance(event.message, TapIn):
            needed.append(_session_of(event.message.id))
        here = menu.where(conversation)
        needed.append(here.name if here.kind == "case" else "")
        if not conversation.foreground:
            needed += _offered_cases(conversation, here.kind, event.message)
    if isinstance(event, FileLost):
        needed += [case["id"] for case in conversation.cases if case["state"] != "ended"]
    return tuple(dict.fromkeys(filter(None, needed)))


def _offered_cases(conversation: Conversation, place: str, message: Incoming) -> list[str]:
    """Return the cases that words typed at this menu may name."""
    if place == "mine":
        return [case["id"] for case in conversation.cases]
    text = message.text if isinstance(message, TextIn) else ""
    unfinished = [case["id"] for case in menu.unfinished(conversation)]
    return [menu.numbered(conversation, text), *unfinished]


def _session_of(tap: str) -> str:
    if not tap.startswith(menu.PREFIX):
        return tap.split(".", 1)[0]
    kind, _, rest = tap[len(menu.PREFIX) :].partition(":")
    return rest.split(":", 1)[0] if kind in ("case", "anew", "later", "paper") else ""


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
    if not isinstance(event, MessageArrived):
        _from_outside(visit, event)
    elif isinstance(event.message, EditIn):
        did = "withdrew" if event.message.withdrawn else "edited"
        visit.trace.append(TraceRecord("", "", f"{did} an earlier message: nothing changes"))
    else:
        _message(visit, event.message)
    bounds.keep(visit)
    effects, trace, weighed = tuple(visit.effects), tuple(visit.trace), tuple(visit.weighed)
    return Turn(visit.conversation, visit.changed, effects, trace, weighed)


def _copy(conversation: Conversation) -> Conversation:
    return Conversation(
        conversation.id, conversation.language, conversation.foreground, conversation.place, list(conversation.cases),
        conversation.heard, list(conversation.held), conversation.greeted, conversation.awake, conversation.morning,
        conversation.unread, list(conversation.checked), conversation.unseen,
    )  # fmt: skip


# -- from outside -----------------------------------------------------------------------------------------------------


def _from_outside(visit: Visit, event: Event) -> None:
    session = visit.session(_case_named(visit, event))
    if isinstance(event, Unsaid):
        unsaid.take(visit, event)
    elif verifying.is_answer(event):
        verifying.tell(visit, event)
    elif session is None:
        visit.trace.append(TraceRecord("", "", "ignored an event of an unknown case"))
    elif isinstance(event, TimerFired) and event.name == unasked.MORNING:
        if visit.conversation.morning:
            unasked.speak(visit, session)
    else:
        morning = unasked.morning_of(visit, session, event)
        if standing.is_change(event):
            standing.tell(visit, event)
            unasked.hold_back(visit, session, event, morning)
        elif morning is None or not unasked.put_off(visit, session, event, morning):
            outcome = machine.advance(visit.program(session), session, event, visit.now)
            front = visit.conversation.foreground
            visit.take(outcome) if front in ("", session.id) else aside.take(visit, outcome)
            unasked.hold_back(visit, session, event, morning)


def _case_named(visit: Visit, event: Event) -> str:
    """Return the case an event is for: the one it names, or the one that counts on a lost file."""
    if not isinstance(event, FileLost):
        return str(getattr(event, "session", ""))
    case = lost.case_of(event.media, visit.sessions.values())
    return case.id if case else ""


# -- what the citizen sent --------------------------------------------------------------------------------------------


def _message(visit: Visit, message: Incoming) -> None:
    conversation = visit.conversation
    conversation.heard = format_moment(visit.now)
    opened = bool(conversation.held)
    for kept in held.together(conversation.held):
        visit.send(kept)
    conversation.held = []
    unread, conversation.morning, conversation.unread = conversation.unread, "", ""
    tap = message.id if isinstance(message, TapIn) else ""
    if tap == menu.PREFIX + "open":
        if not opened:
            reception.show_menu(visit)
    elif tap.startswith(menu.PREFIX):
        if greeting.meet_tap(visit, tap[len(menu.PREFIX) :]):
            reception.menu_tap(visit, tap[len(menu.PREFIX) :])
    elif conversation.language or greeting.meet(visit, message):
        _words(visit, message, unread)
    elif not conversation.language:
        verifying.begin(visit, message)


def _words(visit: Visit, message: Incoming, unread: str) -> None:
    """Take words, a file, a place, a tap. unread: the case whose question the citizen had not seen yet when this was sent."""
    if greeting.picks_language(visit, message) or _command(visit, message):
        return
    if unread and unread == visit.conversation.foreground and not isinstance(message, TapIn):
        visit.trace.append(TraceRecord(unread, "", "is no answer: the question had not been read"))
        return
    _to_case(visit, message)


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
            visit.tell(GAP.join(filter(None, (visit.phrase("help"), _desk(visit)))))
        case "status":
            reception.show_mine(visit)
        case "verify":
            visit.conversation.foreground = ""
            reception.ask_certificate(visit)
        case _:
            _stop(visit)
    return True


def _desk(visit: Visit) -> str:
    """Return when and where the help desk of the case at hand answers; nothing where no way of it leads to one."""
    session = visit.sessions.get(visit.conversation.foreground)
    ends = visit.program(session).ends.values() if session is not None else ()
    return next((told for end in ends if (told := end.desk.get(visit.language))), "")


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
    elif not verifying.begin(visit, message):
        reception.at_menu(visit, message)
