"""Plays a scenario against a program and tells what did not go as written. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.interpreter.trace import TraceRecord
from engine.language.habits import tried_in
from engine.language.model.connector import Connector
from engine.language.model.scenario import Scenario
from engine.language.program import Program
from engine.scenarios.playing import Failure, Play
from engine.scenarios.ways import Reached


@dataclass(frozen=True, slots=True)
class Result:
    """failures: empty when all went as written; transcript: what was said, by whom; trace: every step passed, for coverage;
    performed: what was asked of the world besides messages and timers; reached: what it came through."""

    scenario: Scenario
    failures: tuple[Failure, ...]
    transcript: tuple[tuple[str, str], ...]
    trace: tuple[TraceRecord, ...]
    performed: tuple[str, ...] = ()
    reached: Reached = field(default_factory=Reached)


def play(program: Program, connectors: Mapping[str, Connector], scenario: Scenario) -> Result:
    """Play one scenario from the menu's tap on the service to its last line."""
    playing = Play.begin(program, connectors, scenario)
    playing.open()
    playing.try_nonsense()
    for line in scenario.talk:
        playing.line(line)
        playing.try_nonsense()
        if playing.failures:
            break
    if not playing.failures:
        playing.at_the_end()
    return Result(
        scenario,
        tuple(playing.failures),
        tuple(playing.transcript),
        tuple(playing.trace),
        tuple(playing.world.performed),
        playing.reached | Reached(habits=tried_in(scenario)),
    )
