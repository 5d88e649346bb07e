"""Both stores, for every test that asks for a home."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.homes import HOMES, Home


@pytest.fixture(params=HOMES)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """Return where records are kept."""
    made: Home = HOMES[request.param](tmp_path)
    yield made
    made.close()
