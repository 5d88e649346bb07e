"""A fragment keeps its promises: what it gives is asked in it, and its outcomes are its ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.language.findings import Finding, error
from engine.language.model.fragment import Fragment
from engine.language.nearest import suggest
from engine.language.program import Program
from engine.language.reading import Reading


def check_fragments(reading: Reading, _programs: Mapping[str, Program]) -> Iterator[Finding]:
    """Yield what a fragment promises and does not have."""
    for fragment in reading.world.fragments.values():
        if fragment.flow.path not in reading.world.bad:
            yield from _gives(fragment)
            yield from _outcomes(fragment)


def _gives(fragment: Fragment) -> Iterator[Finding]:
    steps = [step.id.text for step in fragment.flow.steps]
    for name in fragment.gives:
        if name.text not in steps:
            yield error(
                fragment.flow.path,
                name.span,
                "FLOW-320",
                f'The fragment gives "{name.text}", and no step of it is called so',
                "Services that use it would lack this answer",
                suggest(name.text, steps),
            )


def _outcomes(fragment: Fragment) -> Iterator[Finding]:
    ends = {name.text: name for name, _ in fragment.flow.ends}
    outcomes = {name.text: name for name in fragment.outcomes}
    for text, name in {**outcomes, **ends}.items():
        if text not in ends or text not in outcomes:
            where = "ends" if text not in ends else "outcomes"
            yield error(
                fragment.flow.path,
                name.span,
                "FLOW-321",
                f'"{text}" is missing among the {where} of the fragment',
                "",
                f'Add "{text}" to {where}',
            )
