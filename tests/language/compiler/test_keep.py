"""How long an ended case stays readable: what its service says, then the state, then a year."""

from __future__ import annotations

import pytest

from engine.language.catalogue import load
from tests.language.catalogues import base, changed, schemas


@pytest.mark.parametrize(
    ("service", "keep"), [("revenue.certificate", "6 months"), ("temples.hill", "30 days")]
)
def test_a_service_that_says_nothing_has_the_states_time(service: str, keep: str) -> None:
    files = changed("catalog.yaml", "format: 1\n", "format: 1\nkeep: 30 days\n")

    loaded = load(files, schemas())

    assert loaded.sound, loaded.findings
    assert str(loaded.catalogue.programs[service].keep) == keep


def test_it_is_a_year_where_nobody_says_anything() -> None:
    assert str(base().catalogue.programs["temples.hill"].keep) == "1 year"
