"""One file a verb; the registry below names them all, and a test compares it with the folder."""

from __future__ import annotations

from collections.abc import Mapping

from engine.interpreter.steps import (
    approve,
    ask,
    book,
    call,
    choose,
    collect,
    confirm,
    issue,
    pay,
    refund,
    repeat,
    say,
    send,
    set,  # noqa: A004  the verb
    submit,
    use,
    wait,
    when,
)  # fmt: skip
from engine.interpreter.steps.runner import Runner
from engine.language import compiled

RUNNERS: Mapping[type, Runner] = {
    compiled.SayStep: say.RUNNER,
    compiled.AskStep: ask.RUNNER,
    compiled.ChooseStep: choose.RUNNER,
    compiled.ConfirmStep: confirm.RUNNER,
    compiled.RepeatStep: repeat.RUNNER,
    compiled.CollectStep: collect.RUNNER,
    compiled.SetStep: set.RUNNER,
    compiled.WhenStep: when.RUNNER,
    compiled.UseStep: use.RUNNER,
    compiled.CallStep: call.RUNNER,
    compiled.BookStep: book.RUNNER,
    compiled.PayStep: pay.RUNNER,
    compiled.RefundStep: refund.RUNNER,
    compiled.SubmitStep: submit.RUNNER,
    compiled.ApproveStep: approve.RUNNER,
    compiled.WaitStep: wait.RUNNER,
    compiled.IssueStep: issue.RUNNER,
    compiled.SendStep: send.RUNNER,
}
