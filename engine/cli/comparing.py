"""Compares two catalogues service by service: are only words different, are questions different, are steps gone? Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.cli.graph import edges, verb
from engine.cli.reading import load
from engine.language import nodes
from engine.language.compiled import AnyStep
from engine.language.program import Program

LANGUAGES = frozenset(("te", "en", "hi", "ur", "ta", "kn", "or", "mr"))
QUESTIONS = ("ask", "choose", "confirm", "repeat", "collect")

NEW = "Nobody is under way in it."
KEEP = "Keep: cases under way lose nothing; they may go on in the new version."
ASK_AGAIN = "Re-ask: cases under way would have to answer these again: {names}. Otherwise they end in the old version."
PIN = "Pin: cases under way must end in the old version."


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one service. verdict: a few words; details: one line each; advice: keep, re-ask or pin."""

    service: str
    verdict: str
    details: tuple[str, ...] = ()
    advice: str = ""


def compare(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[Change]:
    """Return what became of each service of either catalogue, by id."""
    before, after = load(old).catalogue, load(new).catalogue
    names = sorted({*before.services, *after.services})
    return [
        _one(
            name,
            before.programs.get(name),
            after.programs.get(name),
            old,
            new,
            name in after.services,
        )
        for name in names
    ]


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
    return _flows(name, before, after)


def _said(program: Program, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the program's files as plain values with every text taken out."""
    found = {}
    for path in program.sources:
        tree = nodes.parse(files[path], path).node if path.endswith(".yaml") else None
        found[path] = files[path] if tree is None else _without_words(nodes.to_plain(tree))
    return found


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        if value and LANGUAGES.issuperset(value):
            return "words"
        return {
            name: "" if name in LANGUAGES else _without_words(part) for name, part in value.items()
        }
    return [_without_words(item) for item in value] if isinstance(value, list) else value


def _flows(name: str, before: Program, after: Program) -> Change:
    gone = [step.id for step in before.steps if step.id not in after.by_id]
    added = [step.id for step in after.steps if step.id not in before.by_id]
    both = [step.id for step in before.steps if step.id in after.by_id]
    other = [step for step in both if _differs(before, after, step)]
    moved = [step for step in both if _ways(before, step) != _ways(after, step)]
    told = {
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
        return Change(name, "questions changed", details, ASK_AGAIN.format(names=", ".join(again)))
    return Change(
        name, "steps changed" if details else "conditions or amounts changed", details, PIN
    )


def _differs(before: Program, after: Program, step: str) -> bool:
    """Tell whether a step of the same name asks or does something else."""
    old, new = before.by_id[step], after.by_id[step]
    return (
        type(old) is not type(new)
        or before.types.get(step) != after.types.get(step)
        or _kept(old) != _kept(new)
    )


def _kept(step: AnyStep) -> tuple[Any, ...]:
    """Return what can be compared of a step beside its type."""
    options = tuple(option.key for option in getattr(step, "options", ()))
    stages = tuple(stage.id for stage in getattr(step, "stages", ()))
    return options, stages, getattr(step, "operation", ""), getattr(step, "within_s", 0)


def _ways(program: Program, step: str) -> list[tuple[str, str]]:
    return sorted((edge.label, edge.end) for edge in edges(program) if edge.start == step)
