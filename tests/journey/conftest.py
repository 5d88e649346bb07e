"""A browser, and everything served for one journey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from bench.driving.serving import serving

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the database of what is served lies."""
    return tmp_path_factory.mktemp("journey")


@pytest.fixture(scope="package")
def address(repository: Path, folder: Path) -> Iterator[str]:
    """Return where everything is served, for all quick journeys: each has a phone and officers of its own."""
    with serving(repository, folder) as found:
        yield found


@pytest.fixture
def browser(chromium_path: str) -> Iterator[Browser]:
    """Return a real browser."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield chromium
        chromium.close()
