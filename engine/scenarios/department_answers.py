"""What a department answers in a scripted world: an example of its connector, or what is named in the test. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.language.model.connector import Example, Operation

DEFAULTS = {"settle": "settled", "release": "released"}
"""What an operation of this effect answers where neither the test nor an example says otherwise."""


def answer(
    operation: Operation, needs: Mapping[str, Any], wanted: str
) -> tuple[str, Mapping[str, Any]]:
    """Return the outcome of asking this operation for `needs` and what it gives. wanted: an outcome or an example's name, or empty."""
    example = _example(operation, needs, wanted)
    if example is not None:
        return example.outcome, example.gives
    return wanted or DEFAULTS.get(operation.effect, "unavailable"), {}


def _example(operation: Operation, needs: Mapping[str, Any], wanted: str) -> Example | None:
    """Return the example the test names, or the first that fits what is asked."""
    examples = operation.examples
    if wanted:
        named = [each for each in examples if wanted in (each.it, each.outcome)]
        fitting = [each for each in named if _fits(each, needs)]
        return next(iter(fitting or named), None)
    return next((each for each in examples if _fits(each, needs)), None) or (
        examples[0] if examples else None
    )


def _fits(example: Example, needs: Mapping[str, Any]) -> bool:
    return all(str(needs.get(name)) == str(value) for name, value in example.needs.items())
