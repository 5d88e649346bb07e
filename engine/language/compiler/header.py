"""What stands around the steps: ends, what may be done later, the season."""

from __future__ import annotations

from dataclasses import replace

from engine.language import nodes
from engine.language.assignment.uses import BEFORE_ALL
from engine.language.compiled import AnyStep
from engine.language.compiler.draft import Draft
from engine.language.compiler.graph import targets
from engine.language.compiler.scope import Frame
from engine.language.compiler.shared_ends import SharedEnd, in_service, named_at
from engine.language.compiler.writer import Writer
from engine.language.model.names import mapping_at, text_at, words_of
from engine.language.program import End, Later, Season


def ends_of(draft: Draft, steps: tuple[AnyStep, ...]) -> dict[str, End]:
    """Return the ways the service can finish: its own ends, then those beside it as its steps lead to them."""
    led = dict.fromkeys(target for step in steps for target in targets(step))
    draft.shared_ends = {end: draft.shared_ends[end] for end in led if end in draft.shared_ends}
    found = {name.text: _end(name.text, node, draft, draft.top) for name, node in draft.flow.ends}
    return found | {name: _shared_end(end, draft) for name, end in draft.shared_ends.items()}


def _end(name: str, node: nodes.Mapping, draft: Draft, frame: Frame) -> End:
    writer = Writer(draft, frame)
    writer.step = name
    text = writer.text(node.get("say"))
    return End(
        id=name,
        result=text_at(node, "result"),
        text=text,
        to=text_at(node, "to"),
        computed=tuple(sorted(writer.computed)),
        desk=_desk(text_at(node, "to"), draft),
    )


def _shared_end(end: SharedEnd, draft: Draft) -> End:
    """Return an end of another file. What this service lacks for it is noted where the service names it."""
    name, flow = end.name.text, draft.flow
    draft.uses.add(end.path)
    before = len(draft.findings)
    made = _end(name, end.node, draft, replace(draft.top, path=end.path))
    draft.findings[before:] = [in_service(each, end, flow) for each in draft.findings[before:]]
    if name in draft.uses_in:
        place = named_at(flow, name)
        draft.uses_in[name] = [
            use._replace(path=flow.path, place=place) for use in draft.uses_in[name]
        ]
    return made


def _desk(name: str, draft: Draft) -> dict[str, str]:
    """Return when a help desk answers and on which number, a line each."""
    if not name:
        return {}
    found = next((each for each in draft.world.departments.values() if each.desk.id == name), None)
    if found is None:
        return {}
    draft.uses.add(found.path)
    told = {}
    for language in draft.languages:
        hours, title = found.desk.hours.get(language, ""), found.desk.title.get(language, "")
        known = ", ".join(filter(None, (hours, found.desk.phone)))
        if known:
            told[language] = f"{title}: {known}"
    return told


def laters_of(draft: Draft) -> dict[str, Later]:
    """Return what may still be done after a success."""
    found = {}
    for later in draft.flow.later:
        writer = Writer(draft, draft.top)
        until = later.node.get("open_until")
        writer.text(later.node.get("title"), what="title")
        found[later.id.text] = Later(
            id=later.id.text,
            title=words_of(later.node.get("title")),
            first=draft.later_firsts[later.id.text],
            open_until=writer.value(until) if until is not None else None,
        )
    return found


def season_of(draft: Draft) -> Season | None:
    """Return when the service can be started, where that is bounded."""
    node = mapping_at(draft.flow.node, "open")
    if node is None:
        return None
    writer = Writer(draft, draft.top)
    writer.step = BEFORE_ALL
    first, last = text_at(node, "from", "0001-01-01"), text_at(node, "until", "9999-12-31")
    if first > last:
        place = node.get("until") or node
        draft.wrong(
            draft.flow.path,
            place.span,
            "EXPR-445",
            "The season ends before it begins",
            "Write the earlier day first",
        )
    return Season(
        first=first,
        last=last,
        before=writer.text(_said(node, "before")),
        after=writer.text(_said(node, "after")),
    )


def _said(node: nodes.Mapping, key: str) -> nodes.Node | None:
    return node.get(key)
