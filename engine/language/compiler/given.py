"""What a service gives to a fragment it uses, or a member to its family: answers under other names, or fixed values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from engine.domain import types
from engine.domain.duration import parse_duration
from engine.domain.types import Type, name_of
from engine.language import nodes
from engine.language.compiler.given_words import check_words
from engine.language.compiler.scope import Frame
from engine.language.findings import Finding, error
from engine.language.model.fees import read_rupees
from engine.language.model.names import Name
from engine.language.model.value_types import AMOUNTS
from engine.language.nearest import suggest
from engine.language.source import Span


class Given(NamedTuple):
    """A `with:`. span: its place, or that of what needs it; frame: whose names its answers have; key: a name for fixed values;
    languages: in which words must be given."""

    path: str
    node: nodes.Node | None
    span: Span
    frame: Frame | None
    key: str
    languages: tuple[str, ...] = ()

    def entries(self) -> Iterator[tuple[Name, nodes.Node]]:
        """Yield what is given by name; in a list, each answer under the last part of its name."""
        if isinstance(self.node, nodes.Mapping):
            for key, value in self.node.entries:
                yield Name(key.text, key.span), value
        elif isinstance(self.node, nodes.Sequence):
            for item in self.node.items:
                if isinstance(item, nodes.Scalar):
                    yield Name(item.text.rpartition(".")[2], item.span), item


def fill_needs(
    given: Given, needs: Mapping[str, Type], inner: Frame, constants: dict[str, Any]
) -> list[Finding]:
    """Give an inner frame its needs: renamed answers, or fixed values that are added to `constants`."""
    findings, seen = [], set()
    for name, node in given.entries():
        kind = needs.get(name.text)
        if kind is None:
            fix = suggest(name.text, [need for need in needs if need not in seen])
            findings.append(
                error(
                    given.path,
                    name.span,
                    "FLOW-331",
                    f'Nothing called "{name.text}" is needed here',
                    "",
                    fix or "Delete it",
                )
            )
            continue
        seen.add(name.text)
        findings += _fill(given, name, node, kind, inner, constants)
    missing = [need for need in needs if need not in seen]
    if missing and not findings:
        listed = ", ".join(f'"{need}"' for need in missing)
        findings.append(
            error(
                given.path,
                given.span,
                "FLOW-332",
                f"{listed} is needed here and not given",
                "",
                f"Add to with: {missing[0]}: …",
            )
        )
    return findings


def _fill(
    given: Given, name: Name, node: nodes.Node, kind: Type, inner: Frame, constants: dict[str, Any]
) -> list[Finding]:
    frame = given.frame
    if frame is not None and isinstance(node, nodes.Scalar) and not node.quoted:
        root = node.text.partition(".")[0]
        if root in frame.constants and root == node.text:
            inner.names[name.text] = frame.full(root)
            inner.constants[name.text] = frame.constants[root]
            inner.scope[frame.full(root)] = frame.scope[frame.full(root)]
            return []
        if root in frame.entries or root in frame.names:
            inner.names[name.text] = frame.full(node.text)
            return []
    value = fixed_value(kind, node)
    if value is None:
        message = f'"{name.text}" is a {name_of(kind)}, and this is not one'
        fix = "Write a value of that type, or the name of an answer"
        return [error(given.path, node.span, "FLOW-333", message, "", fix)]
    key = f"{given.key.replace('.', '__')}__{name.text}" if given.key else name.text
    inner.names[name.text] = key
    inner.constants[name.text] = value
    inner.scope[key] = kind
    if kind is not AMOUNTS:
        constants[key] = value
    return [*check_words(given.path, name, node, kind, given.languages)]


def fixed_value(kind: Type, node: nodes.Node) -> Any:
    """Return the stored form of a value that is written out, or None where it does not fit the type."""
    if isinstance(kind, types.Label):
        return nodes.to_plain(node) if isinstance(node, nodes.Mapping) else None
    if kind is AMOUNTS:
        return node if isinstance(node, nodes.Sequence) else None
    if not isinstance(node, nodes.Scalar):
        return None
    if isinstance(kind, types.Choice):
        return node.text if node.text in kind.options else None
    read = _FIXED.get(type(kind))
    return read(node.text) if read else None


def _whole(text: str) -> int | None:
    return int(text) if text.removeprefix("-").isdecimal() else None


_FIXED: Mapping[type, Callable[[str], Any]] = {
    types.Word: str,
    types.Text: str,
    types.Number: _whole,
    types.Money: read_rupees,
    types.YesNo: {"yes": True, "no": False, "true": True, "false": False}.get,
    types.Date: str,
    types.Time: str,
    types.Duration: lambda text: text if parse_duration(text) else None,
}
