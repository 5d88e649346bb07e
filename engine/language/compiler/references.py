"""Steps that name an earlier step: what is settled, released, refunded, continued or approved."""

from __future__ import annotations

from engine.language import nodes
from engine.language.compiler.writer import Writer
from engine.language.model.flow import StepNode
from engine.language.nearest import suggest
from engine.language.source import Span


def step_named(
    step: StepNode, key: str, verbs: tuple[str, ...], writer: Writer, *, must: bool = True
) -> str:
    """Return the step under this key, which must be one of these verbs; empty where the key is not there.

    must: it must have done its work before.
    """
    node = step.get(key)
    if not isinstance(node, nodes.Scalar):
        return ""
    found = step_called(node.text, node.span, verbs, writer)
    if must and found:
        writer.needs_step(found, node.span)
    return found


def step_called(name: str, span: Span, verbs: tuple[str, ...], writer: Writer) -> str:
    """Return the step of this name, which must be one of these verbs, or nothing with a finding."""
    full = writer.frame.full(name)
    known = [each for each in writer.draft.laid if each.role == "step" and each.step.verb in verbs]
    if any(each.id == full for each in known):
        return full
    prefix = writer.frame.prefix
    close = [each.id.removeprefix(prefix) for each in known if each.id.startswith(prefix)]
    verb = " or ".join(verbs)
    writer.wrong(
        span,
        "FLOW-306",
        f'"{name}" is not a {verb} step',
        suggest(name, close) or f"Name a {verb} step of this file",
    )
    return ""
