"""The real catalogue, read once."""

from __future__ import annotations

import pytest

from engine.language.catalogue import Catalogue
from tests import real


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Return the catalogue in force."""
    return real.loaded().catalogue
