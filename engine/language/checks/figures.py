"""Amounts and shares of money stand in a citizen's texts by name, or have a source of their own: a new order changes them in one place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from engine.language.figures import MONEY, figures_in
from engine.language.findings import Finding, error
from engine.language.model.facts import Source
from engine.language.model.flow import Flow
from engine.language.model.sidecar import path_of
from engine.language.own import Own
from engine.language.program import Program
from engine.language.source import within
from engine.language.whole import Whole


def check_figures(own: Own, _program: Program | None) -> Iterator[Finding]:
    """Yield amounts that a service says as words, without a source that names what says them."""
    languages = {*own.reading.world.state.languages, *own.service.languages}
    yield from _bare(own.service.flow, languages, own.sources)


def check_shared_figures(whole: Whole) -> Iterator[Finding]:
    """Yield what `check_figures` finds in families, fragments and ends that are said once."""
    world = whole.reading.world
    for flow in (*whole.shared_flows(), *world.ends.values()):
        sources = (each for each in world.sources if each.path == flow.path)
        yield from _bare(flow, world.state.languages, sources)


def _bare(flow: Flow, languages: Collection[str], sources: Iterable[Source]) -> Iterator[Finding]:
    backed = {name.text for source in sources for name in source.backs}
    for figure in figures_in(flow.node, languages, MONEY):
        if not backed.isdisjoint((figure.fact, figure.fact.partition(".")[0])):
            continue
        backed.add(figure.fact)  # in the other languages it stands as well
        text = figure.text.text
        yield error(
            path_of(figure.text, flow.path),
            within(figure.text.span, text, figure.start, figure.end),
            "FEE-627",
            f'"{text[figure.start : figure.end]}" stands here as words',
            "When an order changes it, a citizen would still be told the old one",
            "Put it in _fees.yaml and write {{ fees.… }}, or name "
            f"{figure.fact} under for: of one of the file's sources:",
        )
