"""The keys at the top of a file come in the order in which people look for them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language import nodes
from engine.language.files import FileKind
from engine.language.findings import Finding, note
from engine.language.header import HEADER
from engine.language.own import Own
from engine.language.program import Program
from engine.language.whole import Whole


def check_key_order(own: Own, _program: Program | None) -> Iterator[Finding]:
    """Yield the first key of a service's file that stands too late."""
    yield from _too_late(own.service.flow.node, own.service.path, FileKind.SERVICE)


def check_shared_key_order(whole: Whole) -> Iterator[Finding]:
    """Yield the same of each family."""
    for family in whole.reading.world.families.values():
        yield from _too_late(family.flow.node, family.flow.path, FileKind.FAMILY)


def _too_late(node: nodes.Mapping, path: str, kind: FileKind) -> Iterator[Finding]:
    order = {key: place for place, key in enumerate(HEADER[kind])}
    before = ""
    for key, _ in node.entries:
        if key.text not in order:
            continue
        if before and order[key.text] < order[before]:
            message = f'"{key.text}" stands behind "{before}"'
            why = "Whoever looks after many files finds it later here than in the others"
            yield note(path, key.span, "FILE-148", message, why, f"Run catalog fmt {path}")
            return
        before = key.text
