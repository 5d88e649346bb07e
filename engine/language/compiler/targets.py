"""Where steps lead: every name after `then`, in `outcomes` and in `give_up` is a step or an end."""

from __future__ import annotations

from collections.abc import Iterable

from engine.language import nodes
from engine.language.compiler.scope import Frame
from engine.language.findings import Finding, error
from engine.language.model.flow import StepNode
from engine.language.model.names import Name
from engine.language.nearest import nearest, suggest

NEXT = "next"
_STUCK = "The conversation could not go on from here"


def resolve(frame: Frame, name: str) -> str | None:
    """Return the step or end this name leads to, or nothing."""
    found = frame.entries.get(name)
    return frame.ends.get(name) if found is None else found


def unknown_target(frame: Frame, name: Name, path: str) -> Finding:
    """Return the finding for a target that does not exist."""
    known = [*frame.entries, *frame.ends]
    fix = (
        suggest(name.text, known)
        if nearest(name.text, known)
        else f"Write an end {name.text}: under ends:, or use the id of a step or of an end"
    )
    return error(
        path, name.span, "FLOW-302", f'There is no step or end called "{name.text}"', _STUCK, fix
    )


def end_asked_again(name: Name, path: str) -> Finding:
    """Return the finding for an end where a step must stand that is asked again."""
    message = f'"{name.text}" is an end, and only a step can be asked again'
    why = "The case would end although the citizen could still put it right"
    fix = f"Name the step that asked, or write then: {name.text} in place of again:"
    return error(path, name.span, "FLOW-329", message, why, fix)


def nothing_follows(step: StepNode) -> Finding:
    """Return the finding for a last step that does not say where it leads."""
    return error(
        step.path,
        step.id.span,
        "FLOW-301",
        f'After "{step.id.text}" nothing follows',
        _STUCK,
        "Say where it leads: then: and the name of an end",
    )


def left_out_as_done(step: StepNode, outcome: Name, following: str) -> Finding:
    """Return the finding for a good outcome that leads elsewhere than a step goes on which its condition leaves out."""
    return error(
        step.path,
        outcome.span,
        "FLOW-313",
        f'Where "{step.id.text}" is left out, the case would go on as after "{outcome.text}"',
        f'A citizen could be told that all went well though "{step.id.text}" was never done',
        f'Write {outcome.text}: next, which is "{following}", or lead past "{step.id.text}" with a when step before it',
    )


_DECISIONS = {"approved": "approve", "rejected": "reject", "closed": "close"}


def _another_outcome(step: StepNode, written: str, known: Iterable[str]) -> str:
    """Return what to do about an outcome that is none; what officers decide depends on what they may do."""
    decision = _DECISIONS.get(written) if step.verb == "approve" else None
    if decision:
        return f'Add "{decision}" to may: of a stage, or delete "{written}"'
    return suggest(written, known)


def outcome_findings(step: StepNode, known: Iterable[str], must: Iterable[str]) -> list[Finding]:
    """Return what is wrong with a step's outcomes. known: all it may have; must: those that need a way on."""
    node = step.get("outcomes")
    written = node.entries if isinstance(node, nodes.Mapping) else ()
    names = {key.text for key, _ in written}
    known = tuple(known)
    findings = [
        error(
            step.path,
            key.span,
            "FLOW-303",
            f'"{step.id.text}" has no outcome called "{key.text}"',
            "This way would never be taken",
            _another_outcome(step, key.text, [k for k in known if k not in names] or known),
        )
        for key, _ in written
        if key.text not in known
    ]
    meant = {name for finding in findings for name in known if f'"{name}"' in finding.fix}
    missing = [name for name in must if name not in names and name not in meant]
    if missing:
        listed = ", ".join(f'"{name}"' for name in missing)
        findings.append(
            error(
                step.path,
                step.id.span,
                "FLOW-304",
                f'"{step.id.text}" does not say where {listed} leads',
                _STUCK,
                f"Add to outcomes: {missing[0]}: and the name of a step or an end",
            )
        )
    return findings
