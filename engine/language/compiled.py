"""What the steps of a service become: every target known, every condition, value and text a function. Running a step parses nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.domain.answers.kind import AnswerKind, Bounds
from engine.domain.duration import Duration
from engine.domain.types import Type
from engine.language.expressions.env import Env


class FeeGap(Exception):
    """No amount of a dated table covers the day it was asked for; the message names the table and the day."""


Condition = Callable[[Env], bool]
Value = Callable[[Env], Any]
"""Gives the *stored* form of a value (see engine/domain/types.py)."""
Words = Callable[[Mapping[str, Any]], str]
"""Stored values by name, nested, to the words a citizen reads."""
Text = Mapping[str, Words]
"""By language."""
Label = Mapping[str, str]
"""Fixed words by language."""
Needs = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where an outcome leads.

    say: words first, or None; then: the step or end that follows. again: `then` is a step already answered: it and what
    depends on it is asked anew, at most `at_most` times a case, after which `otherwise` follows. written: False where the
    officer left it out and the service's way to give up stands in (a shared list that is never empty).
    """

    then: str
    say: Text | None = None
    again: bool = False
    at_most: int = 0
    otherwise: str = ""
    written: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answer that is well formed but cannot be accepted, and what to tell the citizen. `when` reads the answer by its own name."""

    when: Condition
    say: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose. also: further words that mean it, in any language; then: empty, or where this option leads."""

    key: str
    label: Text
    note: Text | None = None
    only_if: Condition | None = None
    then: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How a question bears mistakes and silence. up_to_s: seconds until outcome `timeout`; 0 where expiry ends the case."""

    tries: int
    give_up: str
    remind_after_s: int
    expire_after_s: int
    up_to_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Step:
    """What every step has.

    then: where its good outcome leads; outcomes: the others (and the good one where it has a Route of its own);
    computed: names of the program's computed values (`fees.darshan`) its texts and conditions read; weighs: names its conditions read,
    codes left out.
    """

    id: str
    then: str
    only_if: Condition | None = None
    outcomes: Mapping[str, Route] = field(default_factory=dict)
    computed: tuple[str, ...] = ()
    weighs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SayStep(Step):
    """Says something and goes on."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStep(Step):
    """Asks a typed question; the answer is stored under the step's id. Outcomes: `answered`, `timeout`.

    bounds: read answers, so they are functions; title: what the review calls this answer; optional: when "Skip" is offered.
    """

    text: Text
    title: Text
    kind: AnswerKind
    bounds: Callable[[Env], Bounds]
    type: Type
    patience: Patience
    hints: tuple[Text, ...] = ()
    refuse: tuple[Refusal, ...] = ()
    optional: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Options made from a list of records. Each of label, note, hide reads the record as `row` beside the answers."""

    value: Value
    label: Text
    note: Text | None = None
    hide: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """A branch or a leaf of a choice in levels. record: the leaf's stored answer."""

    label: Label
    children: tuple[TreeNode, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChooseStep(Step):
    """Offers options; exactly one of options, rows, tree. Outcomes: `chosen`, `none` (rows empty), `timeout`.

    The answer is the option's key, the row's record, or the leaf's record. levels: the question of each level of a tree;
    several: fewest and most options, where the answer is a list of keys.
    """

    text: Text
    title: Text
    patience: Patience
    options: tuple[Option, ...] = ()
    rows: Rows | None = None
    tree: TreeNode | None = None
    several: tuple[int, int] | None = None
    levels: tuple[Text, ...] = ()
    hints: tuple[Text, ...] = ()
    refuse: tuple[Refusal, ...] = ()
    optional: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    """An answer as a review or an officer sees it. step: the step asked again when it is changed; only_if: whether it was asked."""

    name: str
    step: str
    title: Text
    type: Type
    words: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmStep(Step):
    """Shows answers and asks whether they are right. Outcomes: `correct`, `wrong` (built in: which one shall we change?), `timeout`."""

    text: Text
    shows: tuple[ShownAnswer, ...]
    patience: Patience


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStep(Step):
    """Gives a value a name: the step's id."""

    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One line of a `when`."""

    when: Condition
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenStep(Step):
    """Follows the first branch whose condition holds, otherwise `then`."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatStep(Step):
    """Asks the parts for each record of a list. count: exactly so many, or None where the citizen says when it is complete.

    parts read the record's fields by their own names, and `nth`; line: one record in a list, reads the fields; refuse reads the list.
    """

    title: Text
    parts: tuple[AskStep | ChooseStep, ...]
    line: Text
    least: int
    most: int
    patience: Patience
    count: Value | None = None
    refuse: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of the service. upload: False where it is only brought along; alternatives: labels of papers that will also do."""

    id: str
    label: Label
    only_if: Condition | None = None
    upload: bool = True
    alternatives: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectStep(Step):
    """Asks for each paper that applies; the answer is a record of documents by paper id."""

    papers: tuple[Paper, ...]
    kind: AnswerKind
    bounds: Bounds
    patience: Patience


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitUse:
    """A declared limit as a call uses it. by: None for the citizen, else an answer; over: where to go when it is used up;
    outcomes: those that count."""

    name: str
    by: Value | None
    at_most: int
    within_s: int
    over: str
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStep(Step):
    """Asks a department system. Outcomes: the operation's, `unavailable`, `gave_up` with keep_trying. What it gives is stored under the id.

    good: the outcome whose reply gives everything; writes: it changes something
    outside, so "back" stops here; spends: codes it passes on, of which nothing is kept once the department has answered.
    """

    operation: str
    needs: Needs
    good: str = ""
    spends: tuple[str, ...] = ()
    writes: bool = False
    limits: tuple[LimitUse, ...] = ()
    keep_trying: Duration | None = None
    meanwhile: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookStep(Step):
    """Holds something for a while: outcomes `held`, those of the operation, `unavailable`.

    The hold is released on every way out that does not pay; settle and release are called with {"hold": what the booking gave as `hold`}.
    """

    operation: str
    needs: Needs
    good: str
    hold_for_s: int
    settle: str
    release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayStep(Step):
    """Asks for money. Outcomes: `paid`, `failed`, `expired`, `changed`. Gives {amount, reference, paid_on}.

    amount: paise; account: whose money it is (empty: the state's); settles: a book step's id or empty; unchanged: a call step that is
    repeated first: where its reply differs, nothing is charged and the outcome is `changed`.
    """

    amount: Value
    title: Text
    account: Value | None
    within_s: int
    settles: str = ""
    unchanged: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundStep(Step):
    """Gives money back: outcomes `sent`, `failed`. amount: None for all of it; releases: a book step's id or empty."""

    payment: str
    amount: Value | None = None
    releases: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitStep(Step):
    """Enters a case in the register: outcome `opened`, gives {number, opened}. continues: an earlier submit step's id or empty."""

    kind: str
    title: Text
    shows: tuple[ShownAnswer, ...]
    continues: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePlan:
    """One officer's turn. role: whose; area: which office; limit: how long, as written (`7 working days`); may: allowed decisions;
    by: the kind of place the office is in, which says when it works."""

    id: str
    role: Value
    area: Value | None
    limit: Value
    may: tuple[str, ...]
    by: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveStep(Step):
    """Parks the case before officers: outcomes `approved`, `rejected`, `closed`, `lapsed`. Gives {reason, holder, due}.

    good: the best the stages allow;
    case: the submit step's id; reasons: by decision, then code; may_change: what officers may ask for again;
    shows: how those answers are given to officers; unanswered_s: how long the citizen has; escalate: (duration, role).
    """

    case: str
    good: str
    stages: tuple[StagePlan, ...]
    reasons: Mapping[str, Mapping[str, Label]]
    may_change: tuple[ShownAnswer, ...] = ()
    ask_backs: int = 0
    unanswered_s: int = 0
    escalate: tuple[tuple[str, str], ...] = ()
    meanwhile: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitStep(Step):
    """Parks the case for a while: outcome `over`."""

    duration: Duration
    meanwhile: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueStep(Step):
    """Makes a certificate and hands it over. Gives {number, id, url, file}. approval: the approve step it rests on, or empty;
    declared: what the kind says of itself, as plain values."""

    type: str
    fields: Mapping[str, Value]
    caption: Text
    approval: str = ""
    declared: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendStep(Step):
    """Hands over a department's own document."""

    document: Value
    caption: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class UseStep(Step):
    """A fragment's way out that says something or goes back first: follow the outcome `left`. (The fragment's steps are laid out.)"""


AnyStep = (
    SayStep | AskStep | ChooseStep | ConfirmStep | SetStep | WhenStep | RepeatStep | CollectStep | CallStep | BookStep
    | PayStep | RefundStep | SubmitStep | ApproveStep | WaitStep | IssueStep | SendStep | UseStep
)  # fmt: skip
"""Every step a program can hold. Fragments are laid out and families filled in at compile time."""
