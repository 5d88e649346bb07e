"""Steps in one row: fragments are laid out where they are used, families are filled in, and every step knows what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from engine.language import nodes
from engine.language.compiler.folding import fold
from engine.language.compiler.given import Given, fill_needs
from engine.language.compiler.once import read_expression
from engine.language.compiler.scope import Frame, rename_tree
from engine.language.compiler.targets import (
    NEXT,
    nothing_follows,
    outcome_findings,
    resolve,
    unknown_target,
)
from engine.language.compiler.world import World
from engine.language.findings import Finding, error
from engine.language.model.flow import StepNode
from engine.language.model.fragment import Fragment
from engine.language.model.names import Name
from engine.language.nearest import suggest_or
from engine.language.source import Span

DEEPEST = 6
"""How many fragments may use each other."""

Role = Literal["step", "gate", "exit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A step in its place.

    next: the step or end that follows it in the file, empty where nothing does; role: `gate` asks a fragment's only_if,
    `exit` is a fragment's way out that says something or goes back; outcome: of an exit; first: of a gate, the step behind it; folded: its
    condition always holds.
    """

    id: str
    frame: Frame
    step: StepNode
    next: str
    role: Role = "step"
    outcome: str = ""
    first: str = ""
    folded: bool = False


@dataclass(slots=True)
class Layout:
    """Lays flows out; languages: of the service; row: what came of it; stopped: a fragment has findings of its own, which are enough;
    left_out: the first step of a fragment that this use of it never does, and what comes in its place."""

    world: World
    constants: dict[str, Any]
    languages: tuple[str, ...]
    row: list[Laid] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    uses: set[str] = field(default_factory=set)
    left_out: dict[str, str] = field(default_factory=dict)
    stopped: bool = False

    def lay(self, steps: tuple[StepNode, ...], frame: Frame, after: str) -> str:
        """Lay steps out, the last one leading to `after`; return the first of them, or `after` where there are none."""
        plans: list[tuple[StepNode, str, bool]] = []
        following = after
        for step in reversed(steps):
            holds = self._holds(step, frame)
            if holds is False:
                frame.entries[step.id.text] = following
                continue
            plans.append((step, following, holds is True))
            following = self._entry(step, frame, always=holds is True)
            frame.entries[step.id.text] = following
        for step, then, always in reversed(plans):
            if step.verb == "use":
                self._use(step, frame, then, always)
            else:
                self.row.append(
                    Laid(
                        id=frame.prefix + step.id.text,
                        frame=frame,
                        step=step,
                        next=then,
                        folded=always,
                    )
                )
        return following

    def settle(self, top: Frame) -> None:
        """Lead past the first steps of fragments that are left out; before, only their names were known."""
        if not self.left_out:
            return
        self.row = [replace(laid, next=self.really(laid.next)) for laid in self.row]
        frames = {id(frame): frame for frame in (top, *(laid.frame for laid in self.row))}
        for frame in frames.values():
            frame.entries = {step: self.really(first) for step, first in frame.entries.items()}
            frame.ends = {end: self.really(led) for end, led in frame.ends.items()}

    def really(self, name: str) -> str:
        """Return the step or end that really comes where this one is named."""
        while name in self.left_out:
            name = self.left_out[name]
        return name

    def _holds(self, step: StepNode, frame: Frame) -> bool | None:
        """Tell whether a step is always or never done; nothing where that depends."""
        node = step.get("only_if")
        if node is None or not isinstance(node, nodes.Scalar) or not self.constants:
            return None
        written = read_expression(node.text, node.span, step.path)
        if isinstance(written, Finding):
            return None
        scope = {name: frame.scope[name] for name in frame.constant_names() if name in frame.scope}
        settled = fold(rename_tree(written, frame, frozenset()), scope, self.constants)
        return settled if isinstance(settled, bool) else None

    def _entry(self, step: StepNode, frame: Frame, *, always: bool) -> str:
        name = frame.prefix + step.id.text
        if step.verb != "use":
            return name
        if step.get("only_if") is not None and not always:
            return f"{name}.entry"
        fragment = self._fragment(step)
        return (
            f"{name}.{fragment.flow.steps[0].id.text}" if fragment and fragment.flow.steps else name
        )

    def _fragment(self, step: StepNode) -> Fragment | None:
        said = step.said
        return self.world.fragments.get(said.text) if isinstance(said, nodes.Scalar) else None

    def _use(self, step: StepNode, frame: Frame, following: str, always: bool) -> None:
        fragment = self._fragment(step)
        if fragment is None:
            self._unknown(step)
            return
        if self._turns_back(fragment.id, frame):
            self._wrong(
                step,
                step.said.span,
                "FLOW-308",
                f'The fragment "{fragment.id}" uses itself',
                "Use another, or write the steps out",
            )
            return
        if fragment.flow.path in self.world.bad:
            self.stopped = True
            return
        self.uses.add(fragment.flow.path)
        name = frame.prefix + step.id.text
        inner = Frame(
            path=fragment.flow.path,
            prefix=f"{name}.",
            outer=frame,
            fragment=fragment.id,
            used_at=step.said.span,
            gives=frozenset(each.text for each in fragment.gives),
        )
        given = Given(step.path, step.get("with"), step.said.span, frame, name, self.languages)
        self.findings += fill_needs(given, fragment.needs, inner, self.constants)
        inner.names |= {each.id.text: inner.prefix + each.id.text for each in fragment.flow.steps}
        exits = self._exits(step, frame, fragment, inner, following)
        good = fragment.outcomes[0].text if fragment.outcomes else ""
        place = len(self.row)
        first = self.lay(fragment.flow.steps, inner, inner.ends.get(good, following))
        named = self._entry(step, frame, always=True)
        if first != named:
            self.left_out[named] = first
        if step.get("only_if") is not None and not always:
            gate = Laid(
                id=f"{name}.entry", frame=frame, step=step, next=following, role="gate", first=first
            )
            self.row.insert(place, gate)
        self.row += exits

    def _exits(
        self, step: StepNode, frame: Frame, fragment: Fragment, inner: Frame, following: str
    ) -> list[Laid]:
        """Say where each of the fragment's ends leads: to a plain target, or to a step that speaks or goes back first."""
        outcomes = [each.text for each in fragment.outcomes]
        self.findings += outcome_findings(step, outcomes, outcomes[1:])
        node = step.get("outcomes")
        written: Mapping[str, nodes.Node] = node.by_name if isinstance(node, nodes.Mapping) else {}
        found = []
        for outcome in outcomes:
            way = written.get(outcome, step.get("then") if outcome == outcomes[0] else None)
            if isinstance(way, nodes.Mapping):
                inner.ends[outcome] = f"{inner.prefix}{outcome}"
                found.append(
                    Laid(
                        id=inner.ends[outcome],
                        frame=frame,
                        step=step,
                        next=following,
                        role="exit",
                        outcome=outcome,
                    )
                )
            elif isinstance(way, nodes.Scalar) and way.text != NEXT:
                inner.ends[outcome] = self._target(Name(way.text, way.span), frame, step)
            else:
                inner.ends[outcome] = self._onward(step, following)
        return found

    def _target(self, name: Name, frame: Frame, step: StepNode) -> str:
        target = resolve(frame, name.text)
        if target is None:
            self.findings.append(unknown_target(frame, name, step.path))
        return target or ""

    def _onward(self, step: StepNode, following: str) -> str:
        if not following:
            self.findings.append(nothing_follows(step))
        return following

    def _turns_back(self, fragment: str, frame: Frame) -> bool:
        outer: Frame | None = frame
        deep = 0
        while outer is not None:
            if outer.fragment == fragment or deep > DEEPEST:
                return True
            outer, deep = outer.outer, deep + 1
        return False

    def _unknown(self, step: StepNode) -> None:
        said = step.said
        name = said.text if isinstance(said, nodes.Scalar) else ""
        self._wrong(
            step,
            said.span,
            "FLOW-307",
            f'There is no fragment called "{name}"',
            suggest_or(name, self.world.fragments, f"Write it: _shared/fragments/{name}.yaml"),
        )

    def _wrong(self, step: StepNode, span: Span, code: str, message: str, fix: str) -> None:
        self.findings.append(
            error(step.path, span, code, message, "The conversation could not go on from here", fix)
        )
