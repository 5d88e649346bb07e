"""Time limits mean something, and do not contradict each other.

That each wait has a limit at all is settled before: a stage must have `limit`, a hold `hold_for`, a one-time code `up_to`, officers who ask
again `answer_within`; a question without `expire_after` has 24 hours, a payment must have `within`, and no other step waits. What cannot
contradict is left out: `up_to` stands in place of `expire_after`, and a stage's clock stands still while the citizen is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from engine.domain.duration import Duration, parse_duration
from engine.language import nodes
from engine.language.bounds.lengths import DAY_S, least_s, most_s
from engine.language.checks.graph.shape import Shape
from engine.language.checks.ranges import tree_of
from engine.language.compiler.once import read_type
from engine.language.compiler.patience import EXPIRE_S
from engine.language.expressions import tree
from engine.language.findings import Finding, error, warning
from engine.language.model.names import items_at, mapping_at

_TIMED = ("up_to", "hold_for", "within", "keep_trying")


def limits(shape: Shape) -> Iterator[Finding]:
    """Yield time limits of no time at all, and pairs of them of which one makes the other useless."""
    yield from _nothing(shape)
    yield from _reminder(shape)
    yield from _late(shape)
    yield from _promise(shape)
    yield from _afterwards(shape)


# -- no time at all ----------------------------------------------------------------------------------------------------


def _nothing(shape: Shape) -> Iterator[Finding]:
    for path, what, node in _written(shape):
        length = _length(node)
        if length is not None and length.amount == 0:
            yield error(
                path,
                node.span,
                "FLOW-354",
                f'"{what}" is {length}: no time at all',
                "It would be over before the citizen can do anything",
                "Write how long it really is, as in: 15 minutes",
            )


def _written(shape: Shape) -> Iterator[tuple[str, str, nodes.Node]]:
    """Yield each length of time that limits something, with what it is called."""
    for laid, _ in shape.written():
        step, path = laid.step, laid.frame.path
        places = [(key, step.get(key)) for key in _TIMED]
        if step.verb == "wait":
            places.append(("wait", step.said))
        back = mapping_at(step.node, "ask_back")
        places.append(("answer_within", back.get("answer_within") if back else None))
        for key, inner in (("stages", "limit"), ("late", "after")):
            listed = [each for each in items_at(step.node, key) if isinstance(each, nodes.Mapping)]
            places += [(inner, item.get(inner)) for item in listed]
        for what, node in places:
            if node is not None:
                yield path, what, node
    flow = shape.draft.flow
    defaults = mapping_at(flow.node, "defaults")
    expire = defaults.get("expire_after") if defaults else None
    if expire is not None:
        yield flow.path, "expire_after", expire


def _length(node: nodes.Node | None) -> Duration | None:
    return parse_duration(node.text) if isinstance(node, nodes.Scalar) else None


# -- the reminder ------------------------------------------------------------------------------------------------------


def _reminder(shape: Shape) -> Iterator[Finding]:
    """A reminder that would come when the question is over is never sent."""
    flow, state = shape.draft.flow, shape.draft.world.state
    own = mapping_at(flow.node, "defaults")
    for path, layers in ((flow.path, (own, state.defaults)), (state.path, (state.defaults,))):
        present = [layer for layer in layers if layer is not None]
        remind = next((each for layer in present if (each := layer.get("remind_after"))), None)
        expire = next((each for layer in present if (each := layer.get("expire_after"))), None)
        after, until = _length(remind), _length(expire)
        over = EXPIRE_S if until is None else most_s(until)
        written = [
            each for each in (remind, expire) if each is not None and _stands(each, layers[0])
        ]
        if after is not None and after.amount and least_s(after) >= over and written:
            yield warning(
                path,
                written[0].span,
                "FLOW-360",
                f"The reminder would come after {after}, when the question is over",
                "Nobody would be reminded",
                "Write a shorter remind_after:, or a longer expire_after:",
            )
            return


def _stands(node: nodes.Node, layer: nodes.Mapping | None) -> bool:
    return layer is not None and any(value is node for _, value in layer.entries)


# -- officers ----------------------------------------------------------------------------------------------------------


def _late(shape: Shape) -> Iterator[Finding]:
    """A stage's limit does nothing by itself: somebody must be told when it is over."""
    for laid, step in shape.written():
        if laid.step.verb == "approve" and laid.step.get("late") is None:
            yield warning(
                laid.frame.path,
                laid.step.id.span,
                "FLOW-355",
                f'Nobody is told when the officers of "{step.id}" are late',
                "The case could lie on a desk for ever, and the citizen would wait",
                "Add late: with after: and to:, as in: late: [{after: 2 working days, to: collector}]",
            )


def _promise(shape: Shape) -> Iterator[Finding]:
    """What the citizen is told at the start is no less than what officers are given."""
    program = shape.program
    takes = parse_duration(program.takes) if program.takes else None
    if takes is None:
        return
    for laid, step in shape.written():
        stages = items_at(laid.step.node, "stages")
        given = [_length(each.get("limit")) for each in stages if isinstance(each, nodes.Mapping)]
        known = [each for each in given if each is not None and each.unit == takes.unit]
        total = sum(each.amount for each in known)
        if given and len(known) == len(given) and total > takes.amount:
            place = laid.step.node.key("stages") or laid.step.id
            yield warning(
                laid.frame.path,
                place.span,
                "FLOW-362",
                f'The citizen is told {takes}, and the officers of "{step.id}" have {Duration(total, takes.unit)}',
                "Nobody would be late by our count, and the citizen would wait longer than promised",
                "Write the longer time under takes:, or shorter limits",
            )


# -- what may be done later --------------------------------------------------------------------------------------------


def _afterwards(shape: Shape) -> Iterator[Finding]:
    """What is open until a day must find the case still there on that day."""
    kept = most_s(shape.program.keep)
    flow = shape.draft.flow
    for later in flow.later:
        node = later.node.get("open_until")
        latest = _latest(shape, node)
        if node is not None and kept < latest < inf:
            yield warning(
                flow.path,
                node.span,
                "FLOW-361",
                f'"{later.id.text}" may be open for {round(latest / DAY_S)} days, and the case is kept for {shape.program.keep}',
                "A citizen who comes in time would be told that nothing is known of the case",
                "Write a longer keep: under personal, or let it be open less long",
            )


def _latest(shape: Shape, node: nodes.Node | None) -> float:
    """Return how many seconds after the end something may still be open; without end where a department decides that."""
    written = tree_of(node, shape.draft.top)
    return inf if written is None else _ahead(shape, written.root)


def _ahead(shape: Shape, part: tree.Expr) -> float:
    match part:
        case tree.Arithmetic(op="+" | "-" as op, left=left, right=tree.DurationLiteral(value)):
            return _ahead(shape, left) + (most_s(value) if op == "+" else -least_s(value))
        case tree.Clock():
            return 0
        case tree.Name(dotted):
            return _of_name(shape, dotted)
        case _:
            return inf


def _of_name(shape: Shape, dotted: str) -> float:
    """Return how far ahead of the end an answer may lie: what we noted ourselves never does, a day asked for as its question lets."""
    name, _, field = dotted.rpartition(".")
    owner = shape.laid.get(name or dotted)
    if owner is None:
        return inf
    if owner.step.verb == "pay" and field == "paid_on":
        return 0
    if owner.step.verb == "submit" and field == "opened":
        return 0
    kind = owner.step.get("type") if owner.step.verb == "ask" and not name else None
    if not isinstance(kind, nodes.Scalar):
        return inf
    notation = read_type(kind.text, kind.span, owner.frame.path)
    most = None if isinstance(notation, Finding) else notation.most
    return inf if most is None else _ahead(shape, most.root) + DAY_S
