"""A dialogue told line by line in one language: who did what, what was said, and from which steps it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from engine.domain.calendar import INDIA
from engine.domain.message import LocationIn, MediaIn, Outgoing, TextIn
from engine.scenarios.exploring.cover import things
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
from engine.scenarios.exploring.search import Dialogue
from engine.scenarios.exploring.situation import Impossible, Situation, Stage, name_of

Who = Literal["us", "citizen", "world", "officer", "time"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened.

    words: empty where a message of ours stands instead; steps: those it comes from; came: what it came through.
    """

    who: Who
    words: str = ""
    message: Outgoing | None = None
    steps: tuple[str, ...] = ()
    came: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A dialogue in one language.

    blocks: one for each move, what was done first and then what came of it; end: where it ended, empty where it did not; same: it went
    as it did when it was found.
    """

    language: str
    blocks: tuple[tuple[Line, ...], ...]
    end: str
    same: bool


def tell(stage: Stage, dialogue: Dialogue, language: str) -> Told:
    """Repeat a dialogue in this language."""
    here = Situation.begin(stage, language, dialogue.now)
    title = stage.program.title.get(language) or next(iter(stage.program.title.values()))
    blocks: list[tuple[Line, ...]] = [(Line("citizen", title), *_said(here))]
    same = True
    for move in dialogue.moves:
        try:
            after = here.after(move)
        except Impossible:
            same = False
            break
        blocks.append((_done(here, after, move), *_said(after)))
        here = after
    case = here.case
    end = case.at if case is not None and case.state == "ended" else ""
    return Told(language, tuple(blocks), end, same and here.reached == dialogue.reached)


def _said(here: Situation) -> Iterator[Line]:
    """Yield the messages of a move's turns, and at the end a line without words where they came through something without a word."""
    steps: list[str] = []
    came: list[Any] = []
    for turn in here.happened:
        steps += [record.step for record in turn.trace if record.step]
        came += things(turn.reached)
        for message in turn.said:
            yield Line("us", "", message, tuple(dict.fromkeys(steps)), tuple(came))
            came = []
        if turn.said:
            steps = []
    if came:
        yield Line("world", "", None, tuple(dict.fromkeys(steps)), tuple(came))


def _done(here: Situation, after: Situation, move: Move) -> Line:
    match move:
        case Sends(message):
            return Line("citizen", _sent(message))
        case Taps(value):
            tap = tap_on(here.world.said, value)
            return Line("citizen", tap.title if tap else value)
        case Answers(wanted):
            return Line("world", f"{name_of(here.open[0])}: {', '.join(wanted) or 'answers'}")
        case Decides(decision, reason, answers):
            more = ", ".join(filter(None, (reason, *answers)))
            return Line("officer", decision.replace("_", " ") + (f" ({more})" if more else ""))
        case Passes():
            return Line("time", _moment(after.world.now))
        case ComesBack(later):
            title = here.stage.program.later[later].title
            language = here.conversation.language
            return Line("citizen", title.get(language) or next(iter(title.values())))


def _moment(now: datetime) -> str:
    return now.astimezone(INDIA).strftime("%d-%m-%Y, %H:%M")


def _sent(message: object) -> str:
    match message:
        case TextIn(text):
            return text if len(text) <= 300 else f"{text[:40]}… ({len(text)})"
        case MediaIn(name=name, mime=mime):
            return f"📎 {name or mime}"
        case LocationIn(latitude=latitude, longitude=longitude):
            return f"📍 {latitude}, {longitude}"
        case _:
            return "?"
