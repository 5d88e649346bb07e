"""A fragment keeps its promises: what it gives is asked in it, and its outcomes are its ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.language.compiler.compiler import compile_alone
from engine.language.findings import Finding, error
from engine.language.model.fragment import Fragment
from engine.language.nearest import suggest
from engine.language.nodes import Scalar
from engine.language.program import Program
from engine.language.reading import Reading


def check_fragments(reading: Reading, programs: Mapping[str, Program]) -> Iterator[Finding]:
    """Yield what a fragment promises and does not have, and what is wrong in one that no service uses."""
    used = frozenset().union(*(program.sources for program in programs.values()))
    for fragment in reading.world.fragments.values():
        if fragment.flow.path in reading.world.bad:
            continue
        promised = [*_gives(fragment), *_outcomes(fragment)]
        yield from promised
        if fragment.flow.path not in used and not promised and _is_left_alone(fragment, reading):
            yield from compile_alone(fragment, reading.world).findings


def _is_left_alone(fragment: Fragment, reading: Reading) -> bool:
    """Tell whether no file names this fragment; what is wrong in one that is used was said there."""
    flows = [service.flow for service in reading.services]
    flows += [family.flow for family in reading.world.families.values()]
    flows += [other.flow for other in reading.world.fragments.values()]
    steps = (
        step
        for flow in flows
        for step in (*flow.steps, *(each for later in flow.later for each in later.steps))
    )
    return not any(
        step.verb == "use" and isinstance(step.said, Scalar) and step.said.text == fragment.id
        for step in steps
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
