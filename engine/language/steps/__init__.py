"""The verbs of the flow language, one module each: what a step of that kind may say, gives, leads to and compiles to."""

from __future__ import annotations

from collections.abc import Mapping

from engine.language.compiler.kind import StepKind
from engine.language.steps import (
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
)

STEPS: tuple[StepKind, ...] = (
    say,
    ask,
    choose,
    confirm,
    repeat,
    collect,
    set,
    when,
    use,
    call,
    book,
    pay,
    refund,
    submit,
    approve,
    wait,
    issue,
    send,
)
"""Every verb, in the order of the language page."""

BY_VERB: Mapping[str, StepKind] = {kind.VERB: kind for kind in STEPS}
