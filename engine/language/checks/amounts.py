"""Where money comes from: what is paid or given back is what a table or a department says, never what a flow or a citizen makes up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from engine.domain.types import ListOf, Money, Record, Type
from engine.language import nodes
from engine.language.checks.ranges import Range, Ranges, tree_of
from engine.language.compiler.dependents import owner_of
from engine.language.compiler.draft import Draft
from engine.language.compiler.layout import Laid
from engine.language.compiler.once import read_type
from engine.language.compiler.scope import rename_tree
from engine.language.expressions import Tree, tree
from engine.language.findings import Finding, error, warning
from engine.language.model.names import items_at
from engine.language.program import Program
from engine.language.source import Span

Part = TypeVar("Part")
DONATION = "donation"
_WHY = "A citizen could be charged an amount that no order sets and no department asks for"
_FREE = "A citizen could have the service for nothing"
_LEAST = "Begin the question's range at 1 or more, as in: type: number(1..5)"
_TABLE = "Put the amount into _fees.yaml, and name it here: fees. and its name"
_BOUND = "Bound it by what the department says is due, as in: type: money(bill.least .. bill.due)"


class Doubt(NamedTuple):
    """Why an amount is not to be trusted, and what to do."""

    message: str
    fix: str


def check_amounts(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield amounts to pay or to give back that stand on nothing, and amounts to pay that a citizen could bring down to nothing."""
    if program is None:
        return
    for laid in draft.laid:
        node = laid.step.said if laid.step.verb == "pay" else laid.step.get("amount")
        if laid.step.verb in ("pay", "refund") and laid.role == "step" and node is not None:
            written = tree_of(node, laid.frame)
            doubt = _Search(draft, program).whole(written)
            place: Span = node.span
            if doubt is not None:
                yield error(laid.frame.path, place, "FEE-611", doubt.message, _WHY, doubt.fix)
            elif written is not None and laid.step.verb == "pay":
                yield from _too_little(laid, place, written, Ranges(draft).of(written.root))


def _too_little(laid: Laid, place: Span, written: Tree, found: Range) -> Iterator[Finding]:
    """Yield a finding where a citizen's own answers make the amount nothing, or less."""
    path, quoted = laid.frame.path, f'"{written.text}"'
    if found.least < 0:
        yield error(path, place, "FEE-612", f"{quoted} may be less than nothing", _FREE, _LEAST)
    elif found.least == 0 and laid.step.get("only_if") is None:
        yield warning(path, place, "FEE-612", f"{quoted} may be nothing", _FREE, _LEAST)


class _Search:
    def __init__(self, draft: Draft, program: Program) -> None:
        self.draft, self.program = draft, program
        self.laid = {each.id: each for each in draft.laid}
        self.ids = frozenset(self.laid)
        self.seen: set[str] = set()

    def whole(self, written: Tree | None) -> Doubt | None:
        """Return why an expression is no trustworthy amount; nothing where it is one."""
        if written is None:
            return None
        found = list(self._doubts(written.root, written))
        if found:
            return found[0]
        if not any(self._is_money(each.dotted) for each in _parts(written.root, tree.Name)):
            return Doubt(f'"{written.text}" is an amount written into the flow', _TABLE)
        return None

    def _doubts(self, part: tree.Expr, written: Tree) -> Iterator[Doubt]:
        units = {
            call.arguments[1]
            for call in _parts(part, tree.Call)
            if call.function == "round" and len(call.arguments) == 2
        }
        for literal in _parts(part, tree.MoneyLiteral):
            if literal.value and literal not in units:
                quoted = written.quote(literal)
                yield Doubt(f'"{quoted}" is an amount written into the flow', _TABLE)
        for name in _parts(part, tree.Name):
            doubt = self._doubt(name.dotted) if self._is_money(name.dotted) else None
            if doubt is not None:
                yield doubt

    def _doubt(self, name: str) -> Doubt | None:
        if name in self.program.computed or name in self.seen:
            return None
        self.seen.add(name)
        if name in self.draft.constants:
            return Doubt(f'"{name}" is an amount written into the file of a member', _TABLE)
        laid = self.laid.get(owner_of(name, self.ids))
        return None if laid is None else self._of_step(name, laid)

    def _of_step(self, name: str, laid: Laid) -> Doubt | None:
        step = laid.step
        match step.verb:
            case "set":
                return self.whole(tree_of(step.said, laid.frame))
            case "ask" if self._kind() == DONATION or self._is_bounded(laid):
                return None
            case "choose":
                return self._row(name, laid)
            case "repeat" if self._kind() == DONATION or all(
                self._is_bounded(laid, item) for item in items_at(step.node, "each")
            ):
                return None
            case "ask" | "repeat":
                return Doubt(f'"{name}" is whatever amount the citizen writes', _BOUND)
            case _:
                return None

    def _row(self, name: str, laid: Laid) -> Doubt | None:
        """The price of a row is a department's where the rows are."""
        rows = laid.step.get("rows")
        if not isinstance(rows, nodes.Scalar) or rows.text.startswith("lists."):
            return Doubt(f'"{name}" comes from a list, which has no days and no orders', _TABLE)
        inner = self.laid.get(owner_of(laid.frame.full(rows.text), self.ids))
        return self._of_step(name, inner) if inner is not None else None

    def _is_bounded(self, laid: Laid, node: nodes.Node | None = None) -> bool:
        """Tell whether the most a citizen may give is itself an amount to be trusted; numbers that are no money count as such."""
        holder = laid.step.node if node is None else node
        kind = holder.get("type") if isinstance(holder, nodes.Mapping) else None
        if not isinstance(kind, nodes.Scalar):
            return True
        notation = read_type(kind.text, kind.span, laid.frame.path)
        if isinstance(notation, Finding) or notation.kind != "money":
            return True
        most = notation.most
        return most is not None and self.whole(rename_tree(most, laid.frame, frozenset())) is None

    def _kind(self) -> str:
        return self.draft.service.kind

    def _is_money(self, name: str) -> bool:
        kind: Type | None = self.program.types.get(name)
        if kind is None:
            owner = owner_of(name, self.ids)
            return name in self.program.computed or _holds_money(self.program.types.get(owner))
        return _holds_money(kind)


def _holds_money(kind: Type | None) -> bool:
    if isinstance(kind, ListOf):
        return _holds_money(kind.item)
    if isinstance(kind, Record):
        return any(map(_holds_money, kind.fields.values()))
    return isinstance(kind, Money)


def _parts(whole: tree.Expr, kind: type[Part]) -> Iterator[Part]:
    """Yield the parts of an expression that are of this kind."""
    return (each for each in tree.inside(whole) if isinstance(each, kind))
