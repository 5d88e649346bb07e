"""What must be asked again when an answer changes: every question or request that reads it, directly or through others."""

from __future__ import annotations

from collections.abc import Container, Mapping


def dependents_of(
    reads: Mapping[str, frozenset[str]], steps: frozenset[str]
) -> dict[str, frozenset[str]]:
    """Return for each step those whose answer must be worked out again. reads: names by step; steps: the ids of all steps."""
    direct: dict[str, set[str]] = {}
    for step, names in reads.items():
        for name in names:
            owner = owner_of(name, steps)
            if owner and owner != step:
                direct.setdefault(owner, set()).add(step)
    return {step: frozenset(_reached(step, direct)) for step in direct}


def owner_of(name: str, steps: Container[str]) -> str:
    """Return the step whose answer a dotted name is part of, or nothing."""
    while name and name not in steps:
        name = name.rpartition(".")[0]
    return name


def _reached(step: str, direct: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(direct[step])
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += direct.get(each, ())
    return found - {step}
