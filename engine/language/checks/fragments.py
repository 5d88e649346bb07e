"""A fragment keeps its promises: what it gives is asked in it, and its outcomes are its ends."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.compiler.compiler import compile_alone
from engine.language.findings import Finding, error
from engine.language.model.fragment import Fragment
from engine.language.nearest import suggest
from engine.language.whole import Whole


def check_fragments(whole: Whole) -> Iterator[Finding]:
    """Yield what a fragment promises and does not have, and what is wrong in one that no file names; of others it was said there."""
    world, named = whole.reading.world, _named(whole)
    for fragment in world.fragments.values():
        if fragment.flow.path in world.bad:
            continue
        promised = [*_gives(fragment), *_outcomes(fragment)]
        yield from promised
        if not promised and fragment.id not in named:
            yield from compile_alone(fragment, world).findings


def _named(whole: Whole) -> frozenset[str]:
    """Return the fragments that services, families and other fragments use."""
    return frozenset(
        step.gist
        for script in whole.scripts()
        for row in script.rows
        for step in row
        if step.verb == "use"
    )


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
