"""set: gives a value a name."""

from __future__ import annotations

from engine.domain.types import Type
from engine.language import nodes
from engine.language.compiled import SetStep
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.once import read_expression
from engine.language.compiler.scope import rename_tree
from engine.language.compiler.writer import Writer
from engine.language.expressions import check
from engine.language.findings import Finding

VERB = "set"
ASKED_AGAIN = True
GIVES = True


def ways(laid: Laid, writer: Writer) -> Ways:
    """A value has no outcome."""
    return Ways()


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Return the type of the value."""
    node = laid.step.said
    if not isinstance(node, nodes.Scalar):
        return None
    written = read_expression(node.text, node.span, laid.step.path)
    if isinstance(written, Finding):
        return None
    return check(rename_tree(written, writer.frame, frozenset()), writer.scope).kind


def build(laid: Laid, writer: Writer, common: Common) -> SetStep:
    """Return the step. A value that only makes sense once a later step is known is read before it is there."""
    told, said = len(writer.draft.findings), laid.step.said
    value = writer.value(said)
    silent = laid.id in writer.draft.broken and len(writer.draft.findings) == told
    if silent and not any(map(writer.draft.is_broken, writer.reads)):
        quoted = said.text if isinstance(said, nodes.Scalar) else laid.id
        writer.wrong(
            said.span,
            "FLOW-341",
            f'"{quoted}" is worked out before all it reads is there',
            "Move this step behind the answers it reads",
            "The case would break off there with an apology",
        )
    return SetStep(**common, value=value)
