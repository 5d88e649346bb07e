"""The real catalogue, read once."""

from __future__ import annotations

import pytest

from engine.cli import reading
from engine.language.catalogue import Catalogue


@pytest.fixture(scope="session")
def catalogue(repository) -> Catalogue:
    """Return the catalogue in force."""
    return reading.load(reading.open_catalog([str(repository / "catalog")]).files).catalogue
