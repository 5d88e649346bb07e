"""Looks for dialogues that come through every way of a service: from situation to situation, nearest first to what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

from engine.language.edges import Edge, ends_of
from engine.language.program import Program
from engine.scenarios.exploring.choices import choices
from engine.scenarios.exploring.likeness import likeness
from engine.scenarios.exploring.moves import Move, Sends
from engine.scenarios.exploring.situation import Impossible, Situation, Stage
from engine.scenarios.misunderstood import never_understood
from engine.scenarios.ways import Reached, ways_of

FAR = 1_000
VARIED = 12
"""So many dialogues are repeated with one answer changed."""


@dataclass(frozen=True, slots=True)
class Caps:
    """Where the search stops: situations looked at, moves a dialogue may have, situations kept that are alike (more, where fewer were not
    enough)."""

    situations: int = 6_000
    moves: int = 80
    alike: tuple[int, ...] = (2, 8, 32)


class Dialogue(NamedTuple):
    """A conversation that can be repeated in any language. title: in an officer's words where a test tells it; whole: it came to an end."""

    now: datetime
    moves: tuple[Move, ...]
    reached: Reached
    whole: bool
    title: str = ""


class Found(NamedTuple):
    """What a search found. looked: at how many situations; stopped: it had to stop at its bound; visited: steps it came to."""

    dialogues: tuple[Dialogue, ...]
    reached: Reached
    looked: int
    stopped: bool


class _Node(NamedTuple):
    here: Situation
    moves: tuple[Move, ...]


@dataclass(slots=True)
class _Search:
    program: Program
    caps: Caps
    now: datetime
    missing: set[Any]
    begin: _Node
    near: Mapping[str, int] = field(default_factory=dict)
    heap: list[tuple[float, int, _Node]] = field(default_factory=list)
    alike: dict[tuple[Any, ...], int] = field(default_factory=dict)
    wide: int = 1
    visits: dict[str, int] = field(default_factory=dict)
    dialogues: list[Dialogue] = field(default_factory=list)
    reached: Reached = field(default_factory=Reached)
    looked: int = 0

    def keep(self, node: _Node) -> None:
        """Keep a situation to go on from, unless enough like it are kept."""
        key = likeness(node.here)
        count = self.alike.get(key, 0)
        if count < self.wide and len(node.moves) < self.caps.moves:
            self.alike[key] = count + 1
            heappush(self.heap, (self._rank(node), self.looked, node))

    def _rank(self, node: _Node) -> float:
        case = node.here.case
        at = case.at if case is not None else ""
        return self.near.get(at, FAR) * 4 + len(node.moves) / 4 + self.visits.get(at, 0) / 2

    def look(self, node: _Node, move: Move) -> _Node | None:
        """Return the situation after a move, None where it cannot be made."""
        self.looked += 1
        try:
            return _Node(node.here.after(move), (*node.moves, move))
        except Impossible:
            return None

    def is_new(self, node: _Node) -> bool:
        """Whether this dialogue came through something that was missing still."""
        return any(
            edge in self.missing for each in node.here.happened for edge in _all(each.reached)
        )

    def finish(self, node: _Node) -> None:
        """Bring a dialogue to its end by what leads on best, and keep it."""
        seen: dict[tuple[Any, ...], int] = {}
        while len(node.moves) < self.caps.moves:
            moves = choices(node.here)
            case = node.here.case
            if not moves or (case is not None and case.state == "ended"):
                break
            key = likeness(node.here)
            seen[key] = seen.get(key, -1) + 1
            follows = self.look(node, moves[seen[key] % len(moves)])
            if follows is not None:
                node = follows
                self.keep(node)
        self.note(node)

    def note(self, node: _Node, now: datetime | None = None) -> None:
        """Keep a dialogue that is over. now: when it began, where that is another moment than the search's."""
        case = node.here.case
        whole = case is not None and case.state == "ended"
        self.dialogues.append(Dialogue(now or self.now, node.moves, node.here.reached, whole))
        self.found(node.here.reached)

    def mishear(self, dialogue: Dialogue) -> None:
        """Go along a dialogue, and beside it say nonsense at each question that nobody has given up yet, until it is given up."""
        stage = self.begin.here.stage
        node = _Node(Situation.begin(stage, self.program.languages[0], dialogue.now), ())
        for move in (*dialogue.moves, None):
            if self._is_unheard(node.here):
                self._say_nonsense(node, dialogue.now)
            follows = self.look(node, move) if move is not None else None
            if follows is None:
                return
            node = follows

    def _is_unheard(self, here: Situation) -> bool:
        case = here.case
        return (
            case is not None
            and case.state == "asking"
            and any(
                isinstance(each, Edge) and each.manner == "gave_up" and each.start == case.at
                for each in self.missing
            )
        )

    def _say_nonsense(self, node: _Node, now: datetime) -> None:
        while self._is_unheard(node.here) and len(node.moves) < self.caps.moves:
            case = node.here.case
            nonsense = never_understood(self.program, case, node.here.world.now) if case else None
            follows = self.look(node, Sends(nonsense)) if nonsense is not None else None
            if follows is None:
                return
            node = follows
            if self.is_new(node):
                self.note(node, now)
                return

    def found(self, reached: Reached) -> None:
        """Strike what has been reached off the list, and look from anew what is nearest."""
        self.reached = self.reached | reached
        self.missing -= set(_all(reached))
        self.near = distances(self.program, self.missing)
        self.heap = [(self._rank(node), place, node) for _, place, node in self.heap]
        heapify(self.heap)

    def run(self) -> None:
        """Go from situation to situation until nothing is missing, nothing is left to try, or the bound is reached."""
        while self.heap and self.missing and self.looked < self.caps.situations:
            _, _, node = heappop(self.heap)
            case = node.here.case
            at = case.at if case is not None else ""
            self.visits[at] = self.visits.get(at, 0) + 1
            for move in choices(node.here):
                follows = self.look(node, move)
                if follows is None:
                    continue
                self.keep(follows)
                if self.is_new(follows):
                    self.insist(follows, move)
                    self.finish(follows)

    def vary(self) -> None:
        """Repeat dialogues that came past what is missing, each with one answer changed; the newest first, as long as that helps."""
        before = len(self.missing) + 1
        while self.missing and len(self.missing) < before:
            before = len(self.missing)
            for dialogue in tuple(self.dialogues[: -VARIED - 1 : -1]):
                starts = {each.start for each in self.missing if isinstance(each, Edge)}
                if starts & dialogue.reached.steps:
                    self._vary(dialogue, starts)

    def _vary(self, dialogue: Dialogue, starts: set[str]) -> None:
        node = self.begin
        for place, made in enumerate(dialogue.moves):
            if self.looked >= self.caps.situations or starts & node.here.reached.steps:
                return
            for other in choices(node.here):
                if other != made:
                    self._follow(node, (other, *dialogue.moves[place + 1 :]), starts)
            follows = self.look(node, made)
            if follows is None:
                return
            node = follows

    def _follow(self, node: _Node, moves: tuple[Move, ...], starts: set[str]) -> None:
        """Make these moves until they come past what is missing; a dialogue that comes through it is kept."""
        for move in moves:
            follows = self.look(node, move)
            if follows is None or self.looked >= self.caps.situations:
                return
            node = follows
            if self.is_new(node):
                self.finish(node)
                return
            if starts & node.here.reached.steps:
                return

    def insist(self, node: _Node, move: Move) -> None:
        """Where something may be asked anew only so often, do the same again and again until it is too often."""
        again = {
            (edge.start, edge.about)
            for each in node.here.happened
            for edge in each.reached.ways
            if edge.manner == "again"
        }
        wanted = [
            each
            for each in self.missing
            if isinstance(each, Edge)
            and each.manner == "too_often"
            and (each.start, each.about) in again
        ]
        while wanted and len(node.moves) < self.caps.moves:
            moves = choices(node.here)
            follows = self.look(node, move if move in moves else moves[0]) if moves else None
            if follows is None:
                return
            node = follows
            if any(each in node.here.reached.ways for each in wanted):
                self.finish(node)
                return


def search(stage: Stage, now: datetime, caps: Caps, seeds: Iterable[Dialogue] = ()) -> Found:
    """Return dialogues that together come through as much of a service as could be found. seeds: dialogues known already."""
    program = stage.program
    kept = list(seeds)
    begin = _Node(Situation.begin(stage, program.languages[0], now), ())
    work = _Search(program, caps, now, everything(program), begin)
    for seed in kept:
        work.found(seed.reached)
    for seed in kept:
        work.mishear(seed)
    work.near = distances(program, work.missing)
    for wide in caps.alike:
        work.wide, work.heap, work.alike = wide, [], {}
        work.keep(begin)
        if work.missing and not kept and not work.dialogues:
            work.finish(begin)
        work.run()
        work.vary()
    for dialogue in tuple(work.dialogues):
        work.mishear(dialogue)
    return Found(
        (*kept, *work.dialogues), work.reached, work.looked, work.looked >= caps.situations
    )


def everything(program: Program) -> set[Any]:
    """Return all that can be reached: steps, ways, ends."""
    return {*(step.id for step in program.steps), *ways_of(program), *ends_of(program)}


def _all(reached: Reached) -> Iterable[Any]:
    yield from reached.steps
    yield from reached.ways
    yield from reached.ends


def distances(program: Program, missing: set[Any]) -> dict[str, int]:
    """Return by step (and end) how many ways it is from there to something missing, at least."""
    before: dict[str, list[str]] = {}
    for edge in ways_of(program):
        before.setdefault(edge.end, []).append(edge.start)
    for later in program.later.values():
        for end in program.ends:
            before.setdefault(later.first, []).append(end)
    goals = {each.start if isinstance(each, Edge) else each for each in missing}
    near = dict.fromkeys(goals, 0)
    waiting = list(goals)
    for name in waiting:
        for start in before.get(name, ()):
            if start not in near:
                near[start] = near[name] + 1
                waiting.append(start)
    return near
