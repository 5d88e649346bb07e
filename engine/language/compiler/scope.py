"""Which names a stretch of steps can see, what they are called in the whole program, and where its targets lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import is_
from typing import Any

from engine.domain.types import Choice, Choices, Type
from engine.language.expressions import Tree, resolve, tree
from engine.language.source import START, Span
from engine.language.texts import Placeholder, Template, template_of

FEE_PARTS = "fee_parts"
"""Where the parts of fees lie: `fees.certificate.late` is `fee_parts.certificate.late`, because `fees.certificate` is an amount itself."""


@dataclass(slots=True, kw_only=True)
class Frame:
    """The steps of a service, or of one use of a fragment.

    prefix: empty, or `home.`; used_at: where the fragment is named; names: of a local name, what it is called in the program;
    constants: local names with a fixed stored value; entries: of a step, the step that really comes first there;
    ends: of an end, where it leads; scope: types by the program's names; gives: the fragment's answers that its caller sees.
    """

    path: str
    prefix: str = ""
    outer: Frame | None = None
    fragment: str = ""
    used_at: Span = START
    names: dict[str, str] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)
    scope: dict[str, Type] = field(default_factory=dict)
    gives: frozenset[str] = frozenset()

    def full(self, name: str) -> str:
        """Return what a dotted name of this stretch is called in the program."""
        root, dot, rest = name.partition(".")
        if root == "fees" and rest.count("."):
            return f"{FEE_PARTS}.{rest}"
        known = self.names.get(root)
        return name if known is None else known + dot + rest

    def declare(self, local: str, kind: Type) -> None:
        """Make a step's value known here, and to the callers that may see it."""
        self.scope[self.prefix + local] = kind
        if self.outer is not None and local in self.gives:
            self.outer.declare(self.prefix.removeprefix(self.outer.prefix) + local, kind)

    def constant_names(self) -> frozenset[str]:
        """Return the program's names of the fixed values."""
        return frozenset(self.full(name) for name in self.constants)


def rename_tree(
    written: Tree, frame: Frame, local: frozenset[str], options: tuple[str, ...] = ()
) -> Tree:
    """Return the expression with the program's names.

    local: names that stay as they are (the row at hand); options: words that the whole may be, rather than names.
    """
    if isinstance(written.root, tree.Name) and written.root.dotted in options:
        return written
    if not frame.names and "fees." not in written.text:
        return written
    root = _Renaming(frame, local).part(written.root)
    if root is written.root:
        return written
    return Tree(root, written.text, written.span, written.path)


class _Renaming:
    """One walk over an expression; the options of a choice beside them are words, no names."""

    def __init__(self, frame: Frame, local: frozenset[str]) -> None:
        self.frame = frame
        self.local = local

    def full(self, name: str) -> str:
        return name if name.partition(".")[0] in self.local else self.frame.full(name)

    def part(self, part: Any) -> Any:
        if isinstance(part, tree.Name):
            name = self.full(part.dotted)
            return part if name == part.dotted else tree.Name(name, part.start, part.end)
        names = tree.PARTS.get(part.__class__)
        if names is None:
            return part
        kept = self.options_beside(part)
        changed: dict[str, Any] = {}
        for name in names:
            held = getattr(part, name)
            if isinstance(held, tuple):
                new = tuple(self.inner(each, kept) for each in held)
                if not all(map(is_, new, held)):
                    changed[name] = new
            elif (renamed := self.inner(held, kept)) is not held:
                changed[name] = renamed
        return replace(part, **changed) if changed else part

    def inner(self, part: Any, kept: tuple[str, ...]) -> Any:
        if isinstance(part, tree.Name) and part.dotted in kept:
            return part
        return self.part(part)

    def options_beside(self, part: Any) -> tuple[str, ...]:
        if not isinstance(part, tree.Comparison | tree.Membership):
            return ()
        sides = (part.left, part.right) if isinstance(part, tree.Comparison) else (part.left,)
        kinds = (
            resolve(self.frame.scope, self.full(side.dotted))
            for side in sides
            if isinstance(side, tree.Name)
        )
        return next((kind.options for kind in kinds if isinstance(kind, Choice | Choices)), ())


def names_of(whole: tree.Expr) -> Iterator[str]:
    """Yield every name, or bare word, in an expression."""
    return (each.dotted for each in tree.inside(whole) if isinstance(each, tree.Name))


def rename_text(template: Template, frame: Frame, local: frozenset[str]) -> Template:
    """Return the text with the program's names in its placeholders."""
    if not template.names:
        return template
    parts = tuple(_placed(part, frame, local) for part in template.parts)
    return template_of(parts, template.path)


def _placed(part: str | Placeholder, frame: Frame, local: frozenset[str]) -> str | Placeholder:
    if isinstance(part, str) or part.name.partition(".")[0] in local:
        return part
    return Placeholder(frame.full(part.name), part.span, part.name)
