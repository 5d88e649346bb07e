"""issue: makes a certificate of our own and hands it over."""

from __future__ import annotations

from engine.domain.limits import CAPTION
from engine.domain.types import Document, Record, Text, Type
from engine.language.assignment.uses import DONE
from engine.language.compiled import IssueStep
from engine.language.compiler.issued import fields_of, issued_kind
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.references import step_named
from engine.language.compiler.writer import Writer

VERB = "issue"
ASKED_AGAIN = False
GIVES = True


def ways(laid: Laid, writer: Writer) -> Ways:
    """Issuing has no outcome."""
    return Ways()


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Return the certificate's number, id, address and file."""
    return Record({"number": Text(40), "id": Text(80), "url": Text(300), "file": Document()})


def build(laid: Laid, writer: Writer, common: Common) -> IssueStep:
    """Return the step."""
    step = laid.step
    kind = issued_kind(step, writer)
    return IssueStep(
        **common,
        type=kind.name if kind else "",
        fields=fields_of(step, kind, writer),
        caption=writer.at(DONE).text(step.get("caption"), CAPTION, "caption"),
        approval=step_named(step, "approved_by", ("approve",), writer),
        declared=kind.declared if kind else {},
    )
