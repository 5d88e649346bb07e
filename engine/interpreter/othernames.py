"""The other names of what is offered: in the state's other languages, for those who type a name instead of tapping it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.interpreter.offers import Offer
from engine.interpreter.run import Run
from engine.language.compiled import ChooseStep, Text


def by_every_name(run: Run, step: ChooseStep, offers: Iterable[Offer]) -> list[Offer]:
    """Return these offers of a list or a tree, each answering to its names in every language as well."""
    return [offer._replace(also=offer.also + _names(run, step, offer.value)) for offer in offers]


def other_languages(label: Text, values: Mapping[str, Any], language: str) -> tuple[str, ...]:
    """Return these words in every language but this one. values: what placeholders are filled with."""
    return tuple(write(values) for other, write in label.items() if other != language)


def _names(run: Run, step: ChooseStep, value: str) -> tuple[str, ...]:
    if not value.isdigit():
        return ()
    if step.tree is not None:
        node = step.tree
        for place in (*run.session.local.get("path", ()), int(value)):
            node = node.children[place]
        return tuple(node.label.values())
    if step.rows is None:
        return ()
    run.overlay["row"] = step.rows.value(run.env(step.computed))[int(value)]
    names = other_languages(step.rows.label, run.values(), run.session.language)
    run.overlay.pop("row")
    return names
