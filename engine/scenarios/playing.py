"""A scenario while it is played: its case, the world around it, what was said so far and what did not go as written. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from engine.domain.calendar import INDIA, add
from engine.domain.duration import parse_duration
from engine.domain.event import Event, MessageArrived
from engine.domain.message import Incoming, LocationIn, MediaIn, TapIn, TextIn
from engine.domain.session import Conversation, Session
from engine.interpreter import memory
from engine.interpreter.dialogue import take_turn
from engine.interpreter.directory import Directory, open_directory
from engine.interpreter.trace import TraceRecord
from engine.language.model.connector import Connector
from engine.language.model.scenario import (
    AnyLine,
    CitizenPins,
    CitizenSends,
    CitizenTaps,
    CitizenTypes,
    ComesBack,
    OfficerDecides,
    Says,
    Scenario,
    StandsAt,
    TimePasses,
)
from engine.language.program import Program
from engine.language.source import Span
from engine.scenarios.misunderstood import never_understood, question_of
from engine.scenarios.transcript import mime_of, offered, typed, words_of
from engine.scenarios.ways import Reached, reached
from engine.scenarios.world import World

CASE = "case"
EVENTS_A_LINE = 100
"""More events than any honest line brings about."""
TRIES = 12
"""More than any question asks again."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What did not go as written. span: the line of the test file."""

    span: Span
    message: str


def moment_of(written: str) -> datetime:
    """Return when a test begins; where it does not say, on one and the same morning."""
    if not written:
        return datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
    return datetime.fromisoformat(written).replace(tzinfo=INDIA).astimezone(UTC)


@dataclass(slots=True)
class Play:
    """One dialogue, line by line. heard: how many messages had been said when the citizen spoke last; tried: where nonsense was said."""

    program: Program
    scenario: Scenario
    directory: Directory
    conversation: Conversation
    world: World
    sessions: dict[str, Session] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    transcript: list[tuple[str, str]] = field(default_factory=list)
    trace: list[TraceRecord] = field(default_factory=list)
    heard: int = 0
    reached: Reached = field(default_factory=Reached)
    tried: set[str] = field(default_factory=set)

    @classmethod
    def begin(
        cls, program: Program, connectors: Mapping[str, Connector], scenario: Scenario
    ) -> Play:
        """Set the stage."""
        directory = open_directory(
            {"en": ""}, program.languages, (), {program.service: program}, lambda _: program
        )
        language = scenario.language or program.languages[0]
        conversation = Conversation("sample", language, greeted=True)
        return cls(
            program,
            scenario,
            directory,
            conversation,
            World(CASE, connectors, scenario.world, moment_of(scenario.now)),
        )

    @property
    def session(self) -> Session | None:
        """Return the case, once it is open."""
        return self.sessions.get(CASE)

    def open(self) -> None:
        """Tap the service in the menu."""
        self.happen([MessageArrived(TapIn(f"m.svc:{self.program.service}", ""))])

    def fail(self, line: Span, message: str) -> None:
        """Note what did not go as written."""
        self.failures.append(Failure(line, message))

    # -- events --------------------------------------------------------------------------------------------------------

    def happen(self, events: list[Event]) -> None:
        """Let these events happen, and all that follows from them."""
        queue = list(events)
        for _ in range(EVENTS_A_LINE):
            queue = queue or self.world.after_a_while()
            if not queue:
                return
            queue += self._turn(queue.pop(0))
        self.fail(self.scenario.span, "the conversation runs in a circle")

    def _turn(self, event: Event) -> list[Event]:
        """Take one turn; the state goes through its JSON form, so that nothing forgotten there can pass a test."""
        sessions = {
            name: Session.from_json(session.to_json()) for name, session in self.sessions.items()
        }
        conversation = Conversation.from_json(self.conversation.to_json())
        turn = take_turn(self.directory, conversation, sessions, event, self.world.now, CASE)
        self.conversation = turn.conversation
        self.sessions.update(turn.sessions)
        self.trace += turn.trace
        self.reached = self.reached | reached(self.program, turn.trace, self.session, event)
        events: list[Event] = []
        for effect in turn.effects:
            events += self.world.perform(effect)
        self.transcript += [
            ("us", words_of(message)) for message in self.world.said[len(self._ours()) :]
        ]
        return events

    def _ours(self) -> list[tuple[str, str]]:
        return [line for line in self.transcript if line[0] == "us"]

    # -- lines ---------------------------------------------------------------------------------------------------------

    def line(self, line: AnyLine) -> None:
        """Play one line."""
        match line:
            case StandsAt(step=step):
                self._stands_at(line.span, step)
            case Says(words=words):
                self._says(line.span, words)
            case OfficerDecides(decision=decision, reason=reason, answers=answers):
                self._decides(line, decision, reason, answers)
            case TimePasses(duration=duration):
                self._passes(duration)
            case ComesBack(later=later):
                self.happen([MessageArrived(TapIn(f"m.later:{CASE}:{later}", later))])
            case _:
                self._citizen(line)

    def _stands_at(self, span: Span, step: str) -> None:
        session = self.session
        at = session.at if session else "nothing"
        if session is None or session.state == "ended" or step != at:
            state = f" ({session.state})" if session else ""
            self.fail(span, f'The dialogue stands at "{at}"{state}, not at "{step}"')

    def _says(self, span: Span, words: str) -> None:
        said = "\n".join(words_of(message) for message in self.world.said[self.heard :])
        if words not in said:
            self.fail(span, f'"{words}" was not said; what was said: "{said[-300:]}"')

    def _decides(self, line: AnyLine, decision: str, reason: str, answers: tuple[str, ...]) -> None:
        self.heard = len(self.world.said)
        happened = self.world.decide(decision, reason, answers)
        if isinstance(happened, str):
            self.fail(line.span, f"The officer cannot {decision}: {happened}")
            return
        self.transcript.append(("officer", decision))
        self.happen(happened)

    def _passes(self, written: str) -> None:
        duration = parse_duration(written)
        assert duration is not None  # noqa: S101 (the schema checked it)
        self.heard = len(self.world.said)
        until = add(self.world.now, duration, self.program.calendar)
        self.transcript.append(("time", written))
        while self.world.now < until:
            self.happen(self.world.pass_until(until))

    def _citizen(self, line: AnyLine) -> None:
        message = self._message(line)
        if message is None:
            return
        self.heard = len(self.world.said)
        self.transcript.append(("citizen", typed(message)))
        self.world.now += timedelta(seconds=20)
        self.happen([MessageArrived(message)])

    def _message(self, line: AnyLine) -> Incoming | None:
        match line:
            case CitizenTypes(text=text):
                return TextIn(text)
            case CitizenTaps(option=option):
                return self._tap(line.span, option)
            case CitizenSends(kind=kind, file=file):
                return MediaIn(f"media-{file}", mime_of(kind, file), file, 100_000)
            case CitizenPins(latitude=latitude, longitude=longitude):
                return LocationIn(latitude, longitude)
            case _:
                return None

    def _tap(self, span: Span, option: str) -> TapIn | None:
        for message in reversed(self.world.said):
            offers = offered(message)
            for tap, title in offers:
                if tap.rpartition(".")[2] in (option, f"*{option}") or title == option:
                    return TapIn(tap, title)
            if offers:
                titles = ", ".join(f"{tap.rpartition('.')[2]} ({title})" for tap, title in offers)
                self.fail(span, f'There is no "{option}" to tap; the last buttons are: {titles}')
                return None
        self.fail(span, f'There is no "{option}" to tap: no buttons were shown')
        return None

    # -- nonsense ------------------------------------------------------------------------------------------------------

    def try_nonsense(self) -> None:
        """At a question: whether somebody who is never understood comes to the end that the file names. This play goes on untouched."""
        wanted, case = self.scenario.not_understood, self.session
        if wanted is None or self.failures or case is None or case.state != "asking":
            return
        question = question_of(self.program, case)
        nonsense = never_understood(self.program, case, self.world.now)
        if nonsense is None or question in self.tried:
            return
        self.tried.add(question)
        aside = self._copy()
        for _ in range(TRIES):
            aside.happen([MessageArrived(nonsense)])
            if aside.failures or aside.session is None or aside.session.at != case.at:
                break
        self.reached = self.reached | aside.reached
        came = aside.session
        if came is None or came.state != "ended" or came.at != wanted.text:
            self.fail(wanted.span, _astray(question, came, wanted.text))

    def _copy(self) -> Play:
        return replace(
            self,
            world=self.world.copy(),
            sessions=dict(self.sessions),
            failures=[],
            transcript=list(self.transcript),
            trace=[],
        )

    # -- the end -------------------------------------------------------------------------------------------------------

    def at_the_end(self) -> None:
        """Compare the end and the answers with what the test expects."""
        session = self.session
        wanted = self.scenario.ends
        if wanted is not None and (
            session is None or session.state != "ended" or session.at != wanted.text
        ):
            at = f'at "{session.at}" ({session.state})' if session else "nowhere"
            self.fail(wanted.span, f'The dialogue is {at}, it should have ended at "{wanted.text}"')
        for name, expected in self.scenario.answers.items():
            found = memory.get(session.answers, name) if session else None
            if found != expected:
                self.fail(
                    self.scenario.span,
                    f'The answer "{name}" is {found!r}, it should be {expected!r}',
                )


def _astray(question: str, came: Session | None, wanted: str) -> str:
    at = f'at "{came.at}" ({came.state})' if came is not None else "nowhere"
    return f'Who is not understood at "{question}" is {at} after so many tries, not at the end "{wanted}"'
