"""One service made into a program: laid out, names declared, every step built; whatever is wrong is a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.domain.duration import Duration, parse_duration
from engine.domain.types import Record, Type
from engine.language import nodes
from engine.language.assignment.uses import ENTRY, OUT
from engine.language.compiled import AnyStep, Route
from engine.language.compiler.dependents import dependents_of
from engine.language.compiler.draft import Draft
from engine.language.compiler.fees import compile_fees, declare_fees
from engine.language.compiler.given import Given, fill_needs
from engine.language.compiler.header import ends_of, laters_of, season_of
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid, Layout
from engine.language.compiler.listed import find_list
from engine.language.compiler.papers import read_papers
from engine.language.compiler.renamed import former_steps
from engine.language.compiler.scope import Frame
from engine.language.compiler.shared_ends import ends_beside
from engine.language.compiler.standing import state_of
from engine.language.compiler.systems import systems_of
from engine.language.compiler.targets import left_out_as_done, nothing_follows, outcome_findings
from engine.language.compiler.world import World
from engine.language.compiler.writer import Writer
from engine.language.expressions import describe, fits, resolve
from engine.language.model.flow import Flow
from engine.language.model.fragment import Fragment
from engine.language.model.names import Name, mapping_at, names_at, text_at, words_of
from engine.language.model.service import Service, read_service
from engine.language.model.state import State
from engine.language.model.value_types import AMOUNTS, flatten
from engine.language.nearest import suggest_or
from engine.language.program import YEAR, Program
from engine.language.steps import BY_VERB


def compile_service(service: Service, world: World) -> tuple[Draft, Program | None]:
    """Return what is known of the service, and its program unless something is wrong."""
    draft = _begin(service, world)
    if draft.findings or not _lay_out(draft):
        return draft, None
    _declare(draft)
    compile_fees(draft)
    steps = tuple(_build(laid, draft) for laid in draft.laid)
    program = _assemble(draft, steps)
    return draft, None if draft.findings or draft.broken else program


def compile_alone(fragment: Fragment, world: World) -> Draft:
    """Return what is known of a fragment that no service uses; its needs stand for answers of whoever will use it."""
    flow = fragment.flow
    service = read_service(flow, f"_shared.{fragment.id}")
    top = Frame(path=flow.path, scope=dict(fragment.needs))
    languages = world.state.languages
    draft = Draft(world=world, service=service, flow=flow, languages=languages, top=top)
    good = fragment.outcomes[0].text if fragment.outcomes else ""
    if _lay_out(draft, good):
        _declare(draft)
        for laid in draft.laid:
            _build(laid, draft)
    draft.findings = [each for each in draft.findings if each.code not in _CALLERS]
    return draft


_CALLERS = ("FLOW-305",)
"""What only a service that uses a fragment can get right: where it goes after too many tries."""


# -- laying out --------------------------------------------------------------------------------------------------------


def _begin(service: Service, world: World) -> Draft:
    top = Frame(path=service.path)
    languages = service.languages or world.state.languages
    draft = Draft(world=world, service=service, flow=service.flow, languages=languages, top=top)
    draft.uses |= {service.path, world.state.path, *service.sidecars}
    department = world.departments.get(service.department)
    if department is not None:
        draft.uses.add(department.path)
    if service.family is not None:
        _join_family(draft, service.family)
    return draft


def _join_family(draft: Draft, name: Name) -> None:
    service = draft.service
    family = draft.world.families.get(f"{service.department}/{name.text}")
    if family is None:
        known = [
            each.id
            for each in draft.world.families.values()
            if each.department == service.department
        ]
        draft.wrong(
            service.path,
            name.span,
            "FLOW-307",
            f'The department has no family called "{name.text}"',
            suggest_or(
                name.text, known, f"Write it: {service.department}/_{name.text}.family.yaml"
            ),
        )
        return
    draft.flow, draft.top.path = family.flow, family.flow.path
    draft.uses.add(family.flow.path)
    given = Given(service.path, service.given, name.span, None, "", draft.languages)
    draft.findings += fill_needs(given, family.needs, draft.top, draft.constants)


def _lay_out(draft: Draft, after: str = "") -> bool:
    """Bring all steps into one row; tell whether it can be gone on with. after: where the last of them leads."""
    flow, top = draft.flow, draft.top
    draft.shared_ends = ends_beside(flow, draft.service.department, draft.world)
    top.ends = {name: name for name in (*(end.text for end, _ in flow.ends), *draft.shared_ends)}
    layout = Layout(draft.world, draft.constants, draft.languages)
    layout.lay(flow.steps, top, after)
    for later in flow.later:
        before = dict(top.entries)
        draft.later_firsts[later.id.text] = layout.lay(later.steps, top, "")
        top.entries = {**before, **top.entries}
    layout.settle(top)
    draft.later_firsts = {name: layout.really(at) for name, at in draft.later_firsts.items()}
    draft.laid, draft.uses = layout.row, draft.uses | layout.uses
    draft.findings += layout.findings
    return not layout.findings and not layout.stopped and bool(draft.laid)


# -- declaring ---------------------------------------------------------------------------------------------------------


def _declare(draft: Draft) -> None:
    """Find the type of every name, in the order of the steps."""
    declare_fees(draft)
    seen: dict[int, Frame] = {id(draft.top): draft.top}
    for laid in draft.laid:
        frame = laid.frame
        if id(frame) not in seen:
            seen[id(frame)] = frame
            _open_frame(frame, draft)
        if laid.role != "step":
            continue
        kind = BY_VERB[laid.step.verb].gives(laid, Writer(draft, frame))
        if (kind is None and BY_VERB[laid.step.verb].GIVES) or _stands_on_bad(laid, draft):
            draft.broken.add(laid.id)
        if kind is not None:
            frame.declare(laid.step.id.text, kind)
            draft.types |= flatten(laid.id, kind)
            _group(frame, draft)
    draft.types |= draft.top.scope


def _stands_on_bad(laid: Laid, draft: Draft) -> bool:
    """Tell whether what a step gives comes from a file that has findings of its own."""
    if not draft.world.bad:
        return False
    writer = Writer(draft, laid.frame)
    if laid.step.verb in ("call", "book"):
        said = laid.step.said
        found = draft.world.operation(said.text) if isinstance(said, nodes.Scalar) else None
        return found is not None and found[0].path in draft.world.bad
    listing = find_list(laid.step, writer) if laid.step.verb == "choose" else None
    return listing is not None and not draft.world.bad.isdisjoint((listing.path, listing.table))


def _open_frame(frame: Frame, draft: Draft) -> None:
    """Give a fragment's frame the types of the answers its caller passed on."""
    outer = frame.outer
    fragment = draft.world.fragments[frame.fragment]
    if outer is None:
        return
    for need, wanted in fragment.needs.items():
        name = frame.names.get(need, "")
        if name in frame.scope:
            continue
        kind = resolve(outer.scope, name)
        if not draft.is_broken(name) and (kind is None or not fits(kind, wanted)):
            place = frame.used_at
            is_now = (
                f"and {name} is {describe(kind)}" if kind else f"and there is nothing called {name}"
            )
            draft.wrong(
                outer.path,
                place,
                "FLOW-333",
                f'"{need}" must be {describe(wanted)}, {is_now}',
                "Pass on another answer",
            )
        frame.scope[name] = kind or wanted


def _group(frame: Frame, draft: Draft) -> None:
    """Keep the record of everything a fragment gives known under the `use` step's own name."""
    outer = frame.outer
    if outer is None:
        return
    fields = {
        name: frame.scope[frame.prefix + name]
        for name in sorted(frame.gives)
        if frame.prefix + name in frame.scope
    }
    group = frame.prefix.removesuffix(".")
    outer.scope[group] = Record(fields, frozenset(fields))
    draft.types[group] = outer.scope[group]


# -- building ----------------------------------------------------------------------------------------------------------


def _build(laid: Laid, draft: Draft) -> AnyStep:
    writer = Writer(draft, laid.frame)
    writer.step = laid.id
    kind = BY_VERB[laid.step.verb]
    step = kind.build(laid, writer, _common(laid, writer))
    if kind.ASKED_AGAIN and laid.role == "step":
        draft.reads[laid.id] = frozenset(writer.reads)
    if not (writer.computed or writer.weighed):
        return step
    return replace(
        step, computed=tuple(sorted(writer.computed)), weighs=tuple(sorted(writer.weighed))
    )


def _common(laid: Laid, writer: Writer) -> Common:
    step, draft = laid.step, writer.draft
    if laid.role != "step":
        return {"id": laid.id, "then": laid.next, "only_if": None, "outcomes": {}}
    ways = BY_VERB[step.verb].ways(laid, writer)
    known = ways.known
    if known:
        draft.findings += outcome_findings(step, known, ways.must)
    then = step.get("then")
    onward = (
        writer.aside().target(Name(then.text, then.span), laid.next)
        if isinstance(then, nodes.Scalar)
        else laid.next
    )
    only_if = True if laid.folded else writer.at(ENTRY).condition(step.get("only_if"), ENTRY)
    common: dict[str, Any] = {
        "id": laid.id,
        "then": onward,
        "only_if": None if isinstance(only_if, bool) else only_if,
        "outcomes": {},
    }
    _outcomes(laid, writer.aside(), ways, common)
    written = step.get("outcomes")
    led = isinstance(written, nodes.Mapping) and (not known or written.get(ways.good) is not None)
    if not laid.next and not led and then is None and step.verb != "when":
        draft.findings.append(nothing_follows(step))
    return common


def _outcomes(laid: Laid, writer: Writer, ways: Ways, common: dict[str, Any]) -> None:
    """Fill in where outcomes lead; a good one that leads straight to a target is the step's way on."""
    node = laid.step.get("outcomes")
    known = ways.known
    for key, way in node.entries if isinstance(node, nodes.Mapping) else ():
        if key.text not in known:
            continue
        if isinstance(way, nodes.Mapping):
            route = writer.at(OUT + key.text).route(way, laid.next)
            common["outcomes"][key.text] = route
            if key.text == ways.good:
                _goes_well(laid, writer, Name(key.text, way.span), route.then, common)
        elif isinstance(way, nodes.Scalar):
            target = writer.target(Name(way.text, way.span), laid.next)
            if key.text == ways.good:
                _goes_well(laid, writer, Name(key.text, way.span), target, common)
            else:
                common["outcomes"][key.text] = Route(then=target)
            if way.text == "next" and not laid.next:
                writer.draft.findings.append(nothing_follows(laid.step))


def _goes_well(
    laid: Laid, writer: Writer, outcome: Name, target: str, common: dict[str, Any]
) -> None:
    """Take where the good outcome leads as the step's way on; one that is left out must not go there as if it had been done."""
    if common["only_if"] is not None and laid.next and target not in ("", laid.next):
        writer.draft.findings.append(left_out_as_done(laid.step, outcome, laid.next))
    common["then"] = target


def _why(flow: Flow) -> Mapping[str, str]:
    """Return what the personal answers are needed for."""
    personal = mapping_at(flow.node, "personal")
    return words_of(personal.get("why")) if personal is not None else {}


def _searchable(flow: Flow) -> frozenset[str]:
    """Return the answers by which officers find a case."""
    personal = mapping_at(flow.node, "personal")
    return (
        frozenset(name.text for name in names_at(personal, "searchable"))
        if personal
        else frozenset()
    )


def _keep(flow: Flow, state: State) -> Duration:
    """Return how long a case stays readable after its end: what the service says, then the state."""
    personal = mapping_at(flow.node, "personal")
    written = text_at(personal, "keep") if personal is not None else ""
    return parse_duration(written or state.keep) or YEAR


def _assemble(draft: Draft, steps: tuple[AnyStep, ...]) -> Program:
    service, flow, state = draft.service, draft.flow, draft.world.state
    top = Writer(draft, draft.top)
    types: dict[str, Type] = {}
    for name, kind in draft.types.items():
        if isinstance(kind, Record) and kind is not AMOUNTS:
            types |= flatten(name, kind)
        else:
            types[name] = kind
    ends = ends_of(draft, steps)
    return Program(
        digest="",
        service=service.id,
        department=service.department,
        kind=service.kind,
        title=service.title,
        short=service.short,
        note=service.note,
        find=service.find,
        languages=draft.languages,
        state=state_of(draft),
        steps=steps,
        by_id={step.id: step for step in steps},
        ends=ends,
        later=laters_of(draft),
        types=types,
        papers=read_papers(top.aside()),
        why=_why(flow),
        takes=text_at(service.flow.node, "takes") or text_at(flow.node, "takes"),
        notify=text_at(flow.node, "notify") or state.notify,
        computed=draft.computed,
        constants=draft.constants,
        dependents=dependents_of(draft.reads, draft.ids()),
        calendar=state.calendar,
        quiet=state.quiet,
        searchable=_searchable(flow),
        keep=_keep(flow, state),
        number_prefix=text_at(service.flow.node, "number_prefix"),
        life_events=tuple(name.text for name in service.life_events),
        group=service.group.text if service.group is not None else "",
        systems=systems_of(steps, ends, draft.world.connectors, draft.constants),
        season=season_of(draft),
        price=draft.price,
        shown=draft.asked,
        former_ids=tuple(name.text for name in service.former_ids),
        former_steps=dict(former_steps(flow, draft.world.fragments)),
        sources=tuple(sorted(draft.uses)),
    )
