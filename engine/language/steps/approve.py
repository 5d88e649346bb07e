"""approve: parks the case before officers."""

from __future__ import annotations

from engine.domain.types import Choice, Duration, Label, Moment, Record, Type
from engine.language import nodes
from engine.language.compiled import ApproveStep, Route, StagePlan, Value
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.listed import wanted_list
from engine.language.compiler.references import step_named
from engine.language.compiler.shown import shown_answers
from engine.language.compiler.writer import Writer
from engine.language.model.flow import StepNode
from engine.language.model.names import (
    Name,
    entries_at,
    items_at,
    mapping_at,
    name_at,
    names_at,
    text_at,
    whole_at,
)
from engine.language.nearest import suggest_or

VERB = "approve"
ASKED_AGAIN = False
GIVES = True

_DECISIONS = {"approve": "approved", "close": "closed", "reject": "rejected"}
"""What an officer may decide, and the outcome it leads to; the first that is allowed is the good one."""


def ways(laid: Laid, writer: Writer) -> Ways:
    """Return the outcomes the stages allow; `lapsed` where a citizen's silence leads to it."""
    may = {name.text for stage in items_at(laid.step.node, "stages") for name in _may(stage)}
    found = [outcome for decision, outcome in _DECISIONS.items() if decision in may]
    if laid.step.get("ask_back") is not None and "lapsed" in _written(laid.step):
        found.append("lapsed")
    return Ways(found[0], tuple(found[1:])) if found else Ways()


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Return why it was decided so, who holds the case, and until when."""
    return Record({"reason": Label(), "holder": Label(), "due": Moment()})


def build(laid: Laid, writer: Writer, common: Common) -> ApproveStep:
    """Return the step."""
    step = laid.step
    back, meanwhile = mapping_at(step.node, "ask_back"), step.get("meanwhile")
    return ApproveStep(
        **_with_lapse(common, back, writer, laid),
        case=step_named(step, VERB, ("submit",), writer),
        good=ways(laid, writer).good,
        stages=tuple(
            _stage(stage, writer)
            for stage in items_at(step.node, "stages")
            if isinstance(stage, nodes.Mapping)
        ),
        reasons=_reasons(step, writer),
        may_change=shown_answers(names_at(back, "may_change"), writer.aside()) if back else (),
        ask_backs=whole_at(back, "at_most") if back else 0,
        unanswered_s=writer.seconds(back.get("answer_within")) if back else 0,
        escalate=tuple(
            _late(item, writer)
            for item in items_at(step.node, "late")
            if isinstance(item, nodes.Mapping)
        ),
        meanwhile=writer.aside().text(meanwhile) if meanwhile else None,
    )


def _written(step: StepNode) -> set[str]:
    return {name.text for name, _ in entries_at(step.node, "outcomes")}


def _may(stage: nodes.Node) -> tuple[Name, ...]:
    return names_at(stage, "may") if isinstance(stage, nodes.Mapping) else ()


def _with_lapse(common: Common, back: nodes.Mapping | None, writer: Writer, laid: Laid) -> Common:
    """Add where it goes when the citizen does not answer: `unanswered` says so, `lapsed` may say it in the outcomes."""
    name = name_at(back, "unanswered") if back else None
    if name is None or "lapsed" in common["outcomes"]:
        return common
    target = writer.target(name, laid.next)
    return {**common, "outcomes": {**common["outcomes"], "lapsed": Route(then=target)}}


def _stage(node: nodes.Mapping, writer: Writer) -> StagePlan:
    role, area = name_at(node, "role"), node.get("area")
    if role is not None:
        _check_role(role, writer)
    return StagePlan(
        id=text_at(node, "id"),
        role=_role(role, writer),
        area=writer.aside().value(area) if area is not None else None,
        limit=writer.aside().value(node.get("limit"), Duration()),
        may=tuple(name.text for name in names_at(node, "may")),
        by=_by(node, writer),
    )


def _by(node: nodes.Mapping, writer: Writer) -> Value | None:
    """Return what says the kind of place the office is in."""
    written = name_at(node, "by")
    if written is None:
        return None
    said = nodes.Scalar(written.text, written.text, False, written.span)
    value, kind = writer.aside().typed_value(said)
    known = writer.draft.world.state.kinds_of_place
    options = kind.options if isinstance(kind, Choice) else ()
    if kind is not None and known.keys().isdisjoint(options):
        writer.wrong(
            written.span,
            "FLOW-324",
            f'catalog.yaml has no office times for any value of "{written.text}"',
            f"Take an answer whose values stand under office_time: {', '.join(known)}".rstrip(": ,")
            if known
            else "Add office_time: with times for its values to catalog.yaml",
            "The time limit could not be counted as that office works",
        )
    return value


def _role(role: Name | None, writer: Writer) -> Value:
    """A dotted name is an answer that names the role; any other is the role itself."""
    if role is None or "." not in role.text:
        named = role.text if role else ""
        return lambda _env: named
    said = nodes.Scalar(role.text, role.text, False, role.span)
    value, kind = writer.aside().typed_value(said)
    for option in kind.options if isinstance(kind, Choice) else ():
        _check_role(Name(option, role.span), writer)
    return value


def _check_role(role: Name, writer: Writer) -> None:
    """A role is one of the department's; with dots it is an answer that names one."""
    department = writer.draft.world.departments.get(writer.draft.service.department)
    if (
        department is None
        or not department.roles
        or "." in role.text
        or role.text in department.roles
    ):
        return
    writer.wrong(
        role.span,
        "FLOW-311",
        f'The department has no officer called "{role.text}"',
        suggest_or(role.text, department.roles, f"Add it under roles: in {department.path}"),
        "The case would lie on nobody's desk",
    )


def _reasons(step: StepNode, writer: Writer) -> dict[str, dict[str, dict[str, str]]]:
    _check_reasons(step, writer)
    found = {}
    for decision, node in entries_at(step.node, "reasons"):
        listing = wanted_list(node, writer)
        if listing is not None:
            found[decision.text] = {code: dict(words) for code, words in listing.labels().items()}
    return found


def _check_reasons(step: StepNode, writer: Writer) -> None:
    """Whoever may say no, or ask again, must have a list of reasons to choose from."""
    given = {name.text for name, _ in entries_at(step.node, "reasons")}
    lacking: dict[str, Name] = {}
    for stage in items_at(step.node, "stages"):
        for name in _may(stage):
            if name.text in ("reject", "close", "ask_back") and name.text not in given:
                lacking.setdefault(name.text, name)
    told = [lacking] if lacking and not given else [{each: lacking[each]} for each in lacking]
    for names in told:
        does = " and ".join(f'"{each}"' for each in names)
        lists = ", ".join(f"{each}: lists.…" for each in names)
        writer.wrong(
            next(iter(names.values())).span,
            "FLOW-322",
            f"An officer may {does} here, and there are no reasons to choose from",
            f"Add to reasons: {lists}, each with the name of a list",
            "The citizen would not learn why",
        )


def _late(node: nodes.Mapping, writer: Writer) -> tuple[str, str]:
    role = name_at(node, "to")
    if role is not None:
        _check_role(role, writer)
    return text_at(node, "after"), role.text if role else ""
