"""The same end written in several files: said once for all of them, it is put right once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.language.findings import Finding, warning
from engine.language.outline import WrittenEnd, script_of
from engine.language.whole import Whole

FILES = 3
"""In so many files an end is a copy. What only two services say is perhaps theirs alone: nobody should have to look for it elsewhere."""

_WHY = "A sentence put right in one of them would still meet the citizens of the others"


class _Copy(NamedTuple):
    """An end of a service or a family. shared: what is said once under its name, with the file it stands in."""

    path: str
    department: str
    end: WrittenEnd
    shared: tuple[str, WrittenEnd] | None


def check_copied_ends(whole: Whole) -> Iterator[Finding]:
    """Yield ends that say what is said once for all already; of other copies each group once, at the second, naming the first."""
    copies: dict[str, list[_Copy]] = {}
    for each in _ends(whole):
        if each.shared is not None and each.shared[1].gist == each.end.gist:
            yield _said_already(each, each.shared[0])
        else:
            copies.setdefault(each.end.gist, []).append(each)
    for group in copies.values():
        if len(group) >= FILES:
            yield _copied(group)


def _ends(whole: Whole) -> Iterator[_Copy]:
    """Yield the ends of families, then of services."""
    world = whole.reading.world
    once = {place: script_of(flow) for place, flow in world.ends.items()}
    scripts = [(each.department, script_of(each.flow)) for each in world.families.values()]
    scripts += [(each.department, each.script) for each in whole.outlines]
    for department, script in scripts:
        known: dict[str, tuple[str, WrittenEnd]] = {}
        for shared in filter(None, (once.get(""), once.get(department))):
            known |= {end.id: (shared.path, end) for end in shared.ends}
        for end in script.ends:
            yield _Copy(script.path, department, end, known.get(end.id))


def _said_already(copy: _Copy, path: str) -> Finding:
    name = copy.end.id
    return warning(
        copy.path,
        copy.end.span,
        "FILE-149",
        f'The end "{name}" says what "{name}" in {path} says for all',
        _WHY,
        "Delete it here: who leads to it is led there",
    )


def _copied(group: list[_Copy]) -> Finding:
    first, second, *more = group
    others = f", and in {len(more)} more {'files' if len(more) > 1 else 'file'}"
    folders = {each.department for each in group}
    place = f"{second.department}/_ends.yaml" if len(folders) == 1 else "_shared/ends.yaml"
    taken = any(each.shared is not None for each in group)
    named = " under another name" if taken else ""
    return warning(
        second.path,
        second.end.span,
        "FILE-149",
        f'The end "{second.end.id}" stands word for word in {first.path}, line {first.end.span.line}, as well{others}',
        _WHY,
        f"Put it under ends: in {place}{named}, and delete it in all of them",
    )
