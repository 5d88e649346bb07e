"""Conversations written as tests speak of steps, ends and systems that exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.language.compiled import RepeatStep
from engine.language.compiler.world import World
from engine.language.findings import Finding, error
from engine.language.model.scenario import AnyLine, ComesBack, Scenario, ScenarioFile, StandsAt
from engine.language.nearest import suggest
from engine.language.own import Own
from engine.language.program import Program
from engine.language.source import Span

_WHY = "The test could not be played"


def check_scenarios(own: Own, program: Program | None) -> Iterator[Finding]:
    """Yield names in test files that nothing has."""
    for file in own.scenarios:
        yield from file.findings
        if program is not None:
            yield from _file(file, program, own.reading.world)


def _file(file: ScenarioFile, program: Program, world: World) -> Iterator[Finding]:
    steps = _step_names(program)
    lost = {each.not_understood for each in file.scenarios if each.not_understood is not None}
    yield from _unknown(file.path, [("end", end.text, end.span, program.ends) for end in lost])
    told = {name for scenario in file.scenarios for name in scenario.world}
    nobodys = {name for name in told if "." in name and world.operation(name) is None}
    for scenario in file.scenarios:
        yield from _unknown(file.path, _named(scenario, steps, program))
        for name in scenario.world if nobodys else ():
            if name in nobodys:
                yield _no_operation(file.path, scenario, name, world)


def _step_names(program: Program) -> frozenset[str]:
    parts = {
        f"{step.id}.{part.id}"
        for step in program.steps
        if isinstance(step, RepeatStep)
        for part in step.parts
    }
    return frozenset(program.by_id) | parts


def _named(
    scenario: Scenario, steps: frozenset[str], program: Program
) -> Iterator[tuple[str, str, Span, Iterable[str]]]:
    for line in scenario.talk:
        yield from _line(line, steps, program)
    if scenario.ends is not None:
        yield "end", scenario.ends.text, scenario.ends.span, program.ends


def _line(
    line: AnyLine, steps: frozenset[str], program: Program
) -> Iterator[tuple[str, str, Span, Iterable[str]]]:
    match line:
        case StandsAt():
            yield "step", line.step, line.span, steps
        case ComesBack():
            yield "later part", line.later, line.span, program.later
        case _:
            pass


def _unknown(path: str, named: Iterable[tuple[str, str, Span, Iterable[str]]]) -> Iterator[Finding]:
    for what, name, span, known in named:
        if name not in known:
            yield error(
                path,
                span,
                "TEST-001",
                f'The service has no {what} called "{name}"',
                _WHY,
                suggest(name, known),
            )


def _no_operation(path: str, scenario: Scenario, name: str, world: World) -> Finding:
    return error(
        path,
        scenario.span,
        "TEST-002",
        f'No system has an operation called "{name}"',
        _WHY,
        suggest(name, world.operation_names()),
    )
