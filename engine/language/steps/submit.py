"""submit: enters a case in the register."""

from __future__ import annotations

from engine.domain.types import Moment, Record, Text, Type
from engine.language import nodes
from engine.language.compiled import SubmitStep
from engine.language.compiler.draft import same_words
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.references import step_named
from engine.language.compiler.shown import shown_answers
from engine.language.compiler.writer import Writer
from engine.language.model.names import names_at

VERB = "submit"
ASKED_AGAIN = False
GIVES = True


def ways(laid: Laid, writer: Writer) -> Ways:
    """Return `opened`."""
    return Ways("opened")


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Return the case's number and when it was opened."""
    return Record({"number": Text(40), "opened": Moment()})


def build(laid: Laid, writer: Writer, common: Common) -> SubmitStep:
    """Return the step; without a title of its own the case is called as the service is."""
    step, draft = laid.step, writer.draft
    title, said = step.get("title"), step.said
    words = {key: same_words(text, (key,))[key] for key, text in draft.service.title.items()}
    return SubmitStep(
        **common,
        kind=said.text if isinstance(said, nodes.Scalar) else "application",
        title=writer.text(title, what="title") if title else words,
        shows=shown_answers(names_at(step.node, "with"), writer),
        continues=step_named(step, "continues", (VERB,), writer),
    )
