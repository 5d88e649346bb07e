"""Where each step of a program is written, what stands in its box, and which findings belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from engine.language import nodes
from engine.language.files import FileKind, place_of
from engine.language.findings import Finding
from engine.language.model.names import text_at
from engine.language.program import Program

_NAME = re.compile(r"\{\{[^{}]*\}\}")


class Written(NamedTuple):
    """A step as it stands in its file.

    verb: as written; words: by language, empty where the verb has none of its own; what: what stands behind the verb instead of words;
    branches: the conditions of a `when`.
    """

    path: str
    first: int
    last: int
    verb: str
    words: Mapping[str, str]
    what: str = ""
    branches: tuple[str, ...] = ()


def written(program: Program, files: Mapping[str, bytes]) -> dict[str, Written]:
    """Return where each step stands. Steps of a fragment stand in its file."""
    from engine.language.steps import BY_VERB

    parsed = {
        path: nodes.parse(files[path], path).node for path in program.sources if path in files
    }
    flows = {path: node for path, node in parsed.items() if isinstance(node, nodes.Mapping)}
    fragments = {
        text_at(node, "fragment"): path
        for path, node in flows.items()
        if "fragment" in node.by_name
    }
    found: dict[str, Written] = {}
    for path, node in flows.items():
        if "fragment" not in node.by_name:
            for step in _steps(node):
                _enter(found, step, path, "", (flows, fragments, frozenset(BY_VERB)))
    return {name: each for name, each in found.items() if name in program.by_id}


_World = tuple[Mapping[str, nodes.Mapping], Mapping[str, str], frozenset[str]]


def _enter(
    found: dict[str, Written], step: nodes.Mapping, path: str, before: str, world: _World
) -> None:
    flows, fragments, verbs = world
    name = before + text_at(step, "id")
    verb = next((key for key in step.by_name if key in verbs), "")
    inside = fragments.get(text_at(step, "use"), "")
    found[name] = _written(step, path, verb)
    for inner in _steps(flows[inside]) if inside and before.count(".") < 4 else ():
        _enter(found, inner, inside, f"{name}.", world)


def _written(step: nodes.Mapping, path: str, verb: str) -> Written:
    value, title = step.get(verb), step.get("title")
    words = title if isinstance(title, nodes.Mapping) else value
    said = _in_words(words) if isinstance(words, nodes.Mapping) else {}
    what = value.text if isinstance(value, nodes.Scalar) else ""
    lines = value.items if isinstance(value, nodes.Sequence) else ()
    branches = tuple(text_at(each, "if") for each in lines if isinstance(each, nodes.Mapping))
    return Written(path, step.span.line, _last_line(step), verb, said, what, branches)


def end_words(program: Program, files: Mapping[str, bytes]) -> dict[str, Mapping[str, str]]:
    """Return what each end says, by language, with dots for what is put in."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(program.sources, key=_is_own):
        node = nodes.parse(files[path], path).node if path in files else None
        ends = node.get("ends") if isinstance(node, nodes.Mapping) else None
        for name, end in ends.by_name.items() if isinstance(ends, nodes.Mapping) else ():
            said = end.get("say") if isinstance(end, nodes.Mapping) else None
            if isinstance(said, nodes.Mapping):
                found[name] = _in_words(said)
    return found


def _is_own(path: str) -> bool:
    """Tell whether the ends of a file count before those that many services share."""
    place = place_of(path)
    return place is None or place.kind is not FileKind.ENDS


def _in_words(said: nodes.Mapping) -> dict[str, str]:
    return {
        key: _NAME.sub("…", each.text)
        for key, each in said.by_name.items()
        if isinstance(each, nodes.Scalar)
    }


def _last_line(node: nodes.Node) -> int:
    match node:
        case nodes.Mapping(entries=entries):
            return max((_last_line(value) for _, value in entries), default=node.span.line)
        case nodes.Sequence(items=items):
            return max(map(_last_line, items), default=node.span.line)
        case _:
            return max(node.span.end_line, node.span.line)


def _steps(node: nodes.Mapping) -> Iterator[nodes.Mapping]:
    """Yield the steps of a file, those done later last."""
    later = node.get("later")
    parts = [node.get("steps")]
    if isinstance(later, nodes.Mapping):
        parts += [
            each.get("steps") for each in later.by_name.values() if isinstance(each, nodes.Mapping)
        ]
    for part in parts:
        if isinstance(part, nodes.Sequence):
            yield from (each for each in part.items if isinstance(each, nodes.Mapping))


def on_steps(
    findings: Iterable[Finding], places: Mapping[str, Written], paths: Iterable[str]
) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of a service's files by step; those that stand on no step under an empty name."""
    found: dict[str, tuple[Finding, ...]] = {}
    known = frozenset(paths)
    for finding in findings:
        if finding.path in known:
            at = [
                (each.last - each.first, name)
                for name, each in places.items()
                if each.path == finding.path and each.first <= finding.span.line <= each.last
            ]
            name = min(at)[1] if at else ""
            found[name] = (*found.get(name, ()), finding)
    return found
