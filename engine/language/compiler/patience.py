"""How a question bears mistakes and silence: what the step says, then the service, then the state."""

from __future__ import annotations

from engine.language import nodes
from engine.language.compiled import Patience
from engine.language.compiler.draft import Draft
from engine.language.compiler.targets import resolve, unknown_target
from engine.language.compiler.writer import Writer
from engine.language.model.flow import StepNode
from engine.language.model.names import Name, mapping_at, text_at

TRIES = 3
EXPIRE_S = 86_400


def patience(step: StepNode, writer: Writer) -> Patience:
    """Return a step's patience."""
    draft = writer.draft
    defaults = mapping_at(draft.flow.node, "defaults")
    layers = [
        layer for layer in (step.node, defaults, draft.world.state.defaults) if layer is not None
    ]
    tries = _first(layers, "tries")
    return Patience(
        tries=tries.value if tries is not None and isinstance(tries.value, int) else TRIES,
        give_up=_give_up(step, draft, writer),
        remind_after_s=writer.seconds(_first(layers, "remind_after")),
        expire_after_s=writer.seconds(_first(layers, "expire_after"), EXPIRE_S),
        up_to_s=writer.seconds(step.get("up_to")),
    )


def _first(layers: list[nodes.Mapping], key: str) -> nodes.Scalar | None:
    for layer in layers:
        found = layer.by_name.get(key)
        if isinstance(found, nodes.Scalar):
            return found
    return None


def _give_up(step: StepNode, draft: Draft, writer: Writer) -> str:
    own = step.get("give_up")
    if isinstance(own, nodes.Scalar):
        return writer.target(Name(own.text, own.span), "")
    ours, states = mapping_at(draft.flow.node, "defaults"), draft.world.state.defaults
    shared = ours.get("give_up") if ours else None
    if isinstance(shared, nodes.Scalar):
        target = resolve(draft.top, shared.text)
        if target is None:
            draft.findings.append(
                unknown_target(draft.top, Name(shared.text, shared.span), draft.flow.path)
            )
        return target or ""
    usual = text_at(states, "give_up") if states else ""
    target = resolve(draft.top, usual) if usual else None
    if target is None:
        _nowhere(draft, usual)
    return target or ""


def _nowhere(draft: Draft, usual: str) -> None:
    place = draft.flow.node.key("ends") or draft.flow.node.entries[0][0]
    message, fix = (
        "Nothing says where it goes after too many wrong answers",
        "Write defaults: {give_up: …} and the name of an end",
    )
    if usual:
        message = f'After too many wrong answers every service goes to "{usual}", and this one has no such end'
        fix = f'Add an end called "{usual}", or write defaults: {{give_up: …}}'
    draft.wrong(
        draft.flow.path,
        place.span,
        "FLOW-305",
        message,
        fix,
        "A citizen who cannot answer would be asked for ever",
    )
