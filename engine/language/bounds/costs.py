"""What one step costs when it is passed: turns of the citizen, messages of ours, calls to departments' systems.

A turn is a message from the citizen: an answer, a wrong one, a file. What a citizen may do at any time for as long as they like is not
counted: words such as "help" and "back", a button of an older question, turning pages, photos nobody asked for, a change at the review,
taking a record off a list.

Of messages these are counted: what a question says each time it is put, which is one message and, where other words stand before it that
it has no room for, two; a reminder each time it is put; a link; a document and the words before it; the end. A turn never says more than
two (`engine/interpreter/bounds.py`). A call that is tried again because nobody answered is one call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from engine.language.bounds.records import records_of
from engine.language.compiled import (
    AnyStep,
    ApproveStep,
    AskStep,
    BookStep,
    CallStep,
    ChooseStep,
    CollectStep,
    ConfirmStep,
    IssueStep,
    Patience,
    PayStep,
    RefundStep,
    RepeatStep,
    SendStep,
    TreeNode,
    WaitStep,
)
from engine.language.edges import QUESTIONS, Edge
from engine.language.program import Program


class Cost(NamedTuple):
    """turns: messages from the citizen; messages: of ours; calls: of departments' systems."""

    turns: int = 0
    messages: int = 0
    calls: int = 0


MEASURES = Cost._fields
NOTHING = Cost()
AT_ONCE = 2
"""Messages with which a step begins at most: words that stood before it, and its own."""
END = Cost(messages=AT_ONCE)
LEAST_END = Cost(messages=1)


def least(program: Program, step: AnyStep, edge: Edge) -> Cost:
    """Return what a step costs at least when it is left by this way."""
    if _is_unasked(edge):
        return NOTHING
    if isinstance(step, QUESTIONS):
        return _asked(_answers(program, step) if edge.about != "timeout" else 0)
    match step:
        case CallStep() | BookStep():
            return Cost(calls=1)
        case PayStep():
            settled = edge.about == "paid" and bool(step.settles)
            return Cost(calls=int(settled) + int(bool(step.unchanged)))
        case SendStep() | IssueStep():
            return Cost(messages=1)
        case _:
            return NOTHING


def _is_unasked(edge: Edge) -> bool:
    return edge.manner == "passed" or edge.about == "none"


def _asked(turns: int) -> Cost:
    """A question says something each time it is put; what a list or a fork leaves out is never put."""
    return Cost(turns, turns)


def _answers(program: Program, step: AnyStep) -> int:
    """Return how many answers complete a question at least."""
    match step:
        case ChooseStep(tree=TreeNode() as tree):
            return _shallowest(tree)
        case RepeatStep():
            return _fewest(program, step)
        case CollectStep():
            return sum(paper.upload and paper.only_if is None for paper in step.papers)
        case _:
            return 1


def _shallowest(node: TreeNode) -> int:
    return 1 + min(map(_shallowest, node.children)) if node.children else 0


def _deepest(node: TreeNode) -> int:
    return 1 + max(map(_deepest, node.children)) if node.children else 0


def _fewest(program: Program, step: RepeatStep) -> int:
    records = records_of(program, step)[0]
    parts = sum(part.only_if is None for part in step.parts)
    return records * parts + (max(1, records) if step.count is None else 0)


def most(program: Program, step: AnyStep, edge: Edge) -> Cost:
    """Return what a step costs at most when it is left by this way."""
    if _is_unasked(edge):
        return NOTHING
    if isinstance(step, RepeatStep):
        return _repeat(step, records_of(program, step)[1])
    found = _MOST.get(type(step))
    return NOTHING if found is None else found(step)


def _question(turns: int, patience: Patience, *, roomy: bool) -> Cost:
    """turns: answers, right and wrong; roomy: a text, in which what was wrong and the question have room together."""
    limit = patience.up_to_s or patience.expire_after_s
    reminded = turns if 0 < patience.remind_after_s < limit else 0
    return Cost(turns, AT_ONCE + (turns - 1) * (1 if roomy else AT_ONCE) + reminded)


def _ask(step: AskStep) -> Cost:
    return _question(step.patience.tries, step.patience, roomy=True)


def _choose(step: ChooseStep) -> Cost:
    turns = step.several[1] + 1 if step.several else 1
    if step.tree is not None:
        turns = _deepest(step.tree)
    return _question(turns + step.patience.tries - 1, step.patience, roomy=False)


def _confirm(step: ConfirmStep) -> Cost:
    return _question(step.patience.tries, step.patience, roomy=False)


def _collect(step: CollectStep) -> Cost:
    papers = sum(paper.upload for paper in step.papers)
    one = _question(step.patience.tries, step.patience, roomy=True)
    return Cost(papers * one.turns, papers * one.messages)


def _repeat(step: RepeatStep, records: int) -> Cost:
    """Every record with every mistake, the list after each, and all of it again for each refusal of the whole."""
    parts = [_choose(part) if isinstance(part, ChooseStep) else _ask(part) for part in step.parts]
    listed = (
        _question(step.patience.tries, step.patience, roomy=False)
        if step.count is None
        else NOTHING
    )
    rounds = step.patience.tries if step.refuse else 1
    turns = records * (sum(part.turns for part in parts) + listed.turns)
    messages = records * (sum(part.messages for part in parts) + listed.messages)
    return Cost(rounds * turns, rounds * messages)


def _call(step: CallStep) -> Cost:
    return Cost(messages=AT_ONCE if step.keep_trying else 0, calls=1)


def _book(_step: BookStep) -> Cost:
    """A hold is asked for, and given back where it is not paid for."""
    return Cost(calls=2)


def _pay(step: PayStep) -> Cost:
    """What is due is looked at once more, a hold is made firm, or given back."""
    return Cost(messages=AT_ONCE, calls=bool(step.unchanged) + 2 * bool(step.settles))


def _refund(step: RefundStep) -> Cost:
    return Cost(calls=int(bool(step.releases)))


def _approve(step: ApproveStep) -> Cost:
    """What is said meanwhile, and a line each time the case goes on to another officer."""
    return Cost(messages=AT_ONCE + len(step.stages) - 1)


def _wait(_step: WaitStep) -> Cost:
    return Cost(messages=AT_ONCE)


def _document(_step: SendStep | IssueStep) -> Cost:
    return Cost(messages=AT_ONCE)


_MOST: dict[type, Callable[..., Cost]] = {
    AskStep: _ask,
    ChooseStep: _choose,
    ConfirmStep: _confirm,
    CollectStep: _collect,
    CallStep: _call,
    BookStep: _book,
    PayStep: _pay,
    RefundStep: _refund,
    ApproveStep: _approve,
    WaitStep: _wait,
    SendStep: _document,
    IssueStep: _document,
}
"""Steps that cost something; all others travel with what follows."""
