"""Every way from a step to the next is known by name, and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from engine.language.compiled import UseStep
from engine.language.compiler.graph import firsts, targets
from engine.language.edges import Edge, edges_of
from tests import real
from tests.language.catalogues import schemas
from tests.language.checks.graph.test_graph import written

ROWS: list[dict[str, Any]] = nodes.to_plain(
    nodes.parse((Path(__file__).parent / "edges.yaml").read_bytes(), "edges.yaml").node
)
CATALOGUE = real.loaded().catalogue


def said(edge: Edge) -> str:
    return " ".join(filter(None, (edge.start, edge.manner, edge.about, edge.end)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it_leads(row: dict[str, Any]) -> None:
    loaded = load(written(row), schemas())

    found = [said(edge) for edge in edges_of(loaded.catalogue.programs["revenue.tried"])]

    if "edges" in row:
        assert sorted(found) == sorted(row["edges"])
    assert set(row.get("some", [])) <= set(found)


@pytest.mark.parametrize("service", CATALOGUE.programs)
def test_it_leads_where_the_steps_lead(service: str) -> None:
    program = CATALOGUE.programs[service]
    begins, names = firsts(program), {*program.by_id, *program.ends}

    plain = {
        (step.id, name if name in names else begins.get(name, name))
        for step in program.steps
        for name in targets(step)
        if name
    }
    named = {(edge.start, edge.end) for edge in edges_of(program)}

    assert named <= plain
    unnamed = {(start, end) for start, end in plain - named if not always_elsewhere(program, start)}
    assert unnamed == set()


def always_elsewhere(program: Any, name: str) -> bool:
    """Whether a step never simply goes on: each of its options leads elsewhere, or it is a fragment's way out that goes back."""
    step = program.by_id[name]
    if isinstance(step, UseStep) and step.outcomes:
        return True
    options = getattr(step, "options", ())
    return bool(options) and all(option.then for option in options)
