"""The dialogues an officer has written as tests, as moves that can be repeated in any language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from engine.domain.calendar import add
from engine.domain.duration import parse_duration
from engine.domain.message import LocationIn, MediaIn, TextIn
from engine.language.model.scenario import (
    AnyLine,
    CitizenPins,
    CitizenSends,
    CitizenTaps,
    CitizenTypes,
    OfficerDecides,
    Scenario,
    TimePasses,
)
from engine.language.model.scenario import (
    ComesBack as TakesUp,
)
from engine.scenarios.exploring.moves import (
    Answers,
    ComesBack,
    Decides,
    Move,
    Passes,
    Sends,
    Taps,
    value_of,
)
from engine.scenarios.exploring.search import Dialogue
from engine.scenarios.exploring.situation import Impossible, Situation, Stage, name_of
from engine.scenarios.playing import moment_of
from engine.scenarios.transcript import mime_of, offered


def seeds(stage: Stage, scenarios: Iterable[Scenario]) -> Iterator[Dialogue]:
    """Yield the dialogues of these tests, as far as they go as written."""
    for scenario in scenarios:
        begun = moment_of(scenario.now)
        language = scenario.language or stage.program.languages[0]
        seed = _Seed(scenario, Situation.begin(stage, language, begun))
        try:
            seed.settle()
            for line in scenario.talk:
                seed.line(line)
        except Impossible:
            continue
        case = seed.here.case
        whole = case is not None and case.state == "ended"
        yield Dialogue(begun, tuple(seed.moves), seed.here.reached, whole, scenario.it)


@dataclass(slots=True)
class _Seed:
    scenario: Scenario
    here: Situation
    moves: list[Move] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)

    def make(self, move: Move) -> None:
        """Make one move."""
        self.here = self.here.after(move)
        self.moves.append(move)

    def settle(self) -> None:
        """Let the world answer as the test says."""
        while self.here.open:
            name = name_of(self.here.open[0])
            script: tuple[str, ...] = self.scenario.world.get(name, ())
            used = self.used.get(name, 0)
            follows = self.here.after(Answers(script[min(used, len(script) - 1) :]))
            told = follows.told.get(name, ())
            self.here = follows
            self.moves.append(Answers(told))
            self.used[name] = used + max(1, len(told))

    def line(self, line: AnyLine) -> None:
        """Play one line of the test."""
        if isinstance(line, TimePasses):
            self._wait(line.duration)
            return
        move = self._move(line)
        if move is not None:
            self.make(move)
            self.settle()

    def _wait(self, written: str) -> None:
        length = parse_duration(written)
        assert length is not None  # noqa: S101 (the schema checked it)
        until = add(self.here.world.now, length, self.here.stage.program.calendar)
        while any(timer.at <= until for timer in self.here.world.timers.values()):
            self.make(Passes())
            self.settle()
        if self.here.world.now < until:
            self.make(Passes(int((until - self.here.world.now) / timedelta(seconds=1))))

    def _move(self, line: AnyLine) -> Move | None:
        match line:
            case CitizenTypes(text=text):
                return Sends(TextIn(text))
            case CitizenTaps(option=option):
                return Taps(self._tapped(option))
            case CitizenSends(kind=kind, file=file):
                return Sends(MediaIn(f"media-{file}", mime_of(kind, file), file, 100_000))
            case CitizenPins(latitude=latitude, longitude=longitude):
                return Sends(LocationIn(latitude, longitude))
            case OfficerDecides(decision=decision, reason=reason, answers=answers):
                return Decides(decision, reason, answers)
            case TakesUp(later=later):
                return ComesBack(later)
            case _:
                return None

    def _tapped(self, option: str) -> str:
        for message in reversed(self.here.world.said):
            for tap, title in offered(message):
                value = value_of(tap)
                if value.rpartition(".")[2] in (option, f"*{option}") or title == option:
                    return value
        raise Impossible(option)
