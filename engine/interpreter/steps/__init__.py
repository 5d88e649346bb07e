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
    submit,
    use,
    wait,
    when,
)  # fmt: skip
from engine.interpreter.steps import set as set_step
from engine.interpreter.steps.runner import Runner
from engine.language import program

RUNNERS: Mapping[type, Runner] = {
    program.SayStep: say.RUNNER,
    program.AskStep: ask.RUNNER,
    program.ChooseStep: choose.RUNNER,
    program.ConfirmStep: confirm.RUNNER,
    program.RepeatStep: repeat.RUNNER,
    program.CollectStep: collect.RUNNER,
    program.SetStep: set_step.RUNNER,
    program.WhenStep: when.RUNNER,
    program.UseStep: use.RUNNER,
    program.CallStep: call.RUNNER,
    program.BookStep: book.RUNNER,
    program.PayStep: pay.RUNNER,
    program.RefundStep: refund.RUNNER,
    program.SubmitStep: submit.RUNNER,
    program.ApproveStep: approve.RUNNER,
    program.WaitStep: wait.RUNNER,
    program.IssueStep: issue.RUNNER,
    program.SendStep: send.RUNNER,
}
