"""Compares two catalogues service by service: are only words different, are questions different, are steps gone? Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.cli.differing import differences
from engine.cli.picture.wording import verb
from engine.cli.reading import load
from engine.language import nodes
from engine.language.compiled import AnyStep
from engine.language.compiler.renamed import present_name
from engine.language.edges import edges_of
from engine.language.files import FileKind, place_of
from engine.language.program import Program

LANGUAGES = frozenset(("te", "en", "hi", "ur", "ta", "kn", "or", "mr"))
NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")
"""An id, or one that belongs to another, in a condition or alone."""
QUESTIONS = ("ask", "choose", "confirm", "repeat", "collect")

NEW = "Nobody is under way in it."
KEEP = "Keep: cases under way lose nothing; they may go on in the new version."
ASK_AGAIN = "Re-ask: cases under way would have to answer these again: {names}. Otherwise they end in the old version."
PIN = "Pin: cases under way must end in the old version."


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one service. verdict: a few words; details: one line each; advice: keep, re-ask or pin; again: the questions that
    would be asked again; told: every difference in an officer's words."""

    service: str
    verdict: str
    details: tuple[str, ...] = ()
    advice: str = ""
    again: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def keeps(self) -> bool:
        """Tell whether every case under way could go on in the new version as it is."""
        return self.verdict == "unchanged" or self.advice == KEEP


def compare(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[Change]:
    """Return what became of each service of either catalogue, by id."""
    before, after = load(old).catalogue, load(new).catalogue
    names = sorted({*before.services, *after.services})
    return [
        compare_one(
            name,
            before.programs.get(name),
            after.programs.get(name),
            old,
            new,
            name in after.services,
        )
        for name in names
    ]


def compare_one(
    name: str,
    before: Program | None,
    after: Program | None,
    old: Mapping[str, bytes],
    new: Mapping[str, bytes],
    still_there: bool = True,
) -> Change:
    """Return what became of a service, its differences told. old, new: the files the two programs were made from, or more."""
    change = _one(name, before, after, old, new, still_there)
    if before is None or after is None or change.verdict == "unchanged":
        return change
    earlier = {path: old[path] for path in before.sources if path in old}
    later = {path: new[path] for path in after.sources if path in new}
    return replace(change, told=tuple(differences(earlier, later, after.former_steps)))


def _one(
    name: str,
    before: Program | None,
    after: Program | None,
    old: Mapping[str, bytes],
    new: Mapping[str, bytes],
    still_there: bool,
) -> Change:
    if before is None and after is None:
        return Change(name, "cannot be compared", ("neither version is without errors",), PIN)
    if before is None:
        return Change(name, "new", (), NEW)
    if after is None:
        why = "the new version has errors" if still_there else "the new catalogue does not have it"
        return Change(name, "gone", (why,), PIN)
    if before.digest == after.digest:
        return Change(name, "unchanged")
    if _said(before, old) == _said(after, new):
        return Change(name, "texts only", (), KEEP)
    names = {step.id: present_name(step.id, after.former_steps) for step in before.steps}
    renamed = [f"{was} is now {now}" for was, now in names.items() if was != now]
    if renamed and after.by_id.keys() == set(names.values()):
        said = {path: _renamed(tree, path, after) for path, tree in _said(before, old).items()}
        if said == _said(after, new):
            return Change(name, "steps renamed", (f"renamed: {', '.join(renamed)}",), KEEP)
    return _flows(name, before, after, names)


def _said(program: Program, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the program's files as plain values with every text taken out; further languages are nothing but texts."""
    found = {}
    for path in program.sources:
        place = place_of(path)
        if place is not None and place.kind is FileKind.SIDECAR:
            continue
        tree = nodes.parse(files[path], path).node if path.endswith(".yaml") else None
        found[path] = files[path] if tree is None else _without_words(nodes.to_plain(tree))
    return found


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        if value and LANGUAGES.issuperset(value):
            return "words"
        return {
            name: "" if name in LANGUAGES else _without_words(part)
            for name, part in value.items()
            if name != "former_ids" or "id" not in value
        }
    return [_without_words(item) for item in value] if isinstance(value, list) else value


def _renamed(tree: Any, path: str, after: Program) -> Any:
    """Return a file's plain values with every step called as it is now; in a fragment steps go by the last part of their name."""
    place, former = place_of(path), after.former_steps
    if place is not None and place.kind is FileKind.FRAGMENT:
        former = {was.rpartition(".")[2]: now.rpartition(".")[2] for was, now in former.items()}
    return _called(tree, former)


def _called(value: Any, former: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _called(part, former) for name, part in value.items()}
    if isinstance(value, list):
        return [_called(item, former) for item in value]
    if isinstance(value, str):
        return NAME.sub(lambda found: present_name(found[0], former), value)
    return value


def _flows(name: str, before: Program, after: Program, names: Mapping[str, str]) -> Change:
    """names: by the name of each step before, the one it has now."""
    gone = [was for was, now in names.items() if now not in after.by_id]
    present = set(names.values())
    added = [step.id for step in after.steps if step.id not in present]
    both = [(was, now) for was, now in names.items() if now in after.by_id]
    other = [now for was, now in both if _differs(before, was, after, now)]
    moved = [now for was, now in both if _ways(before, was, names) != _ways(after, now, {})]
    told = {
        "renamed": [f"{was} is now {now}" for was, now in both if was != now],
        "steps gone": gone,
        "steps added": added,
        "asked or done differently": other,
        "leads elsewhere": moved,
    }
    details = tuple(f"{words}: {', '.join(steps)}" for words, steps in told.items() if steps)
    again = [step for step in (*other, *added) if verb(after.by_id[step]) in QUESTIONS]
    if gone:
        return Change(name, "steps gone", details, PIN)
    if again and len(again) == len(other) + len(added):
        advice = ASK_AGAIN.format(names=", ".join(again))
        return Change(name, "questions changed", details, advice, tuple(again))
    verdict = "steps changed" if added or other or moved else "conditions or amounts changed"
    return Change(name, verdict, details, PIN)


def _differs(before: Program, was: str, after: Program, now: str) -> bool:
    """Tell whether a step, called `was` before and `now` at present, asks or does something else."""
    old, new = before.by_id[was], after.by_id[now]
    return (
        type(old) is not type(new)
        or before.types.get(was) != after.types.get(now)
        or _kept(old) != _kept(new)
    )


def _kept(step: AnyStep) -> tuple[Any, ...]:
    """Return what can be compared of a step beside its type."""
    options = tuple(option.key for option in getattr(step, "options", ()))
    stages = tuple(stage.id for stage in getattr(step, "stages", ()))
    return options, stages, getattr(step, "operation", ""), getattr(step, "within_s", 0)


def _ways(program: Program, step: str, names: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return where a step leads, and how often it may send one back."""
    ways = [
        (edge.manner, edge.about, names.get(edge.end, edge.end))
        for edge in edges_of(program)
        if edge.start == step
    ]
    outcomes = program.by_id[step].outcomes.items()
    often = [("often", outcome, str(route.at_most)) for outcome, route in outcomes if route.again]
    return sorted([*ways, *often])
