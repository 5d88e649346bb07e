"""The bands of a fee or a refund: what is measured, and where each of them begins."""

from __future__ import annotations

from engine.domain import types
from engine.domain.duration import parse_duration
from engine.language import nodes
from engine.language.compiler.draft import Draft
from engine.language.compiler.scope import names_of
from engine.language.compiler.writer import Writer
from engine.language.expressions import Run, Tree
from engine.language.expressions.kinds import Elapsed, Kind
from engine.language.expressions.walk import Checker
from engine.language.model.fees import read_rupees
from engine.language.model.names import items_at, whole_at
from engine.language.money_tables import Band


def measure_of(node: nodes.Mapping, writer: Writer) -> Run:
    """Return what gives the number or the length of time that bands are compared with."""
    by = node.get("by")
    written = writer.tree(by) if isinstance(by, nodes.Scalar) else None
    if written is None or by is None:
        return lambda env: 0
    found = _walk(written, writer)
    if found is None:
        return lambda env: 0
    kind, run = found
    timed = any(" " in _least_text(band) for band in items_at(node, "bands"))
    if timed is not isinstance(kind, Elapsed | types.Duration):
        fix = (
            "Compare two moments, as in: slot.starts_at - now"
            if timed
            else "Write at_least as plain numbers, or compare two moments"
        )
        writer.wrong(
            by.span, "FEE-604", "What is measured here and the bands do not go together", fix
        )
    return run


def _walk(written: Tree, writer: Writer) -> tuple[Kind, Run] | None:
    if any(map(writer.draft.is_broken, names_of(written.root))):
        return None
    checker = Checker(written, writer.scope)
    meaning = checker.walk(written.root)
    writer.draft.findings += checker.findings
    for read in checker.reads:
        writer.note(read.name)
    writer.use_all(written, checker.reads)
    return None if meaning.kind is None else (meaning.kind, meaning.run)


def bands_of(node: nodes.Mapping, draft: Draft) -> list[Band]:
    """Return the bands in the order of the file; two that begin at the same place are a finding."""
    found = []
    for item in items_at(node, "bands"):
        if isinstance(item, nodes.Mapping):
            written = _least_text(item)
            least = parse_duration(written) or (
                int(written) if written.lstrip("-").isdecimal() else 0
            )
            rupees = item.get("rupees")
            paise = read_rupees(rupees.text) if isinstance(rupees, nodes.Scalar) else 0
            found.append(Band(least, paise or 0, whole_at(item, "percent")))
    _begin_apart(found, node, draft)
    return found


def _begin_apart(bands: list[Band], node: nodes.Mapping, draft: Draft) -> None:
    seen = [band.least for band in bands]
    if len(set(seen)) < len(seen):
        draft.wrong(
            draft.flow.path,
            node.span,
            "FEE-604",
            "Two bands begin at the same place",
            "Keep one of the two",
        )


def _least_text(band: nodes.Node) -> str:
    least = band.get("at_least") if isinstance(band, nodes.Mapping) else None
    return least.text if isinstance(least, nodes.Scalar) else ""
