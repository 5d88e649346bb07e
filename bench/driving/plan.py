"""From a service's dialogue tests to what is really done on a phone: the ways that come to a good end with departments as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.domain.answers.kind import NO_BOUNDS, Given
from engine.domain.calendar import INDIA, local_date
from engine.domain.message import TextIn
from engine.language import nodes
from engine.language.catalogue import Catalogue
from engine.language.compiled import AskStep, BookStep, CallStep
from engine.language.compiler.shared_ends import ends_beside
from engine.language.reading import Reading
from engine.scenarios.exploring.moves import Answers, ComesBack, Decides, Move, Passes, Sends
from engine.scenarios.exploring.search import Dialogue
from engine.scenarios.exploring.seeds import seeds
from engine.scenarios.exploring.situation import Impossible, Situation, Stage, name_of

NEAR = timedelta(days=60)
"""A day a test names that is no further away than this belongs to the day on which it plays."""
WEEK = 7
ROUNDABOUT = ("ask_back", "send_down")
WAITS = "(waits for days)"
"""Where a dialogue comes to that needs days to pass: nobody can wait for them here."""
PLACE = re.compile(r"\{\{.*?\}\}")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that is done. heard: messages that have come by then; pays: it is the payment; role: of the officer who decides."""

    move: Move
    heard: int
    pays: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """The catalogue, and its files as they were read."""

    catalogue: Catalogue
    reading: Reading

    def said_at_ends(self, service: str) -> dict[str, dict[str, str]]:
        """Return by end and language what the service's file, or its family's, says there, or what is said for all."""
        read = self.catalogue.services[service]
        family = f"{read.department}/{read.family.text}" if read.family is not None else ""
        flow = self.reading.world.families[family].flow if family else read.flow
        beside = ends_beside(flow, read.department, self.reading.world)
        ends = {name: end.node for name, end in beside.items()} | {
            name.text: node for name, node in flow.ends
        }
        return {name: nodes.to_plain(node).get("say", {}) for name, node in ends.items()}


@dataclass(frozen=True, slots=True)
class Script:
    """A dialogue to be held. ends: by good end what is said there, as a pattern; others: the same of every other end; wanted: the end it
    should come to; closed: the other ends to which everybody may come today; label: of the service in the menu."""

    service: str
    language: str
    title: str
    acts: tuple[Act, ...]
    heard: int
    wanted: str
    ends: Mapping[str, re.Pattern[str]]
    others: Mapping[str, re.Pattern[str]]
    closed: frozenset[str]
    label: str


def scripts(book: Book, service: str, language: str) -> list[Script]:
    """Return the dialogues of a service that can be held as they stand: those with nothing unusual first, of them those that come through
    most of it. Where none ends without days passing, those that come as far as that."""
    program, said = book.catalogue.programs[service], book.said_at_ends(service)
    tests = book.catalogue.scenarios.get(service)
    stage = Stage.of(program, book.catalogue.connectors)
    words = {name: said[name].get(language, "") for name in program.ends}
    patterns = {name: _pattern(text) for name, text in words.items() if text}
    ends = {name: each for name, each in patterns.items() if program.ends[name].result == "success"}
    others = {
        name: each
        for name, each in patterns.items()
        if name not in ends and PLACE.sub("", words[name]).strip()
    }
    ways = [
        (dialogue, way)
        for dialogue in seeds(stage, tests.scenarios if tests else ())
        if (way := _way(stage, dialogue, language)) is not None
    ]
    closed = frozenset(way.end for _, way in ways if way.end in others and _says_it_to_all(way))
    good: list[tuple[int, int, int, int, Script]] = []
    waiting: list[Script] = []
    for dialogue, way in ways:
        if not (way.end == WAITS or way.end in ends):
            continue
        label = program.short.get(language, "")
        script = Script(
            service, language, dialogue.title, tuple(way.acts), way.heard, way.end,
            ends, others, closed, label,
        )  # fmt: skip
        if way.end != WAITS:
            good.append((way.odd, -len(dialogue.reached.steps), len(way.acts), len(good), script))
        elif not way.odd:
            waiting.append(script)
    return [script for *_, script in sorted(good, key=lambda each: each[:4])] or waiting


def _says_it_to_all(way: _Way) -> bool:
    """Tell whether it ends before anybody has said or done anything, with departments that answer as they should."""
    return not way.odd and all(isinstance(act.move, Answers) and not act.pays for act in way.acts)


def _pattern(text: str) -> re.Pattern[str]:
    """Return what a text with placeholders looks like once they are filled in."""
    return re.compile(".*?".join(map(re.escape, PLACE.split(text))), re.DOTALL)


@dataclass(slots=True)
class _Way:
    """A dialogue as it can be held. heard: messages that have come; odd: how often something other than the usual happens; end: where it
    comes to, `WAITS` where days have to pass."""

    acts: list[Act]
    heard: int
    odd: int = 0
    end: str = ""


def _way(stage: Stage, dialogue: Dialogue, language: str) -> _Way | None:
    """Return a dialogue as it goes in this language, None where it cannot be held: somebody comes back to it, or words mean nothing."""
    here = Situation.begin(stage, language, dialogue.now)
    way = _Way([], _said(here))
    for move in dialogue.moves:
        if isinstance(move, Passes):
            way.end = WAITS
            return way
        if isinstance(move, ComesBack) or not _is_possible(here, move):
            return None
        way.odd += _is_odd(here, move)
        way.acts.append(_act(here, _today(here, move), way.heard))
        here = here.after(move)
        way.heard += _said(here)
    case = here.case
    way.end = case.at if case is not None and case.state == "ended" else ""
    return way


def _is_possible(here: Situation, move: Move) -> bool:
    """Whether the dialogue still goes as in the language of its test; words typed for an option may mean nothing in another."""
    try:
        here.after(move)
    except Impossible:
        return False
    return bool(here.open) == isinstance(move, Answers)


def _said(here: Situation) -> int:
    return sum(len(turn.said) for turn in here.happened)


def _act(here: Situation, move: Move, heard: int) -> Act:
    match move:
        case Answers():
            return Act(move, heard, pays=name_of(here.open[0]) == "pay")
        case Decides() if here.world.desk is not None:
            desk = here.world.desk
            return Act(move, heard, role=desk.ask.stages[desk.stage].role)
        case _:
            return Act(move, heard)


def _is_odd(here: Situation, move: Move) -> bool:
    """Whether something other than the usual happens: a department does not do what it was asked, money fails, officers ask back."""
    if isinstance(move, Decides):
        return move.decision in ROUNDABOUT
    if not isinstance(move, Answers) or not move.wanted:
        return False
    if name_of(here.open[0]) == "pay":
        return move.wanted[0] != "paid"
    case = here.case
    step = here.stage.program.by_id.get(case.at) if case is not None else None
    if not isinstance(step, CallStep | BookStep):
        return False
    connector, _, name = step.operation.partition(".")
    examples = here.stage.connectors[connector].operations[name].examples
    outcome = {each.it: each.outcome for each in examples}
    return any(outcome.get(each, each) != step.good for each in move.wanted)


# -- days -------------------------------------------------------------------------------------------------------------


def _today(here: Situation, move: Move) -> Move:
    """Return the move as it is made today: a day near the one on which the test plays is as near to today, on the same day of the week."""
    case = here.case
    step = here.stage.program.by_id.get(case.at) if case is not None else None
    if not isinstance(move, Sends) or not isinstance(move.message, TextIn):
        return move
    if not isinstance(step, AskStep) or step.kind.name != "date":
        return move
    played = local_date(here.world.now)
    written = step.kind.read(Given(text=move.message.text), NO_BOUNDS, played).value
    meant = date.fromisoformat(written) if isinstance(written, str) else played
    if abs(meant - played) > NEAR:
        return move
    moved = moved_day(meant, played, datetime.now(INDIA).date())
    return Sends(TextIn(f"{moved:%d-%m-%Y}"))


def moved_day(meant: date, played: date, today: date) -> date:
    """Return a day as far from today as it was from the day of the test; one to come stays, or falls on the same day of a later week."""
    if meant <= played:
        return today - (played - meant)
    if today < meant <= today + (meant - played):
        return meant
    return meant + timedelta(weeks=-((played - today).days // WEEK))
