"""<service>.test.yaml: conversations as they should go, told line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from engine.language import nodes
from engine.language.findings import Finding
from engine.language.model.names import Name, items_at, mapping_at, name_at, names_at, text_at
from engine.language.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a dialogue."""

    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenTypes(Line):
    """The citizen types words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenTaps(Line):
    """The citizen taps an option by its name (or a row or "yes" by its words)."""

    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenSends(Line):
    """The citizen sends a file. kind: `photo`, `document` or `voice`."""

    kind: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenPins(Line):
    """The citizen sends a place on the map."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StandsAt(Line):
    """The question that must stand now."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerDecides(Line):
    """An officer acts. decision: approve, reject, forward, send_down, close, ask_back; answers: what is asked back."""

    decision: str
    reason: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePasses(Line):
    """So much time passes; duration: as written."""

    duration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComesBack(Line):
    """The citizen takes up something of `later`."""

    later: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Says(Line):
    """Words that must have been said since the citizen's last line."""

    words: str


AnyLine: TypeAlias = (
    CitizenTypes
    | CitizenTaps
    | CitizenSends
    | CitizenPins
    | StandsAt
    | OfficerDecides
    | TimePasses
    | ComesBack
    | Says
)


Lines: TypeAlias = Mapping[int, tuple[AnyLine, ...]]
"""What items of conversations say, by the identity of their nodes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One conversation. path: its file; now: when it begins, as written; world: by operation (or verb), examples or outcomes in order;
    ends: the end it must reach, or none; answers: stored values that must stand at the end, by dotted name; not_understood: where
    nonsense must lead at every question it comes to, or none where that is not tried."""

    it: str
    path: str
    span: Span
    language: str
    now: str
    world: Mapping[str, tuple[str, ...]]
    talk: tuple[AnyLine, ...]
    ends: Name | None
    answers: Mapping[str, Any] = field(default_factory=dict)
    not_understood: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFile:
    """The conversations of one service, or those its family has for it. findings: words of theirs that the service does not have."""

    path: str
    service: str
    scenarios: tuple[Scenario, ...]
    findings: tuple[Finding, ...] = ()


def read_scenarios(
    node: nodes.Mapping, path: str, service: str, known: Lines = MappingProxyType({})
) -> ScenarioFile:
    """Return the conversations a test file tells. known: lines that were read already."""
    lost = name_at(node, "not_understood")
    found = tuple(
        _scenario(item, path, lost, known)
        for item in items_at(node, "scenarios")
        if isinstance(item, nodes.Mapping)
    )
    return ScenarioFile(path=path, service=service, scenarios=found)


def _scenario(node: nodes.Mapping, path: str, lost: Name | None, known: Lines) -> Scenario:
    world, answers = mapping_at(node, "world"), node.get("answers")
    return Scenario(
        it=text_at(node, "it"),
        path=path,
        span=node.span,
        language=text_at(node, "language"),
        now=text_at(node, "now"),
        world={name: _in_order(part) for name, part in world.by_name.items()} if world else {},
        talk=tuple(
            line
            for item in items_at(node, "talk")
            if isinstance(item, nodes.Mapping)
            for line in known.get(id(item)) or lines_of(item)
        ),
        ends=name_at(node, "ends"),
        answers=nodes.to_plain(answers) if answers else {},
        not_understood=lost,
    )


def _in_order(node: nodes.Node) -> tuple[str, ...]:
    if isinstance(node, nodes.Sequence):
        return tuple(item.text for item in node.items if isinstance(item, nodes.Scalar))
    return (node.text,) if isinstance(node, nodes.Scalar) else ()


def lines_of(node: nodes.Mapping) -> tuple[AnyLine, ...]:
    """Return what an item of a conversation says."""
    return tuple(_LINES[key.text](value) for key, value in node.entries if key.text in _LINES)


def _words(node: nodes.Node) -> str:
    return node.text if isinstance(node, nodes.Scalar) else ""


def _citizen(node: nodes.Node) -> AnyLine:
    if not isinstance(node, nodes.Mapping):
        return CitizenTypes(span=node.span, text=_words(node))
    for kind in ("photo", "document", "voice"):
        if node.get(kind):
            return CitizenSends(span=node.span, kind=kind, file=text_at(node, kind))
    if node.get("place"):
        latitude, longitude = (float(name.text) for name in names_at(node, "place"))
        return CitizenPins(span=node.span, latitude=latitude, longitude=longitude)
    return CitizenTaps(span=node.span, option=text_at(node, "tap"))


def _officer(node: nodes.Node) -> AnyLine:
    if not isinstance(node, nodes.Mapping):
        return OfficerDecides(span=node.span, decision=_words(node))
    if node.get("ask_back"):
        answers = tuple(name.text for name in names_at(node, "ask_back"))
        return OfficerDecides(
            span=node.span, decision="ask_back", reason=text_at(node, "reason"), answers=answers
        )
    decision = node.entries[0][0].text
    return OfficerDecides(span=node.span, decision=decision, reason=text_at(node, decision))


_LINES: Mapping[str, Callable[[nodes.Node], AnyLine]] = {
    "citizen": _citizen,
    "officer": _officer,
    "at": lambda node: StandsAt(span=node.span, step=_words(node)),
    "after": lambda node: TimePasses(span=node.span, duration=_words(node)),
    "later": lambda node: ComesBack(span=node.span, later=_words(node)),
    "says": lambda node: Says(span=node.span, words=_words(node)),
}
"""What stands before the colon of a line, and how the rest is read."""
