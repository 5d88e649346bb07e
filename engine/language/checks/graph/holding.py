"""What is held for a citizen is paid for while it is held, and not given back where the citizen is told that all is well.

A hold lasts `hold_for`; the interpreter gives it back by itself at every end, and whenever it is booked anew. So a hold that nobody pays
for can neither last for ever nor be sold twice; what can happen is that it is gone too early, and that is looked for here. How long a way
takes is exact; where the citizen is asked between booking and paying, the whole time of that question is taken, since it may be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush

from engine.domain.duration import Duration, render
from engine.language.assignment.uses import ENTRY
from engine.language.bounds.lengths import fastest_s, slowest_s
from engine.language.checks.graph.shape import Shape
from engine.language.circuits import Onward, come_to, onward, shortest, told
from engine.language.compiled import BookStep, PayStep, RefundStep
from engine.language.edges import Edge
from engine.language.findings import Finding, error, warning

_GONE = "The citizen would pay for what is no longer held, lose the place and wait for the money"
SUCCESS = "success"


def holdings(shape: Shape) -> Iterator[Finding]:
    """Yield holds that are over before they are paid for, and holds that are given back at a good end."""
    for book in shape.program.steps:
        if isinstance(book, BookStep) and book.then and book.id in shape.reached:
            pays = [
                step
                for step in shape.program.steps
                if isinstance(step, PayStep) and step.settles == book.id
            ]
            found = list(_too_late(shape, book, pays)) or list(_perhaps_late(shape, book, pays))
            yield from found
            yield from _given_back(shape, book, pays)


def _held(shape: Shape, book: BookStep) -> Edge:
    """Return the way that holds."""
    return next(
        edge
        for edge in shape.edges
        if edge.start == book.id and edge.manner in ("outcome", "again") and edge.about == book.good
    )


def _ways_on(shape: Shape, book: BookStep) -> Onward:
    """Return all ways that do not book anew."""
    return onward(edge for edge in shape.edges if book.id not in (edge.start, edge.end))


def _too_late(shape: Shape, book: BookStep, pays: list[PayStep]) -> Iterator[Finding]:
    ways = _ways_on(shape, book)
    reached = _soonest(shape, ways, _held(shape, book).end, 0)
    for pay in pays:
        since = reached.get(pay.id)
        if since is None:
            continue
        path, place = shape.place(pay.id, "within")
        if since + pay.within_s > book.hold_for_s:
            held, all_in = _said(book.hold_for_s), _said(since + pay.within_s)
            yield error(
                path,
                place,
                "FLOW-356",
                f'"{pay.id}" can be paid until {all_in} after booking, and "{book.id}" is held for {held}',
                _GONE,
                f"Write within: {held} or less, or a longer hold_for:",
            )
            continue
        for edge in ways.get(pay.id, ()):
            if edge.about == "expired":
                yield from _once_more(shape, book, pays, edge, since + pay.within_s)


def _once_more(
    shape: Shape, book: BookStep, pays: list[PayStep], edge: Edge, since: int
) -> Iterator[Finding]:
    """Yield a finding where one who did not pay in time is asked to pay again for the same hold."""
    ways = _ways_on(shape, book)
    reached = _soonest(shape, ways, edge.end, since)
    for pay in pays:
        if pay.id in reached and reached[pay.id] + pay.within_s > book.hold_for_s:
            path, place = shape.place_of(edge)
            trip = shortest(ways, edge.end, (pay.id,)) or ()
            yield error(
                path,
                place,
                "FLOW-356",
                f'"{book.id}" is no longer held when it is to be paid again: {told((edge, *trip))}',
                _GONE,
                f'Lead "expired" back to "{book.id}", or to an end',
            )
            return


def _soonest(shape: Shape, ways: Onward, start: str, since: int) -> dict[str, int]:
    """Return how soon each step can be reached, in seconds."""
    found: dict[str, int] = {}
    waiting = [(since, start)]
    while waiting:
        after, name = heappop(waiting)
        if name in found:
            continue
        found[name] = after
        for edge in ways.get(name, ()):
            if edge.end not in found:
                heappush(waiting, (after + fastest_s(shape.step(name), edge), edge.end))
    return found


def _perhaps_late(shape: Shape, book: BookStep, pays: list[PayStep]) -> Iterator[Finding]:
    """Yield the first step between booking and paying at which a citizen may stay longer than the hold allows."""
    ways = _ways_on(shape, book)
    for pay in pays:
        others = [edge for out in ways.values() for edge in out if edge.start != pay.id]
        before = come_to(others, (pay.id,))
        after = _soonest(shape, onward(others), _held(shape, book).end, 0)
        for step in shape.program.steps:
            between = step.id in before and step.id in after and step.id != pay.id
            if between and pay.within_s + slowest_s(step) > book.hold_for_s:
                path, place = shape.place(step.id)
                yield warning(
                    path,
                    place,
                    "FLOW-357",
                    f'"{step.id}" may take longer than the {_said(book.hold_for_s)} for which "{book.id}" is held',
                    _GONE,
                    f'Move it before "{book.id}", or give it a time limit and hold longer',
                )
                return


def _given_back(shape: Shape, book: BookStep, pays: list[PayStep]) -> Iterator[Finding]:
    first = _held(shape, book)
    settling = {pay.id for pay in pays}
    edges = [edge for edge in shape.edges if not _ends_hold(shape, book, edge, settling)]
    good = [end.id for end in shape.program.ends.values() if end.result == SUCCESS]
    trip = shortest(onward(edges), first.end, good)
    if trip is not None:
        path, place = shape.place(book.id)
        end = trip[-1].end if trip else first.end
        yield error(
            path,
            place,
            "FLOW-358",
            f'What "{book.id}" holds is given back at the end "{end}": {told((first, *trip))}',
            "The citizen would believe it is booked, and it is free for others",
            f"Lead every good way through a pay: with settles: {book.id}, or use an operation that books at once",
        )


def _ends_hold(shape: Shape, book: BookStep, edge: Edge, settling: set[str]) -> bool:
    """Tell whether the hold is over once this way is gone: booked anew, paid for, or given back on purpose."""
    step = shape.step(edge.start)
    if book.id in (edge.start, edge.end):
        return True
    if edge.start in settling:
        same = _condition(shape, edge.start) == _condition(shape, book.id)
        return edge.about == "paid" or (edge.manner == "passed" and same)
    return isinstance(step, RefundStep) and step.releases == book.id and edge.manner != "passed"


def _condition(shape: Shape, name: str) -> str:
    stated = shape.draft.conditions.get((name, ENTRY))
    return stated.text if stated is not None else ""


def _said(seconds: int) -> str:
    """Return a length of time as officers write it."""
    if seconds % 86_400 == 0:
        return render(Duration(seconds // 86_400, "days"), "en")
    if seconds % 3_600 == 0:
        return render(Duration(seconds // 3_600, "hours"), "en")
    return render(Duration(-(-seconds // 60), "minutes"), "en")
