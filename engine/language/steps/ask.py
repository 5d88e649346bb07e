"""ask: a question with an answer of a type."""

from __future__ import annotations

from engine.domain.types import Type
from engine.language.compiled import AskStep
from engine.language.compiler import questions
from engine.language.compiler.answer_types import AnswerType, read_answer_type
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.patience import patience
from engine.language.compiler.writer import Writer

VERB = "ask"
ASKED_AGAIN = True
GIVES = True


def ways(laid: Laid, writer: Writer) -> Ways:
    """Return `answered`, and `timeout` with a time limit."""
    return questions.ways(laid.step, "answered")


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Return the type of the answer."""
    read = read_answer_type(laid.step, writer, quiet=True)
    return read.value if read else None


def build(laid: Laid, writer: Writer, common: Common) -> AskStep:
    """Return the step."""
    step = laid.step
    read = read_answer_type(step, writer) or AnswerType.unknown()
    text = writer.text(step.said, what="question")
    title = questions.title(step, writer, text)
    questions.show(laid, writer, title, read.value)
    return AskStep(
        **common,
        text=text,
        title=title,
        kind=read.kind,
        bounds=read.bounds,
        type=read.value,
        patience=patience(step, writer),
        hints=questions.hints(step, writer),
        refuse=questions.refusals(step, writer, {}),
        optional=questions.optional(step, writer),
    )
