"""Between two answers a citizen is sent at most two messages: proved on every way, as the interpreter joins words before it sends.

Words travel with what follows them: with a question or a file where both fit into 1,024 characters, with an end always. So a run of steps
without a wait for the citizen is one message for each file, one for the question or the end behind it, and one more wherever words do
not fit beside what follows. What would be a third message waits ten seconds (`engine/interpreter/bounds.py`) and comes after the
question it belongs before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.domain.limits import BUTTONS_BODY, CAPTION, TEXT_BODY
from engine.language.assignment.certain import Certain, certain_of
from engine.language.assignment.leaving import PASSED, Way, leave
from engine.language.assignment.state import State
from engine.language.checks.sizes import Sizes, sizes_of
from engine.language.compiled import (
    AnyStep,
    ApproveStep,
    AskStep,
    ChooseStep,
    CollectStep,
    ConfirmStep,
    IssueStep,
    Label,
    PayStep,
    RepeatStep,
    SayStep,
    SendStep,
    WaitStep,
)
from engine.language.compiler.draft import Draft
from engine.language.compiler.graph import firsts, targets
from engine.language.compiler.shared_ends import named_at
from engine.language.findings import Finding, error
from engine.language.program import Program
from engine.language.source import Span

MESSAGES = 2
"""As `engine/interpreter/bounds.py` keeps it."""

FILES = (SendStep, IssueStep)
WAITS = (AskStep, ChooseStep, ConfirmStep, RepeatStep, CollectStep, PayStep, ApproveStep, WaitStep)
"""Here a turn of the citizen, of officers or of the clock begins. A call, a booking or a case's number is there in seconds."""

OWN_WORDS = 240
"""What the engine itself may say on the way (how an answer was understood, that money came), at most; each stands with words of ours."""

MOST_VISITS = 2_000
"""Beyond so many points of a service conditions are no longer told apart: a way may then be shown that no citizen can take."""

NONE = "none"
_TOO_MANY = TEXT_BODY + 1
"""More words than this are no longer counted: they fit nowhere."""


class _Point(NamedTuple):
    """A place on a run. words: characters said and not sent yet; sent: the steps whose messages went out, with what each of them is."""

    at: str
    state: State
    words: int
    sent: tuple[tuple[str, str], ...]


def check_turns(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield, for each step that brings a third message, one run on which it does."""
    if program is not None:
        ahead = _followed(draft, program)
        if ahead:
            yield from _Runs(draft, program, ahead).findings()


def _followed(draft: Draft, program: Program) -> frozenset[str]:
    """Return the steps from which runs are followed: those that lead to a file; all, where the words alone may be too many.

    Where all words of a service together fit into one message, a run without a file has at most that one, and a list behind it.
    """
    if not _words_fit(draft, program):
        return frozenset(program.by_id)
    found = {step.id for step in program.steps if isinstance(step, FILES)}
    begins = firsts(program) if found else {}
    grown = bool(found)
    while grown:
        grown = False
        for step in reversed(program.steps):
            if step.id not in found and any(
                begins.get(each, each) in found for each in _within_a_run(step)
            ):
                found.add(step.id)
                grown = True
    return frozenset(found)


def _words_fit(draft: Draft, program: Program) -> bool:
    """Whether all that can be said on the way, with the longest end or question behind it, is one message."""
    sizes, on_the_way, behind = sizes_of(draft, program), OWN_WORDS, 0
    for written in draft.written:
        if written.what not in ("text", "hint") or written.step in program.ends:
            behind = max(behind, sizes.most(written))
        else:
            on_the_way += sizes.most(written)
    for step in program.steps:
        if isinstance(step, ConfirmStep):
            behind = max(behind, sizes.question_size(step))
    return on_the_way + behind <= TEXT_BODY


def _within_a_run(step: AnyStep) -> Iterator[str]:
    """Yield where a step leads without a wait."""
    if not isinstance(step, WAITS) or _may_pass(step):
        yield from targets(step)
    if step.only_if is not None:
        yield step.then
    if isinstance(step, ChooseStep) and NONE in step.outcomes:
        yield step.outcomes[NONE].then


class _Runs:
    """Every run of one service, from one wait to the next."""

    def __init__(self, draft: Draft, program: Program, ahead: frozenset[str]) -> None:
        self.draft, self.program, self.ahead = draft, program, ahead
        self.sizes: Sizes = sizes_of(draft, program)
        self.certain: Certain = certain_of(draft, program)
        self.told: set[str] = set()
        self.seen: set[tuple[str, frozenset[object], int, int]] = set()

    def findings(self) -> Iterator[Finding]:
        """Follow every run until a third message."""
        waiting = list(self._starts())
        while waiting:
            point = waiting.pop()
            if self._is_new(point):
                onward, spoken = self._visited(point)
                waiting += onward
                if len(spoken.sent) > MESSAGES and point.at not in self.told:
                    self.told.add(point.at)
                    yield self._too_many(spoken)

    def _is_new(self, point: _Point) -> bool:
        holds: frozenset[object] = (
            point.state.holds if len(self.seen) < MOST_VISITS else frozenset()
        )
        key = (point.at, holds, len(point.sent), point.words)
        new = key not in self.seen
        self.seen.add(key)
        return new

    def _starts(self) -> Iterator[_Point]:
        found, first = self.certain.found, self.program.first
        if first in self.ahead:
            yield _Point(first, State(), self._introduction(), ())
        for later in self.program.later.values():
            if later.first in self.ahead and later.first in found:
                yield _Point(later.first, found[later.first], OWN_WORDS, ())
        for step in self.program.steps:
            if isinstance(step, WAITS) and step.id in found:
                yield from self._starts_at(step, found[step.id])

    def _starts_at(self, step: AnyStep, state: State) -> Iterator[_Point]:
        """Yield how runs begin at a wait: it is over, or its question is put again with what was wrong about the answer."""
        words = OWN_WORDS + self._routes(step)
        if self._leads_on(step):
            for way in leave(self.certain.ways, step, state):
                if way.how != PASSED and way.to in self.ahead:
                    yield _Point(way.to, way.state, words, ())
        if self.sizes.question_size(step) > BUTTONS_BODY:
            yield _Point(step.id, state, OWN_WORDS + self._longest(step.id, ("text", "hint")), ())

    def _leads_on(self, step: AnyStep) -> bool:
        begins = self.certain.ways.firsts
        return any(begins.get(each, each) in self.ahead for each in targets(step))

    def _introduction(self) -> int:
        """Return how long what a citizen is told before the first question can be."""
        labels = [self.program.title, self.program.why]
        labels += [each.label for each in self.program.papers]
        return OWN_WORDS + sum(map(_widest, labels))

    def _visited(self, point: _Point) -> tuple[list[_Point], _Point]:
        """Return where a run goes on from here, and the point once its step has said what it says."""
        step = self.program.by_id.get(point.at)
        spoken = self._spoken(point, step)
        if step is None:
            return [], spoken
        onward, entered = [], False
        for way in leave(self.certain.ways, step, point.state):
            passed = way.how == PASSED
            entered = entered or not passed
            waits = isinstance(step, WAITS)
            if waits and not _passes(step, way):
                continue
            before = point if passed or waits else spoken
            if len(before.sent) <= MESSAGES and (before.sent or way.to in self.ahead):
                words = min(before.words + (0 if passed else self._routes(step)), _TOO_MANY)
                onward.append(_Point(way.to, way.state, words, before.sent))
        return onward, spoken if entered else point

    def _routes(self, step: AnyStep) -> int:
        """Return the longest of what is said on the way out of a step: what an officer wrote, papers to bring, what is asked again."""
        size = 0
        if any(route.say is not None for route in step.outcomes.values()):
            size = max(self.sizes.most(each) for each in self.sizes.of(step.id))
        if isinstance(step, CollectStep):
            size += sum(_widest(paper.label) for paper in step.papers if not paper.upload)
        if isinstance(step, ApproveStep):
            reasons = step.reasons.get("ask_back", {}).values()
            size += sum(self.sizes.title(shown) for shown in step.may_change)
            size += max(map(_widest, reasons), default=0)
        return size

    # -- what is sent --------------------------------------------------------------------------------------------------

    def _spoken(self, point: _Point, step: AnyStep | None) -> _Point:
        """Return the point once its step, or the end it is, has said what it says."""
        if step is None:
            words = point.words + self._longest(point.at)
            return self._sent(point, "words", 1 + (words > TEXT_BODY))
        if isinstance(step, SayStep):
            return point._replace(words=min(point.words + self._longest(step.id), _TOO_MANY))
        if isinstance(step, FILES):
            own = self._longest(step.id)
            if own > CAPTION:  # has a finding of its own
                own = 0
            return self._sent(point, "a file", 1 + (point.words + own > CAPTION))
        if not isinstance(step, WAITS):
            return point
        if isinstance(step, ApproveStep | WaitStep):
            return self._sent(point, "words", 1) if point.words or step.meanwhile else point
        return self._sent(point, "a question", self._asked(point, step))

    def _longest(self, at: str, kinds: tuple[str, ...] = ()) -> int:
        texts = (each for each in self.sizes.of(at) if not kinds or each.what in kinds)
        return max(map(self.sizes.most, texts), default=0)

    def _asked(self, point: _Point, step: AnyStep) -> int:
        """Return how many messages a question is with the words before it."""
        own = self.sizes.question_size(step)
        if point.words + own <= BUTTONS_BODY or own + OWN_WORDS > TEXT_BODY:
            return 1  # a question too long for itself has a finding of its own
        return 2 + (point.words + own > TEXT_BODY)

    def _sent(self, point: _Point, what: str, count: int) -> _Point:
        before = ((point.at, "words before it"),) * (count - 1)
        return point._replace(words=0, sent=(*point.sent, *before, (point.at, what)))

    def _too_many(self, point: _Point) -> Finding:
        path, span = self._place(point.at)
        run = ", ".join(f'{what} of "{step}"' for step, what in point.sent)
        return error(
            path,
            span,
            "CHAN-801",
            f'"{point.at}" makes it {len(point.sent)} messages before the citizen can answer: {run}',
            "Each is paid for, and the one in the middle comes ten seconds late, after the last",
            "Ask something in between, send fewer files, or say it in fewer words",
        )

    def _place(self, at: str) -> tuple[str, Span]:
        for laid in self.draft.laid:
            if laid.id == at:
                return laid.step.path, laid.step.id.span
        flow = self.draft.flow
        end = flow.end(at)
        return flow.path, end[0].span if end else named_at(flow, at)


def _widest(label: Label) -> int:
    """Return the most characters a label has, with a comma and a space behind it."""
    return max(map(len, label.values()), default=0) + len(", ")


def _passes(step: AnyStep, way: Way) -> bool:
    """Whether a step that waits is left this way without waiting."""
    if way.how == PASSED or (isinstance(step, ChooseStep) and way.about == NONE):
        return True
    return not way.how and not way.about and _may_pass(step)


def _may_pass(step: AnyStep) -> bool:
    """Whether a step may find nothing to ask, so that its question is no message for certain."""
    if isinstance(step, CollectStep):
        return all(paper.only_if is not None or not paper.upload for paper in step.papers)
    return isinstance(step, RepeatStep) and step.count is not None
