"""Towns for runtime tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.runtime.doors import set_fault_hook
from tests.runtime.homes import HOMES
from tests.runtime.pretend import Town


@pytest.fixture(params=HOMES)
def home(request: pytest.FixtureRequest) -> Any:
    """Return where towns keep their data: every test runs on both stores."""
    return HOMES[request.param]


@pytest.fixture
def make_town(tmp_path: Path, home: Any) -> Iterator[Callable[..., Town]]:
    towns: list[Town] = []

    def make(**changes: Any) -> Town:
        folder = tmp_path / f"town{len(towns)}"
        folder.mkdir()
        towns.append(Town(folder, home, **changes))
        return towns[-1]

    yield make
    set_fault_hook(None)
    for town in towns:
        town.close()


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    return make_town()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave most crashes and worlds on PostgreSQL, where each takes seconds, to `make prove`."""
    for item in items:
        params = (
            item.callspec.params
            if isinstance(item, pytest.Function) and hasattr(item, "callspec")
            else {}
        )
        if params.get("home") == "postgres" and (
            params.get("seed", 0) > 3 or params.get("times", 1) > 1
        ):
            item.add_marker(pytest.mark.prove)
