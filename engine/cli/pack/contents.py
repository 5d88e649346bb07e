"""What stands in a pack, in order: the heading, the facts, the contents by outcome, the dialogues side by side in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from engine.cli.pack.facts import Fact, facts
from engine.domain.calendar import INDIA
from engine.language.edges import Edge
from engine.language.model.connector import Connector
from engine.language.model.scenario import Scenario
from engine.language.program import Program
from engine.scenarios.exploring.cover import Missing, fewest, missing, told, way_in_words
from engine.scenarios.exploring.search import Caps, Dialogue, everything, search
from engine.scenarios.exploring.seeds import seeds
from engine.scenarios.exploring.situation import Stage
from engine.scenarios.exploring.telling import Line, Told, tell
from engine.scenarios.ways import Reached

ALIKE = 3
"""From so many moves on, a beginning that was shown before is folded away."""


class Cell(NamedTuple):
    """What was said after one move, in one language."""

    language: str
    lines: tuple[Line, ...]


class Block(NamedTuple):
    """One move and what came of it.

    note: what the world, an officer or the clock did; steps: those it comes from; came: what it came through.
    """

    id: str
    note: Line | None
    cells: tuple[Cell, ...]
    steps: tuple[str, ...]
    came: tuple[Any, ...]


class Shown(NamedTuple):
    """A dialogue as the pack shows it. folded: how many blocks at its beginning stand in dialogue `like` already; until: the step there."""

    number: int
    title: str
    end: str
    begun: str
    blocks: tuple[Block, ...]
    folded: int
    like: int
    until: str
    differs: tuple[str, ...]


class Entry(NamedTuple):
    """A line of the contents: what is shown, and in which dialogue; anchor: the place of it."""

    step: str
    what: str
    dialogue: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything a template needs. shown, all: how many steps, ways and ends the dialogues come through."""

    program: Program
    on: str
    facts: tuple[Fact, ...]
    contents: tuple[Entry, ...]
    dialogues: tuple[Shown, ...]
    missing: tuple[Missing, ...]
    shown: int
    all: int
    caps: Caps
    looked: int
    most: int
    left_out: int


def pack_of(
    program: Program,
    connectors: Mapping[str, Connector],
    scenarios: tuple[Scenario, ...],
    files: Mapping[str, bytes],
    now: datetime,
    caps: Caps,
    most: int,
) -> Pack:
    """Return the pack of a service. now: when the dialogues that are searched for take place; most: dialogues shown at most."""
    stage = Stage.of(program, connectors)
    found = search(stage, now, caps, seeds(stage, scenarios))
    few = fewest(found.dialogues)
    order = {end: place for place, end in enumerate(program.ends)}
    kept = tuple(sorted(few[:most], key=lambda each: _rank(each, order)))
    left = missing(program, found._replace(reached=_together(kept)))
    dialogues = tuple(_shown(number, kept, stage) for number in range(len(kept)))
    contents = _contents(program, dialogues)
    dialogues = tuple(_titled(each, contents) for each in dialogues)
    return Pack(
        program=program,
        on=_day(now),
        facts=facts(program, files, program.languages),
        contents=contents,
        dialogues=dialogues,
        missing=left,
        shown=len(everything(program)) - len(left),
        all=len(everything(program)),
        caps=caps,
        looked=found.looked,
        most=most,
        left_out=len(few) - len(kept),
    )


def _rank(dialogue: Dialogue, order: Mapping[str, int]) -> tuple[int, bool, int]:
    """Return what puts dialogues in the order of the ends they reach, those an officer has written first, the shortest first."""
    end = min((order[end] for end in dialogue.reached.ends), default=len(order))
    return end, not dialogue.title, len(dialogue.moves)


def _titled(dialogue: Shown, contents: tuple[Entry, ...]) -> Shown:
    """Return a dialogue that no officer has written under what it shows first, the last of it before the rest."""
    if dialogue.title:
        return dialogue
    first = [each for each in contents if each.dialogue == dialogue.number]
    told = [f"{each.step}: {each.what}" for each in first if each.step != dialogue.end]
    return dialogue._replace(title="; ".join(reversed(told[-2:])) or dialogue.end)


def _together(dialogues: tuple[Dialogue, ...]) -> Reached:
    return reduce(or_, (each.reached for each in dialogues), Reached())


def _day(moment: datetime) -> str:
    return moment.astimezone(INDIA).strftime("%d-%m-%Y")


def _shown(place: int, dialogues: tuple[Dialogue, ...], stage: Stage) -> Shown:
    dialogue = dialogues[place]
    each = [tell(stage, dialogue, language) for language in stage.program.languages]
    blocks = _blocks(place + 1, each)
    like, folded = _begins_like(place, dialogues)
    return Shown(
        place + 1,
        dialogue.title,
        each[0].end,
        dialogue.now.astimezone(INDIA).strftime("%d-%m-%Y, %H:%M"),
        blocks,
        folded,
        like,
        next((block.steps[-1] for block in reversed(blocks[:folded]) if block.steps), ""),
        tuple(one.language for one in each if not one.same),
    )


def _blocks(number: int, each: list[Told]) -> tuple[Block, ...]:
    rows = []
    for place in range(max(len(one.blocks) for one in each)):
        parts = [(one.language, one.blocks[place]) for one in each if place < len(one.blocks)]
        first = parts[0][1][0]
        is_note = first.who in ("world", "officer", "time")
        steps = tuple(dict.fromkeys(step for line in parts[0][1] for step in line.steps))
        cells = tuple(Cell(language, _visible(lines[is_note:])) for language, lines in parts)
        came = tuple(thing for line in parts[0][1] for thing in line.came)
        rows.append(Block(f"d{number}b{place}", first if is_note else None, cells, steps, came))
    return tuple(rows)


def _visible(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.words or line.message is not None)


def _begins_like(place: int, dialogues: tuple[Dialogue, ...]) -> tuple[int, int]:
    """Return which earlier dialogue begins alike for longest, and for how many blocks; none where that is too short to fold."""
    best = (0, 0)
    for earlier in range(place):
        if dialogues[earlier].now == dialogues[place].now:
            alike = _common(dialogues[earlier].moves, dialogues[place].moves)
            best = max(best, (alike, earlier + 1))
    alike, like = best
    return (like, alike) if alike >= ALIKE else (0, 0)


def _common(one: tuple[Any, ...], other: tuple[Any, ...]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _contents(program: Program, dialogues: tuple[Shown, ...]) -> tuple[Entry, ...]:
    """Return where each way and each end is shown first, in the order of the file."""
    first: dict[Any, tuple[int, str]] = {}
    for dialogue in dialogues:
        for block in dialogue.blocks:
            for thing in block.came:
                first.setdefault(thing, (dialogue.number, block.id))
    order = {name: place for place, name in enumerate((*program.by_id, *program.ends))}
    named = [each for each in first if isinstance(each, Edge) or each in program.ends]
    named.sort(key=lambda each: order[each.start if isinstance(each, Edge) else each])
    return tuple(_entry(each, *first[each]) for each in named if not _is_plain(each))


def _is_plain(thing: Any) -> bool:
    """Whether this is only a step that goes on, which needs no line of its own."""
    return isinstance(thing, Edge) and thing.manner == "outcome" and thing.about in ("", "own")


def _entry(thing: Any, dialogue: int, anchor: str) -> Entry:
    if isinstance(thing, Edge):
        return Entry(thing.start, way_in_words(thing), dialogue, anchor)
    return Entry(thing, told(thing).partition(": ")[2], dialogue, anchor)
