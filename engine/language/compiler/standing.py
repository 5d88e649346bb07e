"""Whether a service may speak for the state: only where each fact it was made from has been compared with its source."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language import nodes
from engine.language.compiler.draft import Draft
from engine.language.files import FileKind, place_of
from engine.language.model.facts import CHECKED
from engine.language.model.names import entries_at, text_at

_OF_FACTS = (FileKind.SERVICE, FileKind.FAMILY, FileKind.CERTIFICATE)
"""Files whose sources all count once a service is made from them."""


def state_of(draft: Draft) -> str:
    """Return `checked`, or `sample` where a single fee, list, certificate, limit or document is one."""
    return CHECKED if all(state == CHECKED for state in _states(draft)) else "sample"


def _states(draft: Draft) -> Iterator[str]:
    """Yield how each source stands, and each dated row of an amount."""
    world, asked = draft.world, frozenset(_tables(draft))
    tables = world.fees.get(draft.service.department, {})
    lists = {name for name, each in world.lists.items() if each.table in draft.uses}
    for source in world.sources:
        place = place_of(source.path) if source.path in draft.uses else None
        if place is None:
            continue
        named = {FileKind.FEES: asked, FileKind.LISTS: lists}.get(place.kind, ())
        if place.kind in _OF_FACTS or source.about in named:
            yield source.state
    for name in asked & tables.keys():
        yield from (row.state for row in tables[name].rows)
    for given in draft.constants.values():
        if isinstance(given, nodes.Sequence):
            yield from (
                text_at(row, "state") for row in given.items if isinstance(row, nodes.Mapping)
            )


def _tables(draft: Draft) -> Iterator[str]:
    for _, fee in entries_at(draft.flow.node, "fees"):
        if isinstance(fee, nodes.Mapping):
            yield text_at(fee, "table")
