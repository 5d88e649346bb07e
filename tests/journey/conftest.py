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


@pytest.fixture
def address(repository: Path, tmp_path: Path) -> Iterator[str]:
    """Return where everything is served."""
    with serving(repository, tmp_path) as found:
        yield found


@pytest.fixture
def browser(chromium_path: str) -> Iterator[Browser]:
    """Return a real browser."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield chromium
        chromium.close()
