"""One walk over the tree of an expression, in which every part gets its kind and the function that works it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.domain.types import Choice, Money, Record, Type, Word, YesNo, name_of
from engine.language.expressions import (
    arithmetic,
    calls,
    comparisons,
    literal_values,
    operators,
    tree,
)
from engine.language.expressions.env import Run
from engine.language.expressions.guards import sure_if
from engine.language.expressions.kinds import Elapsed, Exact, Kind, describe, fits, is_money
from engine.language.expressions.meaning import UNKNOWN, Meaning, fixed, in_rupees
from engine.language.expressions.scope import Read, Scope, names_in, reader, resolve
from engine.language.expressions.tree import Expr, Tree
from engine.language.findings import Finding, error
from engine.language.nearest import change_to, in_header, nearest, suggest


class Checker:
    """One walk over the tree. rows: shapes of the lists' rows in view, with the list's name; sure: names known to be answered."""

    def __init__(self, written: Tree, scope: Scope) -> None:
        self.written = written
        self.scope = scope
        self.findings: list[Finding] = []
        self.reads: list[Read] = []
        self.rows: list[tuple[str, Record]] = []
        self.sure: frozenset[str] = frozenset()

    def result(self, wanted: Type | None) -> Meaning:
        """Return the meaning of the whole, brought into the form its place asks for."""
        root = self.written.root
        meaning = self.walk(root, wanted)
        if meaning.kind is None:
            return UNKNOWN
        if isinstance(wanted, Money) and meaning.plain:
            meaning = self.rupees(meaning, root)
        if isinstance(meaning.kind, Exact):
            return self.wrong(
                root,
                "EXPR-423",
                f"This gives {describe(meaning.kind)}",
                "Write round( … ) around it",
            )
        if isinstance(meaning.kind, Elapsed):
            return self.wrong(
                root,
                "EXPR-426",
                "The time between two moments can be compared, not kept",
                "Compare it, as in: slot.starts - now is more than 48 hours",
            )
        if meaning.kind and wanted is not None and not fits(meaning.kind, wanted):
            return self.wrong(root, "EXPR-426", *_misfit(wanted, meaning.kind))
        return meaning

    def walk(self, part: Expr, wanted: Kind | None = None) -> Meaning:
        """Return the meaning of a part; wanted: the kind beside it, which lets a bare word be an option."""
        return _WALKS[part.__class__](self, part, wanted)

    def wrong(self, part: Expr, code: str, message: str, fix: str = "", why: str = "") -> Meaning:
        """Note a finding at a part and return the unknown meaning."""
        self.findings.append(
            error(self.written.path, self.written.place(part), code, message, why, fix)
        )
        return UNKNOWN

    def quote(self, part: Expr) -> str:
        """Return a part as it was written."""
        return self.written.quote(part)

    def name(self, part: tree.Name, wanted: Kind | None) -> Meaning:
        if isinstance(wanted, Choice) and part.dotted in wanted.options:
            return fixed(wanted, part.dotted)
        found = self.find(part)
        if found is not None:
            return found
        if isinstance(wanted, Word) and "." not in part.dotted:
            return fixed(wanted, part.dotted)
        if isinstance(wanted, Choice):
            return self.no_option(part, part.dotted, wanted)
        return self.unknown(part)

    def find(self, part: tree.Name) -> Meaning | None:
        """Return the meaning of a name in scope, and note that it is read."""
        for level in range(len(self.rows) - 1, -1, -1):
            listed, row = self.rows[level]
            kind = resolve(row.fields, part.dotted)
            if kind is not None:
                self.note_read(f"{listed}.{part.dotted}", part, row=True)
                return Meaning(kind, reader(part.dotted, kind, level))
        kind = resolve(self.scope, part.dotted)
        if kind is None:
            return None
        self.note_read(part.dotted, part, row=False)
        return Meaning(kind, reader(part.dotted, kind, None))

    def note_read(self, name: str, part: tree.Name, *, row: bool) -> None:
        known = part.dotted in self.sure or any(
            part.dotted.startswith(s + ".") and self.holds_whole(s, part.dotted) for s in self.sure
        )
        self.reads.append(Read(name, part.start, part.end, known, row))

    def holds_whole(self, answered: str, name: str) -> bool:
        """Tell whether an answer that is there has this value for certain, rather than perhaps."""
        holder = resolve(self.scope, answered)
        for field in name.removeprefix(answered + ".").split("."):
            if isinstance(holder, Record):
                if field in holder.optional:
                    return False
                holder = holder.fields.get(field)
        return True

    def unknown(self, part: tree.Name) -> Meaning:
        slip = {"true": "yes", "false": "no"}.get(part.dotted.casefold())
        if slip:
            return self.wrong(
                part, "EXPR-410", f'There is nothing called "{part.dotted}"', f'Write "{slip}"'
            )
        names = [name for name in self.known() if len(name) > 1]
        close = nearest(part.dotted, names)
        fix = (
            change_to(part.dotted, close)
            if close
            else in_header(part.dotted)
            or "Use the id of a step before this one, or put a text in quotes"
        )
        return self.wrong(
            part,
            "EXPR-410",
            f'There is nothing called "{part.dotted}" here',
            fix,
            "The conversation could not go on from here",
        )

    def known(self) -> list[str]:
        """Return every name in view."""
        names = [name for _, row in self.rows for name in names_in(row.fields)]
        return [*names, *names_in(self.scope)]

    def no_option(self, part: Expr, word: str, choice: Choice) -> Meaning:
        return self.wrong(
            part,
            "EXPR-411",
            f'"{word}" is not one of the options here',
            suggest(word, choice.options),
            "This would come out the same, whatever a citizen chooses",
        )

    def unary(self, part: tree.Unary, wanted: Kind | None) -> Meaning:
        if part.op == "-":
            return arithmetic.negative(self, part)
        inner = self.truth(part.operand)
        if inner is None:
            return UNKNOWN
        return Meaning(YesNo(), lambda env: not inner(env))

    def logic(self, part: tree.Logic, wanted: Kind | None) -> Meaning:
        outside = self.sure
        runs = []
        for at, each in enumerate(part.parts):
            lone = at > 0 and self.lone_option(part.parts[at - 1], each)
            runs.append(None if lone else self.truth(each))
            self.sure = self.sure | sure_if(each, so=part.op == "and")
        self.sure = outside
        known = [run for run in runs if run is not None]
        if len(known) < len(runs):
            return UNKNOWN
        join = operators.conjunction if part.op == "and" else operators.disjunction
        return Meaning(YesNo(), join(known))

    def lone_option(self, before: Expr, part: Expr) -> bool:
        """Note an option that stands alone behind "or", as in `trade is fruit or tea`."""
        if not isinstance(before, tree.Comparison) or not isinstance(part, tree.Name):
            return False
        kind = resolve(self.scope, self.quote(before.left))
        word = part.dotted
        if not isinstance(kind, Choice) or word not in kind.options or word in self.scope:
            return False
        first = [self.quote(before.left), self.quote(before.right)]
        fix = f"Write it as: {first[0]} is one of [{first[1]}, {word}]"
        self.wrong(part, "EXPR-410", f'The option "{word}" stands alone here', fix)
        return True

    def truth(self, part: Expr) -> Run | None:
        """Return how to work out a part that must be yes or no."""
        meaning = self.walk(part, YesNo())
        if meaning.kind is None:
            return None
        if not isinstance(meaning.kind, YesNo):
            fix = (
                f"Write what it must be, as in: {self.quote(part)} is …"
                if isinstance(part, tree.Name)
                else "Write a comparison"
            )
            self.wrong(
                part,
                "EXPR-425",
                f'"{self.quote(part)}" is {describe(meaning.kind)}, not yes or no',
                fix,
            )
            return None
        return meaning.run

    def pair(self, first: Expr, second: Expr) -> tuple[Meaning, Meaning]:
        """Return the meanings of two parts that stand beside each other, each helping the other to be understood."""
        if self.needs_help(first) and not self.needs_help(second):
            right = self.walk(second)
            return self.beside(right, first), right
        left = self.walk(first)
        right = self.beside(left, second)
        if left.plain and not right.plain and is_money(right.kind):
            left = self.rupees(left, first)
        return left, right

    def needs_help(self, part: Expr) -> bool:
        """Tell whether a part may be an option's word rather than a value."""
        if isinstance(part, tree.Name):
            rows = any(resolve(row.fields, part.dotted) for _, row in self.rows)
            return not rows and resolve(self.scope, part.dotted) is None
        return isinstance(part, tree.TextLiteral | tree.YesNoLiteral)

    def beside(self, given: Meaning, part: Expr) -> Meaning:
        """Return the meaning of a part next to one already understood: its option, or its amount in rupees."""
        if given.kind is None:
            return UNKNOWN if self.needs_help(part) else self.walk(part)
        meaning = self.walk(part, given.kind)
        if meaning.plain and not given.plain and is_money(given.kind):
            return self.rupees(meaning, part)
        return meaning

    def rupees(self, meaning: Meaning, part: Expr) -> Meaning:
        """Return a plain number as an amount of money."""
        amount = in_rupees(meaning)
        return amount or self.wrong(
            part,
            "EXPR-404",
            "The amount has a part of a paisa",
            "Write at most two digits after the point",
        )


_WALKS: dict[type, Callable[[Checker, Any, Kind | None], Meaning]] = {
    tree.Name: Checker.name,
    tree.NumberLiteral: literal_values.number,
    tree.TextLiteral: literal_values.text,
    tree.YesNoLiteral: literal_values.yes_no,
    tree.PercentLiteral: literal_values.unambiguous,
    tree.MoneyLiteral: literal_values.unambiguous,
    tree.DurationLiteral: literal_values.unambiguous,
    tree.DateLiteral: literal_values.unambiguous,
    tree.TimeLiteral: literal_values.unambiguous,
    tree.Clock: literal_values.clock,
    tree.Unary: Checker.unary,
    tree.Logic: Checker.logic,
    tree.Comparison: comparisons.comparison,
    tree.Membership: comparisons.membership,
    tree.Arithmetic: arithmetic.meaning,
    tree.Call: calls.call,
}


def _misfit(wanted: Type, given: Kind) -> tuple[str, str]:
    """Return why a value is not of the type its place needs, and what to do."""
    if isinstance(wanted, Choice) and isinstance(given, Choice):
        known = ", ".join(wanted.options)
        extra = next((each for each in given.options if each not in wanted.options), "")
        message = f'This may be "{extra}", and here only these can be taken: {known}'
        return message, "Give an answer that has only these options"
    message = f"Here {describe(wanted)} is expected, and this is {describe(given)}"
    if isinstance(wanted, YesNo):
        return message, "Write a comparison, as in: income is less than 1 lakh"
    return message, f"Write something of the type {name_of(wanted)}"
