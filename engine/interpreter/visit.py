"""The workbench of one person's turn: the conversation being changed, the sessions at hand, the effects asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from engine.domain.effect import Effect, Send
from engine.domain.message import Outgoing, TextOut
from engine.domain.session import Conversation, Session
from engine.interpreter import memory
from engine.interpreter.directory import Directory
from engine.interpreter.machine import Outcome
from engine.interpreter.phrases import phrase
from engine.interpreter.run import GAP
from engine.interpreter.trace import TraceRecord, Weighed
from engine.language.program import Program

MOST_CASES = 30
"""Cases a conversation remembers; the oldest finished ones are dropped first."""


@dataclass(slots=True)
class Visit:
    """The workbench of a person's turn. opening: words that go ahead of the first message of this turn, in the same one."""

    directory: Directory
    conversation: Conversation
    sessions: dict[str, Session]
    now: datetime
    new_id: str
    changed: dict[str, Session] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    trace: list[TraceRecord] = field(default_factory=list)
    weighed: list[Weighed] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.conversation.language or self.directory.languages[0]

    def phrase(self, key: str, **values: str) -> str:
        return phrase(key, self.language, **values)

    def send(self, message: Outgoing) -> None:
        self.effects.append(Send(message))

    def say(self, key: str) -> None:
        """Send the engine's own words."""
        self.tell(self.phrase(key))

    def tell(self, words: str) -> None:
        """Send these words."""
        self.send(TextOut(self.opened(words)))

    def opened(self, words: str) -> str:
        """Return these words behind those that open the turn."""
        together = GAP.join([*self.opening, words])
        self.opening.clear()
        return together

    def program(self, session: Session) -> Program:
        return self.directory.program(session.program, session.service)

    def session(self, name: str) -> Session | None:
        """Return a case, speaking the language the person speaks now; it may have been begun in another."""
        session = self.sessions.get(name)
        if session is None or session.language == self.language:
            return session
        session = memory.copy(session)
        session.language = self.language
        return session

    def take(self, outcome: Outcome) -> None:
        """Keep what became of a session, and what it means for the conversation."""
        session = outcome.session
        self.sessions[session.id] = self.changed[session.id] = session
        self.effects += outcome.effects
        self.trace += outcome.trace
        self.weighed += outcome.weighed
        _remember(self.conversation, session)


def _remember(conversation: Conversation, session: Session) -> None:
    """Enter how a case stands, and bring it to the foreground or out of it."""
    entry = {"id": session.id, "service": session.service, "state": _state(session)}
    known = {"number": session.number, "on": session.opened, "result": _result(session)}
    entry.update({name: value for name, value in known.items() if value})
    cases = conversation.cases
    if not cases or cases[0] != entry:
        rest = [case for case in cases if case["id"] != session.id]
        conversation.cases = _bounded([entry, *rest])
    waits_for_citizen = session.state == "asking" or (
        session.state in ("working", "parked") and session.stage in _SHORT
    )
    if waits_for_citizen:
        conversation.foreground = session.id
    elif conversation.foreground == session.id and (session.state != "working"):
        conversation.foreground = ""
    if session.state == "working":
        conversation.foreground = session.id


def _state(session: Session) -> str:
    """Return how a case stands for its citizen."""
    if session.state == "parked" and session.stage == "paying":
        return "paying"
    return "left" if memory.GAVE_UP in session.keys else session.state


def _result(session: Session) -> str:
    """Return how a finished case ended, or an empty string."""
    return session.stage if session.state == "ended" else ""


_SHORT = ("paying", "ordering", "settling", "rechecking")
"""Stages of a payment: the world is awaited, but the citizen is still at it."""


def _bounded(cases: list[dict[str, str]]) -> list[dict[str, str]]:
    while len(cases) > MOST_CASES:
        ended = [case for case in cases if case["state"] == "ended"]
        cases.remove(ended[-1] if ended else cases[-1])
    return cases
