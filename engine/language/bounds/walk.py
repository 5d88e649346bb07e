"""The cheapest and the dearest way through a service, whatever a citizen, an officer or a department does.

The dearest is found in three parts. Circles the citizen goes round on purpose have no bound, so they are gone round not once, and
the steps that begin them are named. What is bounded (`at_most`, `ask_back`) is a *lap*: a way back that may be gone so many times.
Without both no way leads back, so the dearest way to each step, D(step), is found by going through the steps once in order. A lap
from s back to t then costs no more than D(s) - D(t) besides what s itself costs: whoever stands at t could have come for D(t), and
every walk with laps is one without plus its laps. That holds whatever a walk looks like, but counts a lap as if nothing were passed
over on it. The other way to count, each step as often as it may be done (`revisits`), leaves out that not all steps lie on one way.
The smaller of the two is taken: both are bounds, and neither need be reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from heapq import heappop, heappush
from typing import NamedTuple

from engine.language.bounds.costs import END, LEAST_END, MEASURES, Cost, least, most
from engine.language.bounds.revisits import all_done, redone
from engine.language.circuits import Onward, Trip, onward, told
from engine.language.compiled import AnyStep, ApproveStep
from engine.language.edges import Edge, edges_of
from engine.language.program import Program

SUCCESS = "success"


class Lap(NamedTuple):
    """A way back, how often it may be gone, and what it costs each time."""

    edge: Edge
    times: int
    cost: int


class Dearest(NamedTuple):
    """The dearest way by one measure. total: with all laps; trip: the way without them."""

    total: int
    trip: Trip
    laps: tuple[Lap, ...]


class Walks:
    """One program's ways in order: those that lead on, and those that lead back, with how often; 0 stands for without bound."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.edges = [*edges_of(program), *_afterwards(program)]
        self.order, back = _sorted(program.first, onward(self.edges))
        there = set(self.order)
        self.on = [edge for edge in self.edges if edge not in back and edge.start in there]
        self.back = {edge: self._times(edge) for edge in back}
        self.done_again: dict[Edge, set[str]] = {}
        self.costs = {edge: self._cost(edge, most) for edge in (*self.on, *self.back)}
        ways = onward(self.on)
        self.priced = {
            name: [(edge, self.costs[edge]) for edge in ways.get(name, ())] for name in self.order
        }

    @cached_property
    def net(self) -> _Net:
        """Return all ways."""
        return _Net(self.edges)

    @cached_property
    def free(self) -> _Net:
        """Return the ways that nothing counts."""
        return _Net(edge for edge in self.edges if edge.manner not in _COUNTED)

    @cached_property
    def ahead(self) -> _Net:
        """Return the ways that lead on."""
        return _Net(self.on)

    @property
    def unbounded(self) -> tuple[Edge, ...]:
        """Return the ways back that nothing bounds: the citizen may choose them as often as they like."""
        return tuple(edge for edge, times in self.back.items() if not times)

    def _times(self, edge: Edge) -> int:
        """Return how often a way back may be gone; 0 where nothing bounds it."""
        if edge.manner in _COUNTED:
            return self._allowed(edge)
        if self.free.between(edge.end, edge.start):
            return 0
        circle = self.net.between(edge.end, edge.start)
        bounded = (e for e in self.edges if e.manner in _COUNTED and {e.start, e.end} <= circle)
        return sum(map(self._allowed, bounded))

    def _allowed(self, edge: Edge) -> int:
        step = self.program.by_id[edge.start]
        if edge.manner == "again":
            return step.outcomes[edge.about].at_most
        return step.ask_backs if isinstance(step, ApproveStep) else 0

    def _cost(self, edge: Edge, of: Callable[[Program, AnyStep, Edge], Cost]) -> Cost:
        """Return what it costs to leave a step by this way; from an end the citizen comes back by the menu."""
        step = self.program.by_id.get(edge.start)
        return END._replace(turns=1) if step is None else of(self.program, step, edge)

    def dearest(self, measure: str) -> Dearest:
        """Return the dearest way by turns, messages or calls."""
        place = MEASURES.index(measure)
        walked = self._walked(place)
        return walked._replace(total=min(walked.total, self._done(place, walked.laps)))

    def exceeds(self, measure: str, most: int) -> bool:
        """Tell whether the dearest way costs more than this; mostly the quicker way to count tells."""
        return self._walked(MEASURES.index(measure)).total > most < self.dearest(measure).total

    def _walked(self, place: int) -> Dearest:
        """Return the dearest way with all its laps, as if nothing were passed over on them."""
        reached, came = self._reached(place)
        laps = tuple(self._laps(reached, place))
        ends = [end for end in self.program.ends if end in reached]
        last = max(ends, key=lambda end: reached[end], default="")
        total = reached.get(last, 0) + END[place] + sum(lap.times * lap.cost for lap in laps)
        return Dearest(total, _trip(last, came), laps)

    def _done(self, place: int, laps: tuple[Lap, ...]) -> int:
        """Return what all steps and ends together cost, each as often as it may be done: often less than the walk."""
        costs: dict[str, int] = {}
        for edge, cost in self.costs.items():
            costs[edge.start] = max(cost[place], costs.get(edge.start, 0))
        again = [(self._redone(lap.edge), lap.times) for lap in laps]
        return all_done(costs, again) + END[place]

    def _redone(self, edge: Edge) -> set[str]:
        if edge not in self.done_again:
            self.done_again[edge] = redone(self.program, edge, self._circle(edge))
        return self.done_again[edge]

    def _circle(self, edge: Edge) -> set[str]:
        """Return every step between the two ends of a way back; officers may ask for any of several answers."""
        ends = [edge.end]
        if edge.manner == "changed":
            ends = [each.end for each in self.back if each[:3:2] == edge[:3:2]]
        return set[str]().union(*(self.ahead.between(end, edge.start) for end in ends))

    def _reached(self, place: int) -> tuple[dict[str, int], dict[str, Edge]]:
        """Return what it costs at most to come to each step without a way back, and by which way one came."""
        reached, came = {self.program.first: 0}, dict[str, Edge]()
        for name in self.order:
            so_far = reached[name]
            for edge, costs in self.priced[name]:
                cost = so_far + costs[place]
                if cost > reached.get(edge.end, -1):
                    reached[edge.end], came[edge.end] = cost, edge
        return reached, came

    def _laps(self, reached: dict[str, int], place: int) -> Iterator[Lap]:
        """Yield the laps; officers who ask again choose the dearest of those they may."""
        asked: dict[str, Lap] = {}
        for edge, times in self.back.items():
            extra = max(0, reached[edge.start] - reached[edge.end])
            lap = Lap(edge, times, self.costs[edge][place] + extra)
            if edge.manner != "changed":
                yield lap
            elif edge.start not in asked or asked[edge.start].cost < lap.cost:
                asked[edge.start] = lap
        for lap in asked.values():
            yield lap._replace(times=lap.times * (1 + self._returns(lap.edge.start)))

    def _returns(self, name: str) -> int:
        """Return how often a step may be come back to by laps that officers have no part in."""
        return sum(
            times
            for edge, times in self.back.items()
            if edge.manner == "again" and name in self.ahead.between(edge.end, edge.start)
        )

    def fewest(self, measure: str) -> int:
        """Return how little is needed to come to a good end, or to any where there is no good one."""
        place = MEASURES.index(measure)
        waiting, seen, ways = [(0, self.program.first)], dict[str, int](), onward(self.edges)
        while waiting:
            cost, name = heappop(waiting)
            if name not in seen:
                seen[name] = cost
                for edge in ways.get(name, ()):
                    heappush(waiting, (cost + self._cost(edge, least)[place], edge.end))
        ends = {name: end.result for name, end in self.program.ends.items() if name in seen}
        good = [name for name, result in ends.items() if result == SUCCESS]
        return min((seen[end] for end in good or ends), default=0) + LEAST_END[place]


def shown(dearest: Dearest) -> str:
    """Return the dearest way in words, with its laps."""
    laps = [
        f"up to {lap.times} times {told((lap.edge,))}"
        for lap in dearest.laps
        if lap.times and lap.cost
    ]
    return "; ".join([told(dearest.trip, LONGEST_TOLD), *laps])


LONGEST_TOLD = 12
_COUNTED = ("again", "changed")


def _afterwards(program: Program) -> Iterator[Edge]:
    """Yield the ways from a good end to what may still be done later: the citizen chooses it from the menu."""
    for end in program.ends.values():
        if end.result == SUCCESS:
            for later in program.later.values():
                yield Edge(end.id, later.first, "option", later.id)


class _Net:
    """Some ways, to be walked forwards and backwards."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self.onward: dict[str, list[str]] = {}
        self.back: dict[str, list[str]] = {}
        for edge in edges:
            self.onward.setdefault(edge.start, []).append(edge.end)
            self.back.setdefault(edge.end, []).append(edge.start)

    def between(self, start: str, end: str) -> set[str]:
        """Return every step on a way from one to the other, both with it; none where no way leads there."""
        before = _spread(self.back, end)
        return before & _spread(self.onward, start) if start in before else set()


def _spread(ways: Mapping[str, list[str]], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for name in ways.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _sorted(start: str, ways: Onward) -> tuple[list[str], dict[Edge, None]]:
    """Return the steps so that each comes before those it leads to, and the ways back that stand against that."""
    done: list[str] = []
    under_way, seen, back = {start}, {start}, dict[Edge, None]()
    path = [(start, iter(ways.get(start, ())))]
    while path:
        name, out = path[-1]
        edge = next(out, None)
        if edge is None:
            path.pop()
            under_way.discard(name)
            done.append(name)
        elif edge.end in under_way:
            back[edge] = None
        elif edge.end not in seen:
            seen.add(edge.end)
            under_way.add(edge.end)
            path.append((edge.end, iter(ways.get(edge.end, ()))))
    return done[::-1], back


def _trip(end: str, came: dict[str, Edge]) -> Trip:
    trip: list[Edge] = []
    while end in came:
        trip.append(came[end])
        end = came[end].start
    return tuple(trip[::-1])
