"""What a service names outside its steps exists: help desks, templates, personal answers, departments."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.compiler.draft import Draft
from engine.language.findings import Finding, error, warning
from engine.language.model.names import mapping_at, name_at, names_at
from engine.language.nearest import nearest, suggest, suggest_or
from engine.language.program import Program
from engine.language.source import START
from engine.language.whole import Whole


def check_references(draft: Draft, _program: Program | None) -> Iterator[Finding]:
    """Yield names that lead nowhere."""
    yield from _desks(draft)
    yield from _notify(draft)
    if draft.laid:
        yield from _personal(draft)
        yield from _searchable(draft)
    yield from _life_events(draft)
    yield from _group(draft)


def _desks(draft: Draft) -> Iterator[Finding]:
    desks = [each.desk.id for each in draft.world.departments.values() if each.desk.id]
    ends = [(draft.flow.path, node) for _, node in draft.flow.ends]
    ends += [(end.path, end.node) for end in draft.shared_ends.values()]
    for path, node in ends:
        to = name_at(node, "to")
        if to is not None and desks and to.text not in desks:
            yield error(
                path,
                to.span,
                "FLOW-318",
                f'No department has a help desk called "{to.text}"',
                "Nobody would take over",
                _desk_meant(draft, to.text, desks),
            )


def _desk_meant(draft: Draft, name: str, desks: list[str]) -> str:
    """Return the nearest help desk; where none is near, the department's own."""
    own = draft.world.departments.get(draft.service.department)
    if own is None or not own.desk.id or nearest(name, desks):
        return suggest(name, desks)
    return f"Write {own.desk.id}, which is this department's"


def _notify(draft: Draft) -> Iterator[Finding]:
    name = name_at(draft.flow.node, "notify")
    known = draft.world.state.templates
    if name is not None and name.text not in known:
        yield error(
            draft.flow.path,
            name.span,
            "FLOW-317",
            f'There is no approved template called "{name.text}"',
            "A citizen could not be told anything after 24 hours",
            suggest_or(name.text, known, "Describe it under templates: in catalog.yaml"),
        )


def _personal(draft: Draft) -> Iterator[Finding]:
    node = mapping_at(draft.flow.node, "personal")
    known = draft.top.scope
    for name in names_at(node, "answers") if node else ():
        if name.text.partition(".")[0] not in draft.top.entries and name.text not in known:
            yield error(
                draft.flow.path,
                name.span,
                "FLOW-319",
                f'There is no answer called "{name.text}"',
                "It could not be kept or erased as promised",
                suggest(name.text, draft.top.entries),
            )


def _searchable(draft: Draft) -> Iterator[Finding]:
    node = mapping_at(draft.flow.node, "personal")
    submitted = {
        name.text
        for laid in draft.laid
        if laid.step.verb == "submit"
        for name in names_at(laid.step.node, "with")
    }
    for name in names_at(node, "searchable") if node else ():
        if name.text not in submitted:
            yield error(
                draft.flow.path,
                name.span,
                "FLOW-325",
                f'No "submit" hands "{name.text}" to the officers',
                "Nobody could find a case by it",
                suggest(name.text, submitted) or "Add it to with: of the submit step",
            )


def _life_events(draft: Draft) -> Iterator[Finding]:
    known = draft.world.state.life_events
    for name in draft.service.life_events:
        if name.text not in known:
            yield error(
                draft.service.path,
                name.span,
                "FLOW-323",
                f'catalog.yaml has no life event called "{name.text}"',
                "Nobody would find the service there",
                suggest_or(name.text, known, "Declare it under life_events: in catalog.yaml"),
            )


def _group(draft: Draft) -> Iterator[Finding]:
    name = draft.service.group
    department = draft.world.departments.get(draft.service.department)
    if name is None or department is None:
        return
    known = [each.text for each in department.groups]
    if name.text not in known:
        yield error(
            draft.service.path,
            name.span,
            "FLOW-327",
            f'{department.path} has no group called "{name.text}"',
            "Nobody would find the service there",
            suggest_or(name.text, known, f"Declare it under groups: in {department.path}"),
        )


def check_groups(whole: Whole) -> Iterator[Finding]:
    """Yield groups of a department's menu to which no service belongs; not where one names a group that is not there, perhaps misspelt."""
    named = {(each.department, each.group) for each in whole.outlines if each.group}
    for department in whole.reading.world.departments.values():
        known = {group.text for group in department.groups}
        if any(where == department.id and group not in known for where, group in named):
            continue
        for group in department.groups:
            if (department.id, group.text) not in named:
                yield warning(
                    department.path,
                    group.span,
                    "FLOW-328",
                    f'No service belongs to the group "{group.text}"',
                    "The menu leaves it out",
                    "Delete it, or name it under group: in a service",
                )


def check_departments(whole: Whole) -> Iterator[Finding]:
    """Yield departments that the menu does not list, or lists in vain, and departments without a description."""
    reading = whole.reading
    state, there = reading.world.state, reading.world.departments
    folders = {place.department: place.path for place in reading.places if place.department}
    for name in state.departments:
        if name.text not in folders:
            yield error(
                state.path,
                name.span,
                "FILE-106",
                f'There is no department in a folder "{name.text}"',
                "",
                f"Add {name.text}/_department.yaml, or take it out of the list",
            )
    listed = {name.text for name in state.departments}
    for folder, path in folders.items():
        if folder not in there:
            yield error(
                path,
                START,
                "FILE-107",
                f'The folder "{folder}" has no _department.yaml',
                "Its services would lack a place in the menu",
                f"Add {folder}/_department.yaml",
            )
        elif state.id and folder not in listed:
            yield error(
                there[folder].path,
                START,
                "FILE-108",
                f'catalog.yaml does not list the department "{folder}"',
                "Nobody would find it in the menu",
                "Add it to departments: in catalog.yaml",
            )
