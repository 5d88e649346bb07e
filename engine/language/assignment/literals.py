"""Conditions as plain facts that can be recognised when they stand somewhere again; what another day might settle otherwise is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import NamedTuple

from engine.language.expressions import tree
from engine.language.expressions.tree import Expr


class Literal(NamedTuple):
    """A condition and whether it holds. names: the answers it looks at; answered: the one name it asks for, if that is all it does."""

    key: str
    holds: bool
    names: frozenset[str]
    answered: str = ""

    @property
    def opposite(self) -> Literal:
        """Return the same condition, settled the other way."""
        return Literal(self.key, not self.holds, self.names, self.answered)


Clause = frozenset[Literal]
"""Literals of which at least one holds."""


class Stated(NamedTuple):
    """A condition as it stands in a file, with the program's names. read: where the names begin that are answers, no options;
    text: the whole as written."""

    root: Expr
    read: frozenset[int]
    text: str


_ORDER = {"<": ("<", True), ">=": ("<", False), "<=": ("<=", True), ">": ("<=", False)}
_EQUAL = {"is": True, "is not": False}
_CLOCKED = {"age": 1}
"""Functions that look at the clock when they are given no more values than this."""


def clauses_of(stated: Stated, *, holds: bool, moving: frozenset[str]) -> tuple[Clause, ...]:
    """Return what is certain when a condition holds, or does not hold.

    moving: names whose value may be another one tomorrow; a condition on these, or on the clock, makes nothing certain.
    """
    part = stated.root
    match part:
        case tree.Unary("not", operand):
            return clauses_of(stated._replace(root=operand), holds=not holds, moving=moving)
        case tree.Logic(op, parts):
            inner = [stated._replace(root=each) for each in parts]
            found = _joined(inner, holds=holds, every=(op == "and") is holds, moving=moving)
        case _:
            found = ()
    whole = _literal(stated, holds=holds, moving=moving)
    return (*found, frozenset((whole,))) if whole is not None else found


def _joined(
    parts: list[Stated], *, holds: bool, every: bool, moving: frozenset[str]
) -> tuple[Clause, ...]:
    """every: each part is settled this way; otherwise at least one of them is."""
    if every:
        return tuple(
            clause for each in parts for clause in clauses_of(each, holds=holds, moving=moving)
        )
    alone = [single(each, holds=holds, moving=moving) for each in parts]
    known = [each for each in alone if each is not None]
    return (frozenset(known),) if len(known) == len(parts) else ()


def single(stated: Stated, *, holds: bool, moving: frozenset[str]) -> Literal | None:
    """Return a whole condition as one fact; nothing where it may change by itself."""
    part = stated.root
    if isinstance(part, tree.Unary) and part.op == "not":
        return single(stated._replace(root=part.operand), holds=not holds, moving=moving)
    return _literal(stated, holds=holds, moving=moving)


def _literal(stated: Stated, *, holds: bool, moving: frozenset[str]) -> Literal | None:
    part = stated.root
    names = frozenset(
        each.dotted
        for each in tree.inside(part)
        if isinstance(each, tree.Name) and each.start in stated.read
    )
    if _is_clocked(part) or not names.isdisjoint(moving):
        return None
    match part:
        case tree.Call("answered", (tree.Name(dotted),)):
            return Literal(f"answered({dotted})", holds, names, dotted)
        case tree.Comparison("is" | "is not" as op, _, left, tree.YesNoLiteral(value)):
            return Literal(_written(left), holds is (_EQUAL[op] is value), names)
        case tree.Comparison(op, _, left, right) if op in _ORDER:
            base, same = _ORDER[op]
            return Literal(f"({_written(left)} {base} {_written(right)})", holds is same, names)
        case tree.Comparison(op, _, left, right) if op in _EQUAL:
            return Literal(equals(_written(left), _written(right)), holds is _EQUAL[op], names)
        case tree.Membership(negated, left, options):
            among = ", ".join(sorted(map(_written, options)))
            return Literal(f"({_written(left)} among {among})", holds is not negated, names)
    return Literal(_written(part), holds, names)


def looked_for(stated: Stated) -> Iterator[str]:
    """Yield the names an expression asks for with `answered`, or has a value in place of."""
    if "answered" not in stated.text and "default" not in stated.text:
        return
    for part in tree.inside(stated.root):
        match part:
            case tree.Call("answered" | "default", (tree.Name(dotted), *_)):
                yield dotted


def is_answered(name: str) -> Clause:
    """Return what `answered(name)` says."""
    return frozenset((Literal(f"answered({name})", True, frozenset((name,)), name),))


def equals(left: str, right: str) -> str:
    """Return how "is" is written as a fact; a choice's option is written as its name."""
    return f"({left} is {right})"


def _written(part: object) -> str:
    """Return an expression in one spelling, wherever and however it stands."""
    match part:
        case tree.Name(dotted):
            return dotted
        case tree.Clock(word):
            return word
        case tuple():
            return ", ".join(map(_written, part))
    if (names := _SHOWN.get(part.__class__)) is not None:
        return f"({' '.join(_written(getattr(part, name)) for name in names)})"
    return f"{type(part).__name__}:{getattr(part, 'value', part)}"


_BRANCHES = (tree.Unary, tree.Logic, tree.Comparison, tree.Membership, tree.Arithmetic, tree.Call)
_PLACES = ("start", "end", "said")
_SHOWN: Mapping[type, tuple[str, ...]] = {
    kind: tuple(each.name for each in fields(kind) if each.name not in _PLACES)
    for kind in _BRANCHES
}


def _is_clocked(part: Expr) -> bool:
    return any(
        isinstance(each, tree.Clock)
        or (isinstance(each, tree.Call) and len(each.arguments) <= _CLOCKED.get(each.function, 0))
        for each in tree.inside(part)
    )


def beside(stated: Stated, start: int) -> Iterator[tuple[Stated, bool]]:
    """Yield the conditions, and how they are settled, that were looked at before the part that begins at this offset."""
    match stated.root:
        case tree.Logic(op, parts):
            for each in parts:
                if each.start <= start < each.end:
                    yield from beside(stated._replace(root=each), start)
                    return
                yield stated._replace(root=each), op == "and"
        case tree.Unary("not", operand):
            yield from beside(stated._replace(root=operand), start)
        case tree.Call(function, arguments):
            yield from _in_call(stated, function, arguments, start)
        case _:
            return


def _in_call(
    stated: Stated, function: str, arguments: tuple[Expr, ...], start: int
) -> Iterator[tuple[Stated, bool]]:
    """The second value of `default` is only looked at where the first is not there."""
    for each in arguments:
        if each.start <= start < each.end:
            yield from beside(stated._replace(root=each), start)
        elif function == "default":
            given = tree.Call("answered", (each,), each.start, each.end)
            yield stated._replace(root=given), False
