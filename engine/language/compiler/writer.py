"""Turns the words, conditions and values of one step into functions, and notes which names they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.domain.duration import parse_duration
from engine.domain.types import Choice, Type, YesNo
from engine.language import nodes
from engine.language.compiled import (
    Condition,
    Route,
    Text,
    Value,
    Words,
)
from engine.language.compiler.draft import Written, always_saying
from engine.language.compiler.folding import fold
from engine.language.compiler.given import Given
from engine.language.compiler.noting import Noting, stated_of
from engine.language.compiler.once import read_expression, read_text
from engine.language.compiler.scope import names_of, rename_text, rename_tree
from engine.language.compiler.targets import end_asked_again, resolve, unknown_target
from engine.language.expressions import Checked, Env, Tree, check
from engine.language.findings import Finding
from engine.language.model.names import Name
from engine.language.model.sidecar import path_of
from engine.language.nearest import suggest
from engine.language.source import Span
from engine.language.texts import Template, check_text, compile_text

MONTH_S, YEAR_S = 30 * 86_400, 365 * 86_400


class Writer(Noting):
    """Compiles for one step in its frame.

    local: names beside the frame's (the row at hand); reads: the program's names that were read; computed: those among them that are
    worked out when read; weighed: what conditions read. `aside()` gives a writer whose reads do not count for this step's answer.
    step, slot, under: where and when what is written now will be read (no step: never while a case runs).
    """

    def aside(self, local: Mapping[str, Type] | None = None) -> Writer:
        """Return a writer for the same step whose reads are noted apart; computed values are shared."""
        if not local:
            other = self.same()
            other.reads = set()
            return other
        other = Writer(self.draft, self.frame, {**self.beside, **local})
        other.computed, other.weighed = self.computed, self.weighed
        other.step, other.slot, other.under = self.step, self.slot, self.under
        return other

    def within(self, local: Mapping[str, Type]) -> Writer:
        """Return a writer that also sees these names; all it reads counts here."""
        other = self.aside(local)
        other.reads = self.reads
        return other

    def unsaid(self) -> Writer:
        """Return the same writer for what may be missing when it is read: its reader knows what to do then."""
        other = self.same()
        other.step = ""
        return other

    def at(self, slot: str) -> Writer:
        """Return the same writer for another moment of the step."""
        other = self.same()
        other.slot = self.within_part(slot)
        return other

    def where(self, slot: str, *, holds: bool) -> Writer:
        """Return the same writer for what is only read when the condition of this slot is settled so."""
        stated = self.draft.conditions.get((self.step, self.within_part(slot)))
        other = self.same()
        if stated is not None:
            other.under = (*self.under, (stated, holds))
        return other

    # -- words ---------------------------------------------------------------------------------------------------------

    def text(
        self, node: nodes.Node | None, room: int = 0, what: str = "text", skip: Iterable[str] = ()
    ) -> Text:
        """Return a text in every language of the service. room: the most characters; skip: keys that are no language."""
        if not isinstance(node, nodes.Mapping):
            return {}
        templates: dict[str, Template] = {}
        spans: dict[str, Span] = {}
        fills: dict[str, Words] = {}
        for key, value in node.entries:
            language = key.text
            spans[language] = value.span
            if language in skip or not isinstance(value, nodes.Scalar):
                continue
            if "{" not in value.text and "}" not in value.text:
                templates[language] = Template((value.text,), path_of(value, self.frame.path))
                fills[language] = always_saying(value.text)
                continue
            template = self._template(value)
            fills[language] = (
                _nothing if template is None else compile_text(template, self.scope, language)
            )
            if template is not None:
                templates[language] = template
        self.draft.written.append(
            Written(
                self.frame.path,
                node.span,
                templates,
                spans,
                self.scope,
                room,
                what,
                self.step,
                self.slot,
            )
        )
        return fills

    def _template(self, value: nodes.Scalar) -> Template | None:
        read = read_text(value.text, value.span, path_of(value, self.frame.path))
        if isinstance(read, Finding):
            self.draft.findings.append(read)
            return None
        read = rename_text(read, self.frame, self.local)
        names = [placeholder.name for placeholder in read.names]
        if self.draft.broken and any(map(self.draft.is_broken, names)):
            return None
        findings = check_text(read, self.scope)
        self.draft.findings += findings
        for placeholder in read.names:
            self.note(placeholder.name)
            self.use(placeholder.name, placeholder.span, path=read.path)
        return None if findings else read

    # -- conditions and values -----------------------------------------------------------------------------------------

    def condition(self, node: nodes.Node | None, slot: str = "") -> Condition | bool:
        """Return the condition as a function, or how it is settled already; True where there is none.

        slot: where it decides something of the step, under which it is remembered.
        """
        if not isinstance(node, nodes.Scalar):
            return True
        written = self.tree(node)
        if written is None:
            return True
        if self.draft.constants:
            settled = fold(written, self.scope, self.draft.constants)
            if isinstance(settled, bool):
                return settled
            written = settled
        checked = self.checked(written, YesNo())
        if checked is not None:
            self.weigh(checked.reads)
        if checked is not None and slot and self.step:
            self.draft.conditions[self.step, self.within_part(slot)] = stated_of(
                written, checked.reads
            )
        return checked.run if checked else True

    def tree(self, node: nodes.Scalar, wanted: Type | None = None) -> Tree | None:
        """Return the expression that stands here, with the program's names."""
        written = read_expression(node.text, node.span, self.frame.path)
        if isinstance(written, Finding):
            self.draft.findings.append(written)
            return None
        return rename_tree(
            written, self.frame, self.local, wanted.options if isinstance(wanted, Choice) else ()
        )

    def checked(self, written: Tree, wanted: Type | None) -> Checked | None:
        """Return an expression that makes sense, its reads noted; or nothing, with findings."""
        if self.draft.broken and any(map(self.draft.is_broken, names_of(written.root))):
            self.reads.update(names_of(written.root))
            return None
        checked = check(written, self.scope, wanted)
        for read in checked.reads:
            self.note(read.name)
        self.use_all(written, checked.reads)
        if checked.findings or checked.kind is None:
            self.draft.findings += checked.findings
            return None
        return checked

    def value(self, node: nodes.Node | None, wanted: Type | None = None) -> Value:
        """Return what gives the stored form of a value."""
        return self.typed_value(node, wanted)[0]

    def typed_value(
        self, node: nodes.Node | None, wanted: Type | None = None
    ) -> tuple[Value, Type | None]:
        """Return what gives the stored form of a value, and its type where it makes sense."""
        if not isinstance(node, nodes.Scalar):
            return _none, None
        written = self.tree(node, wanted)
        checked = self.checked(written, wanted) if written else None
        return (checked.stored(), checked.kind) if checked else (_none, None)

    def tree_value(self, written: Tree | None, wanted: Type) -> Value | None:
        """Return what gives the stored form of an expression that was read already."""
        if written is None:
            return None
        checked = self.checked(rename_tree(written, self.frame, self.local), wanted)
        return checked.stored() if checked else _none

    def needs(
        self, node: nodes.Node | None, wanted: Mapping[str, Type], span: Span
    ) -> dict[str, Value]:
        """Return the values a `with:` gives, each of the type that is wanted; span: of what needs them."""
        found: dict[str, Value] = {}
        known = True
        for name, value in Given(self.frame.path, node, span, None, "").entries():
            kind = wanted.get(name.text)
            if kind is None:
                known = False
                left = [need for need in wanted if need not in found]
                self._not_needed(name, left)
            else:
                found[name.text] = self.value(value, kind)
        missing = [need for need in wanted if need not in found]
        if missing and known:
            listed = ", ".join(f'"{need}"' for need in missing)
            self.wrong(
                span,
                "FLOW-332",
                f"{listed} is needed here and not given",
                f"Add to with: {missing[0]}",
            )
        return found

    def _not_needed(self, name: Name, left: list[str]) -> None:
        self.wrong(
            name.span,
            "FLOW-331",
            f'Nothing called "{name.text}" is needed here',
            suggest(name.text, left) or "Delete it",
        )

    # -- the way on ----------------------------------------------------------------------------------------------------

    def target(self, name: Name, onward: str) -> str:
        """Return the step or end a name leads to; onward: what `next` means here."""
        if name.text == "next":
            return onward
        found = resolve(self.frame, name.text)
        if found is None:
            self.draft.findings.append(unknown_target(self.frame, name, self.frame.path))
        return found or ""

    def route(self, node: nodes.Mapping, onward: str) -> Route:
        """Return where an outcome written as a block leads."""
        say = node.get("say")
        text = self.text(say) if say is not None else None
        again, then = node.get("again"), node.get("then")
        if isinstance(again, nodes.Scalar):
            target = self._again(Name(again.text, again.span))
            otherwise, most = node.get("else"), node.get("at_most")
            return Route(
                then=target,
                say=text,
                again=True,
                at_most=most.value
                if isinstance(most, nodes.Scalar) and isinstance(most.value, int)
                else 0,
                otherwise=self.target(Name(otherwise.text, otherwise.span), onward)
                if isinstance(otherwise, nodes.Scalar)
                else "",
            )
        if isinstance(then, nodes.Scalar):
            return Route(then=self.target(Name(then.text, then.span), onward), say=text)
        return Route(then=onward, say=text)

    def _again(self, name: Name) -> str:
        """A way back names the step itself, also where that is a whole fragment."""
        if name.text in self.frame.ends and name.text not in self.frame.entries:
            self.draft.findings.append(end_asked_again(name, self.frame.path))
        elif name.text not in self.frame.entries:
            self.target(name, "")
        return self.frame.prefix + name.text

    def seconds(self, node: nodes.Node | None, otherwise: int = 0) -> int:
        """Return a length of time in seconds; months count 30 days and years 365."""
        written = parse_duration(node.text) if isinstance(node, nodes.Scalar) else None
        if written is None:
            return otherwise
        if written.seconds is not None:
            return written.seconds
        each = {"months": MONTH_S, "years": YEAR_S, "working_days": 86_400, "working_hours": 3_600}
        return written.amount * each[written.unit]


def _nothing(_values: Mapping[str, Any]) -> str:
    return ""


def _none(_env: Env) -> Any:
    return None
