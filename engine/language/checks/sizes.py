"""How long what a program says can become: each text, each answer as it is shown back, each list of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from engine.domain.rendering import longest_rendering
from engine.domain.types import ListOf, Record, Type
from engine.language.assignment.uses import LINE, PART
from engine.language.compiled import (
    AnyStep,
    AskStep,
    ChooseStep,
    CollectStep,
    ConfirmStep,
    RepeatStep,
    ShownAnswer,
    TreeNode,
)
from engine.language.compiler.draft import Draft, Written
from engine.language.compiler.layout import Laid
from engine.language.expressions.env import Env, Unset
from engine.language.nodes import Scalar
from engine.language.program import Program
from engine.language.steps.repeat import MOST
from engine.language.texts import longest

BULLET = len("• ") + len(": ") + len("\n")
_NUMBERED = len("50. ") + len("\n")
_BETWEEN = len(", ")
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


class Size(NamedTuple):
    """How many characters something can have at most, in whichever language that is most."""

    name: str
    most: int


def sizes_of(draft: Draft, program: Program) -> Sizes:
    """Return the sizes of one service; the draft remembers them."""
    if draft.sizes is None:
        draft.sizes = Sizes(draft, program)
    return draft.sizes


class Sizes:
    """The sizes of one service. Texts that read what is not known there count nothing: they have a finding of their own."""

    def __init__(self, draft: Draft, program: Program) -> None:
        self.draft = draft
        self.program = program
        self._most: dict[int, int] = {}
        self._labels: dict[tuple[str, str], Size] = {}
        self._by_step: dict[str, list[Written]] = {}
        for written in draft.written:
            if written.step:
                self._by_step.setdefault(written.step, []).append(written)

    # -- texts ---------------------------------------------------------------------------------------------------------

    def of(self, step: str) -> list[Written]:
        """Return every text of a step."""
        return self._by_step.get(step, [])

    def question(self, step: str, part: str = "") -> Written | None:
        """Return a step's question; part: of the question for each record."""
        return self._named(step, "question", part)

    def question_size(self, step: AnyStep) -> int:
        """Return how long what is asked can become, with every answer a review shows."""
        own = self.most(self.question(step.id))
        if isinstance(step, ConfirmStep):
            own += sum(BULLET + self.shown(each).most for each in step.shows)
        return own

    def line(self, step: str) -> Written | None:
        """Return how a record is written in a line."""
        return next((each for each in self.of(step) if each.slot == LINE), None)

    def questions(self, step: str, part: str = "") -> int:
        """Return how long a question can be with that of its first level."""
        return sum(map(self.most, self._all_named(step, "question", part)))

    def _named(self, step: str, what: str, part: str = "") -> Written | None:
        return next(self._all_named(step, what, part), None)

    def _all_named(self, step: str, what: str, part: str) -> Iterator[Written]:
        for each in self.of(step):
            inside = each.slot.removeprefix(PART).partition("/")[0] if _is_part(each) else ""
            if each.what == what and inside == part:
                yield each

    def most(self, written: Written | None) -> int:
        """Return how long a text can become."""
        if written is None:
            return 0
        known = self._most.get(id(written))
        if known is None:
            known = 0
            for language, text in written.texts.items():
                known = max(known, longest(text, written.scope, language))
            self._most[id(written)] = known
        return known

    # -- what is chosen from ---------------------------------------------------------------------------------------------

    def label(self, step: ChooseStep, within: str = "") -> Size:
        """Return how long the words of one row can be; nothing for options, whose words have a room of their own."""
        known = self._labels.get((step.id, within))
        if known is None:
            known = self._labels[step.id, within] = self._label(step, within)
        return known

    def _label(self, step: ChooseStep, within: str) -> Size:
        if step.tree is not None:
            return Size(step.id, _longest_label(step.tree))
        if step.rows is None:
            return Size(step.id, 0)
        written = self._named(within or step.id, "label", step.id if within else "")
        if written is not None:
            return Size(_largest(written), self.most(written))
        return Size(step.id, self._listed(step))

    def _listed(self, step: ChooseStep) -> int:
        """Return the longest name of a shared list."""
        laid = self._laid(step.id)
        node = laid.step.get("rows") if laid else None
        name = node.text.removeprefix("lists.") if isinstance(node, Scalar) else ""
        found = self.draft.world.lists.get(name)
        return found.longest_label if found else 0

    # -- what is shown back ----------------------------------------------------------------------------------------------

    def shown(self, answer: ShownAnswer) -> Size:
        """Return how long an answer can be with its title."""
        step = self.program.by_id.get(answer.step)
        return Size(answer.name, self.title(answer) + self._value(answer.type, step))

    def title(self, answer: ShownAnswer) -> int:
        """Return how long what an answer is called can be; a value nobody was asked for is called by its name."""
        if not answer.step:
            return len(answer.name)
        return self.most(self._named(answer.step, "title") or self.question(answer.step))

    def _value(self, kind: Type, step: AnyStep | None) -> int:
        match step:
            case RepeatStep():
                return self.records(step).most
            case CollectStep():
                return sum(_widest(paper.label) + _BETWEEN for paper in step.papers)
            case ChooseStep() if isinstance(kind, Record):
                levels = max(1, len(step.levels))
                return levels * (self.label(step).most + _BETWEEN)
            case _ if isinstance(kind, Record | ListOf):
                return 0
            case _:
                return max(longest_rendering(kind, language) for language in self.draft.languages)

    def records(self, step: RepeatStep) -> Size:
        """Return how long a list of records can be, a line each."""
        line = _NUMBERED + self.most(self.line(step.id))
        return Size(step.id, self._most_records(step) * line)

    def _most_records(self, step: RepeatStep) -> int:
        """Return how many records a list can have: what the question for their number allows, where one is asked."""
        laid = self._laid(step.id)
        node = laid.step.get("count") if laid else None
        name = laid.frame.full(node.text) if laid and isinstance(node, Scalar) else ""
        asked = self.program.by_id.get(name)
        if step.count is None or not isinstance(asked, AskStep):
            return step.most if step.most <= MOST else 0  # longer lists have a finding of their own
        try:
            bound = asked.bounds(Env(self.program.constants, _ANY_DAY, self.program.calendar)).most
        except (Unset, KeyError, TypeError):  # the bound reads another answer
            return step.most
        if not isinstance(bound, int):
            return step.most
        return bound if bound <= step.most else 0

    def _laid(self, step: str) -> Laid | None:
        return next((each for each in self.draft.laid if each.id == step), None)


def _is_part(written: Written) -> bool:
    return written.slot.startswith(PART)


def _largest(written: Written) -> str:
    names = [name.name for text in written.texts.values() for name in text.names]
    return next(iter(names), written.step)


def _longest_label(tree: TreeNode) -> int:
    own = _widest(tree.label)
    return max([own, *map(_longest_label, tree.children)])


def _widest(label: Mapping[str, str]) -> int:
    return max(map(len, label.values()), default=0)
