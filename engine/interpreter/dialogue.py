"""take_turn: one event of one person. Around the case in hand it keeps language, menu, several cases, and the 24-hour window. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.domain.calendar import format_moment, local_date
from engine.domain.effect import Effect, Send
from engine.domain.event import Event, MessageArrived, Started
from engine.domain.message import Incoming, ListOut, Outgoing, Row, TapIn, TemplateOut, TextIn, TextOut
from engine.domain.session import Conversation, Session
from engine.interpreter import commands, held, machine, memory, menu
from engine.interpreter.directory import Directory, find
from engine.interpreter.offers import MORE, PAGE, Heard, pick, show
from engine.interpreter.machine import Outcome
from engine.interpreter.phrases import phrase
from engine.interpreter.run import Run
from engine.interpreter.trace import TraceRecord
from engine.domain.answers.kind import Given
from engine.language.program import Program

MOST_CASES = 30
"""Cases a conversation remembers; the oldest finished ones are dropped first."""


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
    return rest.split(":", 1)[0] if kind in ("case", "later") else ""


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
    desk = _Desk(directory, _copy(conversation), dict(sessions), now, new_id)
    if isinstance(event, MessageArrived):
        _message(desk, event.message)
    else:
        _from_outside(desk, event)
    _hold_back(desk)
    return Turn(desk.conversation, desk.changed, tuple(desk.effects), tuple(desk.trace))


def _copy(conversation: Conversation) -> Conversation:
    return Conversation(
        conversation.id, conversation.language, conversation.foreground, conversation.place, list(conversation.cases),
        conversation.heard, list(conversation.held), conversation.greeted, conversation.turn,
    )  # fmt: skip


@dataclass(slots=True)
class _Desk:
    """The workbench of a person's turn."""

    directory: Directory
    conversation: Conversation
    sessions: dict[str, Session]
    now: datetime
    new_id: str
    changed: dict[str, Session] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    trace: list[TraceRecord] = field(default_factory=list)
    notify: str = ""

    @property
    def language(self) -> str:
        return self.conversation.language or self.directory.languages[0]

    def phrase(self, key: str, **values: str) -> str:
        return phrase(key, self.language, **values)

    def send(self, message: Outgoing) -> None:
        self.effects.append(Send(message))

    def program(self, session: Session) -> Program:
        return self.directory.program(session.program, session.service)

    def take(self, outcome: Outcome) -> None:
        """Keep what became of a session, and what it means for the conversation."""
        session = outcome.session
        self.sessions[session.id] = self.changed[session.id] = session
        self.effects += outcome.effects
        self.trace += outcome.trace
        self.notify = self.program(session).notify
        _remember(self.conversation, session, self.now)


def _remember(conversation: Conversation, session: Session, now: datetime) -> None:
    """Enter how a case stands, and bring it to the foreground or out of it."""
    entry = {"id": session.id, "service": session.service, "state": session.state, "at": format_moment(now)}
    if session.number:
        entry["number"] = session.number
    rest = [case for case in conversation.cases if case["id"] != session.id]
    conversation.cases = _bounded([entry, *rest])
    waits_for_citizen = session.state == "asking" or (session.state in ("working", "parked") and session.stage in _SHORT)
    if waits_for_citizen:
        conversation.foreground = session.id
    elif conversation.foreground == session.id and (session.state != "working"):
        conversation.foreground = ""
    if session.state == "working":
        conversation.foreground = session.id


_SHORT = ("paying", "ordering", "settling", "rechecking")
"""Stages of a payment: the world is awaited, but the citizen is still at it."""


def _bounded(cases: list[dict[str, str]]) -> list[dict[str, str]]:
    while len(cases) > MOST_CASES:
        ended = [case for case in cases if case["state"] == "ended"]
        cases.remove(ended[-1] if ended else cases[-1])
    return cases


# -- from outside -----------------------------------------------------------------------------------------------------


def _from_outside(desk: _Desk, event: Event) -> None:
    session = desk.sessions.get(getattr(event, "session", ""))
    if session is None:
        desk.trace.append(TraceRecord("", "", "ignored an event of an unknown case"))
        return
    desk.take(machine.advance(desk.program(session), session, event, desk.now))


def _hold_back(desk: _Desk) -> None:
    """Outside the 24-hour window keep messages, and send one approved template with an "open" button instead."""
    conversation = desk.conversation
    if held.is_open(conversation.heard, desk.now):
        return
    kept: list[dict[str, Any]] = []
    passed: list[Effect] = []
    for effect in desk.effects:
        if isinstance(effect, Send) and not isinstance(effect.message, TemplateOut):
            kept.append(held.to_json(effect.message))
        else:
            passed.append(effect)
    if kept and not conversation.held:
        titles = [desk.program(session).title for session in desk.changed.values()]
        title = menu.words(titles[0], desk.language) if titles else ""
        passed.append(Send(TemplateOut(desk.notify, desk.language, (title,), menu.PREFIX + "open")))
    conversation.held = [*conversation.held, *kept][-held.MOST :]
    desk.effects = passed


# -- what the citizen sent --------------------------------------------------------------------------------------------


def _message(desk: _Desk, message: Incoming) -> None:
    conversation = desk.conversation
    conversation.heard = format_moment(desk.now)
    opened = bool(conversation.held)
    for kept in conversation.held:
        desk.send(held.from_json(kept))
    conversation.held = []
    tap = message.id if isinstance(message, TapIn) else ""
    if tap == menu.PREFIX + "open":
        if not opened:
            _show_menu(desk)
    elif tap.startswith(menu.PREFIX):
        _menu_tap(desk, tap[len(menu.PREFIX) :])
    elif not conversation.language:
        _first_words(desk, message)
    elif not _command(desk, message):
        _to_case(desk, message)


def _first_words(desk: _Desk, message: Incoming) -> None:
    text = message.text if isinstance(message, TextIn) else ""
    language = commands.language_named(text)
    if language:
        _set_language(desk, language)
        return
    desk.conversation.place = "language"
    both = [PAIR.join(phrase(key, code) for code in desk.directory.languages) for key in ("welcome", "choose_language")]
    _offer(desk, "\n\n".join(both))


PAIR = "\n"


def _command(desk: _Desk, message: Incoming) -> bool:
    """Obey a word that works anywhere; return whether there was one."""
    if not isinstance(message, TextIn):
        return False
    command = commands.named(message.text)
    if command in ("", "back", "change") or _is_answer(desk, message):
        return False
    match command:
        case "menu":
            desk.conversation.foreground = ""
            _show_menu(desk)
        case "language":
            language = commands.language_named(message.text)
            _set_language(desk, language) if language else _ask_language(desk)
        case "help":
            desk.send(_text(desk, "help"))
        case "status":
            _show_mine(desk)
        case _:
            _stop(desk)
    return True


def _text(desk: _Desk, key: str) -> Outgoing:

    return TextOut(desk.phrase(key))


def _is_answer(desk: _Desk, message: TextIn) -> bool:
    session = desk.sessions.get(desk.conversation.foreground)
    if session is None:
        return False
    run = Run(desk.program(session), session, desk.now)
    return commands.is_answer(run, Heard(Given(text=message.text)))


def _stop(desk: _Desk) -> None:
    session = desk.sessions.get(desk.conversation.foreground)
    if session is None:
        _show_menu(desk)
        return
    desk.take(machine.stop(desk.program(session), session, desk.now))
    desk.conversation.foreground = ""


def _to_case(desk: _Desk, message: Incoming) -> None:
    """Hand a message to the case it belongs to; without one it is for the menu."""
    conversation = desk.conversation
    named = _session_of(message.id) if isinstance(message, TapIn) else ""
    session = desk.sessions.get(named)
    if session is not None and session.state == "asking":
        conversation.foreground = named
    session = desk.sessions.get(conversation.foreground)
    if session is not None:
        desk.take(machine.advance(desk.program(session), session, MessageArrived(message), desk.now))
    elif named:
        desk.send(_text(desk, "old_button_no_question"))
        _show_menu(desk)
    else:
        _at_menu(desk, message)


# -- the menu ---------------------------------------------------------------------------------------------------------


def _at_menu(desk: _Desk, message: Incoming) -> None:
    text = message.text if isinstance(message, TextIn) else ""
    offers = menu.offers_at(desk.directory, desk.conversation, desk.sessions, desk.now)
    picked = pick(Heard(Given(text=text)), offers)
    if picked and picked != MORE and text:
        _menu_tap(desk, picked)
        return
    _find(desk, text)


def _find(desk: _Desk, text: str) -> None:
    found = find(desk.directory, text)[:PAGE] if text else []
    if len(found) == 1:
        _open(desk, found[0])
    elif found:
        desk.conversation.place = "found:" + ",".join(found)
        _offer(desk, desk.phrase("found_several"))
    else:
        desk.conversation.place = "menu"
        greeted = desk.conversation.greeted
        _offer(desk, (desk.phrase("found_none") if text else desk.phrase("unusable")) if greeted else desk.phrase("menu"))


def _offer(desk: _Desk, body: str, page: int = 0) -> None:
    offers = menu.offers_at(desk.directory, desk.conversation, desk.sessions, desk.now)
    desk.conversation.greeted = True
    for message in show(body, offers, menu.PREFIX, desk.language, page):
        desk.send(_with_pages(message, desk.conversation.place, page))


def _with_pages(message: Outgoing, place: str, page: int) -> Outgoing:
    """Let the "more" row of a long menu say which page comes next."""

    if not isinstance(message, ListOut) or message.rows[-1].id != menu.PREFIX + MORE:
        return message
    more = Row(f"{menu.PREFIX}more:{page + 1}:{place}", message.rows[-1].title)
    return ListOut(message.body, message.opener, (*message.rows[:-1], more))


def _show_menu(desk: _Desk) -> None:
    desk.conversation.place = "menu"
    greeting = [] if desk.conversation.greeted else [desk.phrase("welcome")]
    _offer(desk, "\n\n".join([*greeting, desk.phrase("menu")]))


def _menu_tap(desk: _Desk, value: str) -> None:
    kind, _, rest = value.partition(":")
    match kind:
        case "lang" if rest in desk.directory.languages:
            _set_language(desk, rest)
        case "lang":
            _ask_language(desk)
        case "dep":
            _show_department(desk, rest)
        case "svc":
            _open(desk, rest)
        case "mine":
            _show_mine(desk)
        case "case":
            _show_case(desk, rest)
        case "later":
            _open_later(desk, rest)
        case "more":
            _show_page(desk, rest)
        case _:
            _show_menu(desk)


def _show_page(desk: _Desk, rest: str) -> None:
    page, _, place = rest.partition(":")
    desk.conversation.place = place
    offers = menu.offers_at(desk.directory, desk.conversation, desk.sessions, desk.now)
    _offer(desk, desk.phrase("menu"), int(page) % max(1, -(-len(offers) // PAGE)) if page.isdigit() else 0)


def _show_department(desk: _Desk, section_id: str) -> None:
    section = next((each for each in desk.directory.sections if each.id == section_id), None)
    if section is None:
        _show_menu(desk)
        return
    desk.conversation.place = f"dep:{section_id}"
    _offer(desk, desk.phrase("services_of", department=menu.words(section.title, desk.language)))


def _ask_language(desk: _Desk) -> None:
    desk.conversation.place = "language"
    _offer(desk, desk.phrase("choose_language"))


def _set_language(desk: _Desk, language: str) -> None:
    conversation = desk.conversation
    conversation.language = language
    session = desk.sessions.get(conversation.foreground)
    if session is None or session.state == "ended":
        _show_menu(desk)
        return
    session = memory.copy(session)
    session.language = language
    desk.take(machine.put_question(desk.program(session), session, desk.now))


# -- cases ------------------------------------------------------------------------------------------------------------


def _open(desk: _Desk, service: str) -> None:
    """Begin a service, if its season allows."""
    program = desk.directory.current.get(service)
    if program is None:
        _show_menu(desk)
        return
    session = Session(desk.new_id, program.service, program.digest, desk.language)
    season, today = program.season, local_date(desk.now).isoformat()
    if season is not None and not season.first <= today <= season.last:

        words = season.before if today < season.first else season.after
        desk.send(TextOut(Run(program, session, desk.now).words(words)))
        return
    desk.take(machine.advance(program, session, Started(), desk.now))


def _show_mine(desk: _Desk) -> None:
    if not menu.cases(desk.directory, desk.conversation):
        desk.send(_text(desk, "mine_none"))
        return
    desk.conversation.place = "mine"
    _offer(desk, desk.phrase("mine_body"))


def _show_case(desk: _Desk, case: str) -> None:
    """Go on with a case that waits for the citizen; of another tell how it stands and what may still be done."""
    session = desk.sessions.get(case)
    if session is None:
        _show_menu(desk)
        return
    program = desk.program(session)
    if session.state == "asking":
        desk.take(machine.put_question(program, session, desk.now))
        return
    state = desk.phrase(f"state_{session.state}")
    words = desk.phrase("status_line", title=menu.words(program.title, desk.language), number=session.number, state=state)
    desk.conversation.place = f"case:{case}"
    if menu.afterwards(desk.directory, session, desk.now, desk.language):
        _offer(desk, words + "\n\n" + desk.phrase("what_next"))
        return

    desk.send(TextOut(words))
    if session.state != "ended":
        desk.take(machine.put_question(program, session, desk.now))


def _open_later(desk: _Desk, rest: str) -> None:
    case, _, later = rest.partition(":")
    session = desk.sessions.get(case)
    open_now = menu.afterwards(desk.directory, session, desk.now, desk.language)
    if session is None or not any(offer.value == f"later:{rest}" for offer in open_now):
        desk.send(_text(desk, "old_button_no_question"))
        return
    desk.take(machine.advance(desk.program(session), session, Started(later), desk.now))


