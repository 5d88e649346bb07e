"""A conversation with one service on the pure interpreter, with a scripted world around it: what `catalog chat` holds in its hands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.domain.calendar import add
from engine.domain.duration import parse_duration
from engine.domain.event import Event, MessageArrived
from engine.domain.message import Incoming, Outgoing, TapIn
from engine.domain.session import Conversation, Session
from engine.domain.types import YesNo
from engine.interpreter.dialogue import take_turn
from engine.interpreter.directory import Directory, Section, open_directory
from engine.language.compiled import AskStep
from engine.language.model.connector import Connector
from engine.language.program import Program
from engine.scenarios.world import World

MOST_EVENTS = 200


@dataclass(slots=True)
class Talk:
    """One person's talk. Every method that makes something happen returns what was said because of it."""

    program: Program
    world: World
    conversation: Conversation
    directory: Directory
    sessions: dict[str, Session] = field(default_factory=dict)

    @classmethod
    def begin(
        cls,
        program: Program,
        connectors: Mapping[str, Connector],
        language: str,
        now: datetime,
        script: Mapping[str, tuple[str, ...]],
    ) -> Talk:
        """Set the stage. script: by operation (or `pay`, `refund`) what happens, in order."""
        section = Section(program.department, program.title, program.short, (program.service,))
        programs = {program.service: program}
        directory = open_directory(
            program.title, program.languages, (section,), programs, lambda _: program
        )
        conversation = Conversation("sample", language, greeted=True)
        return cls(program, World("case-1", connectors, script, now), conversation, directory)

    @property
    def case(self) -> Session | None:
        """Return the case in the foreground, or the one that was there last."""
        return self.sessions.get(self.conversation.foreground) or self.sessions.get(
            self.world.session
        )

    def open(self) -> list[Outgoing]:
        """Tap the service in the menu."""
        return self.happen([MessageArrived(TapIn(f"m.svc:{self.program.service}", ""))])

    def hear(self, message: Incoming) -> list[Outgoing]:
        """Take what the citizen sends."""
        return self.happen([MessageArrived(message)])

    @property
    def takes_numbers(self) -> bool:
        """Whether a number typed now is an answer of its own, also where an option (Skip) is shown beside the question."""
        case = self.sessions.get(self.conversation.foreground)
        step = (
            self.program.by_id.get(case.at) if case is not None and case.state == "asking" else None
        )
        return isinstance(step, AskStep) and not isinstance(step.type, YesNo)

    def wait(self, written: str) -> list[Outgoing] | None:
        """Let time pass; None where the words are no length of time."""
        duration = parse_duration(written)
        if duration is None:
            return None
        before = len(self.world.said)
        until = add(self.world.now, duration, self.program.calendar)
        while self.world.now < until:
            self.happen(self.world.pass_until(until))
        return self.world.said[before:]

    def decide(
        self, decision: str, reason: str = "", answers: tuple[str, ...] = ()
    ) -> list[Outgoing] | str:
        """Let an officer decide; a text says why that is not possible."""
        happened = self.world.decide(decision, reason, answers)
        return happened if isinstance(happened, str) else self.happen(happened)

    def later(self, name: str) -> list[Outgoing]:
        """Take up something that may be done afterwards."""
        return self.happen([MessageArrived(TapIn(f"m.later:{self.world.session}:{name}", name))])

    def happen(self, events: list[Event]) -> list[Outgoing]:
        """Let these events happen and all that follows, and return what was said."""
        before, queue = len(self.world.said), list(events)
        for _ in range(MOST_EVENTS):
            queue = queue or self.world.after_a_while()
            if not queue:
                break
            queue += self._turn(queue.pop(0))
        return self.world.said[before:]

    def _turn(self, event: Event) -> list[Event]:
        new_id = f"case-{len(self.sessions) + 1}"
        turn = take_turn(
            self.directory, self.conversation, self.sessions, event, self.world.now, new_id
        )
        self.conversation = turn.conversation
        self.sessions.update(turn.sessions)
        if new_id in turn.sessions:
            self.world.session = new_id
        return [follows for effect in turn.effects for follows in self.world.perform(effect)]
