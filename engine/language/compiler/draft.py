"""A program in the making: what is known of its names, and everything found on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.domain.types import Type
from engine.language.assignment.literals import Stated
from engine.language.assignment.uses import Use
from engine.language.compiled import ShownAnswer, Text, Value, Words
from engine.language.compiler.layout import Laid
from engine.language.compiler.scope import Frame
from engine.language.compiler.shared_ends import SharedEnd
from engine.language.compiler.world import World
from engine.language.expressions import Scope
from engine.language.findings import Finding, error
from engine.language.model.flow import Flow
from engine.language.model.service import Service
from engine.language.program import Price
from engine.language.source import Span
from engine.language.texts import Fixed, Template

if TYPE_CHECKING:
    from engine.language.assignment.certain import Certain
    from engine.language.checks.sizes import Sizes


class Written(NamedTuple):
    """A text as it stands in a file. spans: of each language; room: the most characters it may take, 0 where nothing is known; step, slot:
    where and when it is said, as in `assignment.uses`; no step: not while a case runs."""

    path: str
    span: Span
    texts: Mapping[str, Template]
    spans: Mapping[str, Span]
    scope: Scope
    room: int
    what: str
    step: str = ""
    slot: str = ""


@dataclass(slots=True, kw_only=True)
class Draft:
    """One service on its way to a program.

    top: the frame of the service itself; flow: its steps and ends, or its family's; shared_ends: those beside it that it may name, and
    once its steps are built, those it leads to; uses: the files it is made from;
    computed_reads: what each computed value reads; reads: by step, what its question or request reads; asked: how each answer is shown;
    uses_in: by step, end or computed value, each place that reads an answer; conditions: those that decide something, by step and slot;
    price: the fee of a table that a step asks for as it is;
    broken: names whose own step has a finding: what reads them is not spoken of again; certain, sizes: see
    `assignment.certain` and `checks.sizes`, once they are known.
    """

    world: World
    service: Service
    flow: Flow
    languages: tuple[str, ...]
    top: Frame
    shared_ends: dict[str, SharedEnd] = field(default_factory=dict)
    laid: list[Laid] = field(default_factory=list)
    later_firsts: dict[str, str] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    computed: dict[str, Value] = field(default_factory=dict)
    computed_reads: dict[str, frozenset[str]] = field(default_factory=dict)
    reads: dict[str, frozenset[str]] = field(default_factory=dict)
    asked: dict[str, ShownAnswer] = field(default_factory=dict)
    uses_in: dict[str, list[Use]] = field(default_factory=dict)
    conditions: dict[tuple[str, str], Stated] = field(default_factory=dict)
    written: list[Written] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    uses: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    price: Price | None = None
    certain: Certain | None = None
    sizes: Sizes | None = None

    def wrong(
        self, path: str, span: Span, code: str, message: str, fix: str = "", why: str = ""
    ) -> None:
        """Note what is wrong."""
        self.findings.append(error(path, span, code, message, why, fix))

    def is_broken(self, name: str) -> bool:
        """Tell whether a name belongs to a step that could not be understood."""
        return any(name == each or name.startswith(each + ".") for each in self.broken)

    def ids(self) -> frozenset[str]:
        """Return the ids of every step in the row."""
        return frozenset(each.id for each in self.laid)


def always_saying(words: str) -> Words:
    """Return what says the same whatever the answers."""
    return Fixed(words)


def same_words(words: str, languages: tuple[str, ...]) -> Text:
    """Return a text that is the same in every language."""
    return dict.fromkeys(languages, always_saying(words))
