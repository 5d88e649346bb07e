"""A dialogue at one moment: what the case knows, what the world is asked, what was said. A move makes the next one of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from engine.domain.effect import AskOfficers, Call, Effect, Refund, RequestPayment
from engine.domain.event import Event, MessageArrived
from engine.domain.message import Outgoing, TapIn
from engine.domain.session import Conversation, Session
from engine.interpreter.dialogue import take_turn
from engine.interpreter.directory import Directory, open_directory
from engine.interpreter.trace import TraceRecord
from engine.language.model.connector import Connector
from engine.language.program import Program
from engine.scenarios.exploring.moves import (
    Answers,
    ComesBack,
    Decides,
    Move,
    Passes,
    Sends,
    Taps,
    tap_on,
)
from engine.scenarios.ways import Reached, reached
from engine.scenarios.world import World

CASE = "case"
EVENTS_A_MOVE = 60
"""More events than any honest move brings about."""


class Impossible(Exception):
    """This move cannot be made here: nothing of that kind is offered or awaited."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One turn: what woke the case, the messages it said, the steps it passed."""

    event: Event
    said: tuple[Outgoing, ...]
    trace: tuple[TraceRecord, ...]
    reached: Reached


@dataclass(frozen=True, slots=True)
class Stage:
    """What every dialogue of a service shares."""

    program: Program
    connectors: Mapping[str, Connector]
    directory: Directory

    @classmethod
    def of(cls, program: Program, connectors: Mapping[str, Connector]) -> Stage:
        """Return the stage for a program."""
        directory = open_directory(
            {"en": ""}, program.languages, (), {program.service: program}, lambda _: program
        )
        return cls(program, connectors, directory)


@dataclass(slots=True)
class Situation:
    """A dialogue at one moment.

    events: not taken yet; open: what the world was asked and has not answered; reached: what this dialogue came through so far; turns:
    how many were taken; happened: the turns of the last move; told: the last answer of each operation, so that it can be asked twice.
    """

    stage: Stage
    conversation: Conversation
    sessions: dict[str, Session]
    world: World
    events: list[Event] = field(default_factory=list)
    open: list[Effect] = field(default_factory=list)
    reached: Reached = field(default_factory=Reached)
    turns: int = 0
    happened: list[Happened] = field(default_factory=list)
    told: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def begin(cls, stage: Stage, language: str, now: datetime) -> Situation:
        """Return the dialogue once the citizen has chosen the service in the menu."""
        world = World(CASE, stage.connectors, {}, now)
        first = cls(stage, Conversation("sample", language, greeted=True), {}, world)
        first.events.append(MessageArrived(TapIn(f"m.svc:{stage.program.service}", "")))
        first.go_on()
        return first

    @property
    def case(self) -> Session | None:
        """Return the case, once it is open."""
        return self.sessions.get(CASE)

    def after(self, move: Move) -> Situation:
        """Return the dialogue after this move; this one stays as it is. Raises Impossible."""
        next_ = self._copy()
        next_._make(move)
        next_.go_on()
        return next_

    def _copy(self) -> Situation:
        world = self.world.copy()
        world.said, world.used, world.performed = world.said[-4:], {}, []
        return replace(
            self,
            sessions=dict(self.sessions),
            world=world,
            events=list(self.events),
            open=list(self.open),
            happened=[],
            told=dict(self.told),
        )

    # -- moving --------------------------------------------------------------------------------------------------------

    def _make(self, move: Move) -> None:
        match move:
            case Sends(message):
                self._say(MessageArrived(message))
            case Taps(value):
                self._tap(value)
            case Answers(wanted):
                self._answer(wanted)
            case Decides(decision, reason, answers):
                self._decide(decision, reason, answers)
            case Passes(seconds):
                self._pass(seconds)
            case ComesBack(later):
                self._say(MessageArrived(TapIn(f"m.later:{CASE}:{later}", later)))

    def _tap(self, value: str) -> None:
        tap = tap_on(self.world.said, value)
        if tap is None:
            raise Impossible(value)
        self._say(MessageArrived(tap))

    def _decide(self, decision: str, reason: str, answers: tuple[str, ...]) -> None:
        happened = self.world.decide(decision, reason, answers)
        if isinstance(happened, str):
            raise Impossible(happened)
        self.events += happened

    def _say(self, event: Event) -> None:
        self.world.now += timedelta(seconds=20)
        self.events.append(event)

    def _answer(self, wanted: tuple[str, ...]) -> None:
        if not self.open:
            raise Impossible
        effect = self.open.pop(0)
        name = name_of(effect)
        self.world.script = {name: wanted} if wanted else {}
        self.world.used.clear()
        self.events += self.world.perform(effect)
        self.told[name] = wanted[: self.world.used.get(name, 0)]

    def _pass(self, seconds: int) -> None:
        world = self.world
        if seconds:
            self.events += world.pass_until(world.now + timedelta(seconds=seconds))
        elif world.timers:
            self.events += world.pass_until(min(timer.at for timer in world.timers.values()))
        else:
            raise Impossible

    # -- turns ---------------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Take turns until somebody outside has to do something."""
        for _ in range(EVENTS_A_MOVE):
            if not self.events and not self.open:
                self.events += self.world.after_a_while()
            if self.events:
                self._turn(self.events.pop(0))
            elif self.open and not self._is_awaited(self.open[0]):
                self._answer(())
            else:
                return

    def _is_awaited(self, effect: Effect) -> bool:
        """Whether the case waits for what comes of this; a place given back, say, is nobody's concern."""
        case = self.case
        return (
            case is not None and case.pending != "" and getattr(effect, "key", "") == case.pending
        )

    def _turn(self, event: Event) -> None:
        program = self.stage.program
        turn = take_turn(
            self.stage.directory, self.conversation, self.sessions, event, self.world.now, CASE
        )
        self.conversation = turn.conversation
        self.sessions.update(turn.sessions)
        self.turns += 1
        before = len(self.world.said)
        for effect in turn.effects:
            if isinstance(effect, Call | RequestPayment | Refund):
                self.open.append(effect)
            else:
                self.events += self.world.perform(effect)
        came = reached(program, turn.trace, self.case, event)
        self.reached = self.reached | came
        self.happened.append(Happened(event, tuple(self.world.said[before:]), turn.trace, came))


def name_of(effect: Effect) -> str:
    """Return what a test's `world` calls this effect."""
    match effect:
        case Call(operation=operation):
            return operation
        case RequestPayment():
            return "pay"
        case Refund():
            return "refund"
        case AskOfficers():
            return "approve"
        case _:
            return ""
