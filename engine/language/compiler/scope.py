"""Which names a stretch of steps can see, what they are called in the whole program, and where its targets lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from engine.domain.types import Type
from engine.language.expressions import Tree, tree
from engine.language.texts import Placeholder, Template

FEE_PARTS = "fee_parts"
"""Where the parts of fees lie: `fees.certificate.late` is `fee_parts.certificate.late`, because `fees.certificate` is an amount itself."""


@dataclass(slots=True, kw_only=True)
class Frame:
    """The steps of a service, or of one use of a fragment.

    prefix: empty, or `home.`; names: of a local name, what it is called in the program; constants: local names with a fixed stored value;
    entries: of a step, the step that really comes first there; ends: of an end, where it leads; scope: types by the program's names;
    gives: the fragment's answers that its caller sees; good: the fragment's first outcome.
    """

    path: str
    prefix: str = ""
    outer: Frame | None = None
    fragment: str = ""
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


Rename = Callable[[str], str]
_E = TypeVar("_E")


def rename_tree(written: Tree, frame: Frame, local: frozenset[str]) -> Tree:
    """Return the expression with the program's names; `local` ones (the row at hand) stay as they are."""

    def rename(name: str) -> str:
        return name if name.partition(".")[0] in local else frame.full(name)

    root = _renamed(written.root, rename)
    return written if root is written.root else replace(written, root=root)


def _renamed(part: _E, rename: Rename) -> _E:
    if isinstance(part, tree.Name):
        name = rename(part.dotted)
        return part if name == part.dotted else replace(part, dotted=name)
    if isinstance(part, tuple):
        items = tuple(_renamed(item, rename) for item in part)
        return part if all(a is b for a, b in zip(part, items, strict=True)) else items  # type: ignore[return-value]
    if not isinstance(part, tree.Unary | tree.Logic | tree.Comparison | tree.Membership | tree.Arithmetic | tree.Call):
        return part
    changed = {}
    for each in fields(part):
        value = getattr(part, each.name)
        if isinstance(value, str | int):
            continue
        new = _renamed(value, rename)
        if new is not value:
            changed[each.name] = new
    return replace(part, **changed) if changed else part


def rename_text(template: Template, frame: Frame, local: frozenset[str]) -> Template:
    """Return the text with the program's names in its placeholders."""
    if not template.names:
        return template
    parts = tuple(_placed(part, frame, local) for part in template.parts)
    return Template(parts, template.path)


def _placed(part: str | Placeholder, frame: Frame, local: frozenset[str]) -> str | Placeholder:
    if isinstance(part, str) or part.name.partition(".")[0] in local:
        return part
    return Placeholder(frame.full(part.name), part.span)
