"""From the tree of a file to what it says: the verb of each step is told first, then its form is checked, then it is read."""

from __future__ import annotations

from engine.language import nodes
from engine.language.findings import Finding, error
from engine.language.model.flow import Flow, LaterNode, StepNode
from engine.language.model.names import Name, entries_at, items_at, name_at
from engine.language.nearest import change_to, nearest
from engine.language.schema import Schemas
from engine.language.steps import BY_VERB


def read_flow(node: nodes.Mapping, path: str, schemas: Schemas, findings: list[Finding]) -> Flow:
    """Return the steps, later parts and ends of a file whose frame was checked; steps that cannot be read are left out."""
    later = tuple(
        LaterNode(
            id=name, node=part, steps=_steps(items_at(part, "steps"), path, schemas, findings)
        )
        for name, part in entries_at(node, "later")
        if isinstance(part, nodes.Mapping)
    )
    return Flow(
        path=path,
        node=node,
        steps=_steps(items_at(node, "steps"), path, schemas, findings),
        later=later,
        ends=tuple(
            (name, part)
            for name, part in entries_at(node, "ends")
            if isinstance(part, nodes.Mapping)
        ),
    )


def _steps(
    items: tuple[nodes.Node, ...], path: str, schemas: Schemas, findings: list[Finding]
) -> tuple[StepNode, ...]:
    found = []
    for item in items:
        step = _step(item, path, schemas, findings) if isinstance(item, nodes.Mapping) else None
        if step is not None:
            found.append(step)
    return tuple(found)


def _step(
    node: nodes.Mapping, path: str, schemas: Schemas, findings: list[Finding]
) -> StepNode | None:
    name = name_at(node, "id")
    verb = _verb(node, name, path, schemas)
    if isinstance(verb, Finding):
        findings.append(verb)
        return None
    wrong = schemas.check(f"steps/{verb}.schema.json", node, path)
    findings += wrong
    return None if wrong or name is None else StepNode(path=path, id=name, verb=verb, node=node)


def _verb(node: nodes.Mapping, name: Name | None, path: str, schemas: Schemas) -> str | Finding:
    """Return the one verb of a step, or the finding that says why there is none."""
    verbs = [key for key, _ in node.entries if key.text in BY_VERB]
    if len(verbs) == 1:
        return verbs[0].text
    where = f'"{name.text}"' if name else "This step"
    if verbs:
        listed = " and ".join(f'"{key.text}"' for key in verbs)
        return error(
            path,
            verbs[1].span,
            "SHAPE-222",
            f"{where} does two things: {listed}",
            "Only one of them would be done",
            "Make two steps of it",
        )
    shared = {key for verb in BY_VERB for key in schemas.properties(f"steps/{verb}.schema.json")}
    unknown = [key for key, _ in node.entries if key.text not in shared]
    close = [(key, nearest(key.text, BY_VERB, 1)) for key in unknown]
    key, meant = next(
        ((key, names) for key, names in close if names), (unknown[0] if unknown else None, ())
    )
    if key is None:
        span = name.span if name else node.span
        return error(
            path,
            span,
            "SHAPE-221",
            f"{where} does not say what it does",
            "",
            f"Add one of: {', '.join(BY_VERB)}",
        )
    fix = change_to(key.text, meant) if meant else f"Use one of: {', '.join(BY_VERB)}"
    return error(
        path, key.span, "SHAPE-221", f'"{key.text}" is not something a step can do', "", fix
    )
