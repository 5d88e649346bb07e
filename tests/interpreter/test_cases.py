"""Each kind of step does what docs/language.md says: tiny services, played through the whole interpreter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from engine.language import nodes
from engine.language.catalogue import Catalogue, load
from engine.language.model.scenario import Scenario
from engine.scenarios.run import play

HERE = Path(__file__).parent
WORLD = HERE / "catalog"
SCHEMAS = {
    path.relative_to(HERE.parents[1] / "schemas").as_posix(): json.loads(path.read_bytes())
    for path in (HERE.parents[1] / "schemas").rglob("*.schema.json")
}
HEADER = {
    "service": "sample.case",
    "title": {"te": "నమూనా సేవ", "en": "Sample service"},
    "short": {"te": "నమూనా సేవ", "en": "Sample service"},
    "kind": "application",
    "source": {"title": "Sample", "read_on": "2026-11-01", "state": "sample"},
    "languages": ["en"],
}
NOW = "2026-01-05 10:00"
"""A Monday."""


class Case(NamedTuple):
    """One flow of a cases file and one of its dialogues. number: the flow's place in the file."""

    verb: str
    number: int
    it: str


def flows(path: Path) -> list[dict[str, Any]]:
    parsed = nodes.parse(path.read_bytes(), path.name)
    assert parsed.node is not None, parsed.findings
    assert not parsed.findings, parsed.findings
    plain = nodes.to_plain(parsed.node)
    assert isinstance(plain, dict)
    return list(plain["flows"])


def in_english(flow: Mapping[str, Any]) -> dict[str, Any]:
    """Return a flow's header with only the languages it is written in."""
    spoken = flow.get("languages", HEADER["languages"])
    words = {
        key: {language: HEADER[key][language] for language in spoken} for key in ("title", "short")
    }
    return {**HEADER, **words}


def catalogue_of(written: Mapping[str, Any]) -> Catalogue:
    """Return the tiny state with this one service and its dialogues."""
    files = {
        path.relative_to(WORLD).as_posix(): path.read_bytes()
        for path in WORLD.rglob("*")
        if path.is_file()
    }
    flow = {**in_english(written["flow"]), **written["flow"]}
    ordered = {
        key: flow[key] for key in sorted(flow, key=lambda key: key in ("steps", "later", "ends"))
    }
    scenarios = [{"now": NOW, **_without(each, "performed")} for each in written["scenarios"]]
    files |= {
        "sample/case.yaml": as_file(ordered),
        "sample/case.test.yaml": as_file(
            {key: written[key] for key in ("not_understood",) if key in written}
            | {"scenarios": scenarios}
        ),
    }
    loaded = load(files, SCHEMAS)
    wrong = [each for each in loaded.findings if each.severity == "error"]
    assert not wrong, "\n".join(
        f"{each.path}: {each.code} {each.message} ({each.fix})" for each in wrong
    )
    return loaded.catalogue


def _without(scenario: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in scenario.items() if name != key}


def as_file(plain: Mapping[str, Any]) -> bytes:
    """JSON is YAML as well, as long as nothing in it is written in YAML's own ways."""
    return json.dumps(plain, ensure_ascii=False, indent=1).encode()


CASES = [
    Case(path.stem, number, scenario["it"])
    for path in sorted((HERE / "cases").glob("*.yaml"))
    for number, written in enumerate(flows(path))
    for scenario in written["scenarios"]
]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.verb}: {case.it}" for case in CASES])
def test_it_goes_as_written(case: Case) -> None:
    written = flows(HERE / "cases" / f"{case.verb}.yaml")[case.number]
    catalogue = catalogue_of(written)
    scenario = scenario_of(catalogue, case.it)

    result = play(catalogue.programs["sample.case"], catalogue.connectors, scenario)

    talk = "\n".join(f"{who}: {words}" for who, words in result.transcript)
    assert not result.failures, "\n".join([*(each.message for each in result.failures), "", talk])
    if "performed" in by_name(written, case.it):
        assert list(result.performed) == by_name(written, case.it)["performed"], talk


def by_name(written: Mapping[str, Any], it: str) -> Mapping[str, Any]:
    return next(each for each in written["scenarios"] if each["it"] == it)


def scenario_of(catalogue: Catalogue, it: str) -> Scenario:
    return next(each for each in catalogue.scenarios["sample.case"].scenarios if each.it == it)
