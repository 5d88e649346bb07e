"""What every test may ask for, and the one place that knows how to find a browser."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parent.parent
MEMORY, ROOM = Path("/dev/shm"), 2 * 2**30
NO_BROWSER = "no Chromium on this machine"
BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = (
    "Browser tests were SKIPPED: no Chromium found. Install one (Debian: sudo apt install chromium)"
    " or set MITRA_CHROMIUM=/path/to/chromium, then run again."
)


settings.register_profile(
    "certain", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("certain")  # the same examples on every machine, however slow it is


def find_chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    named = os.environ.get("MITRA_CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for name in BROWSER_NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the folder that holds the engine, the catalogue and everything else."""
    return REPOSITORY


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the path of a Chromium; the test is skipped, or fails where one is required."""
    path = find_chromium()
    if path is None:
        _miss_browser()
    assert path is not None
    return path


@pytest.fixture(autouse=True)
def _browser_present(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("browser") and find_chromium() is None:
        _miss_browser()


def _miss_browser() -> None:
    if os.environ.get("MITRA_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{NO_BROWSER}, and MITRA_REQUIRE_BROWSER=1 says there must be one")
    pytest.skip(NO_BROWSER)


def pytest_configure() -> None:
    """Search less often for unused memory: with the usual numbers the searches take a third of the time of all tests.

    Folders of tests are made in memory where there is room: no test is about a power cut, and a disk takes its time over each commit.
    """
    gc.set_threshold(100_000, 10, 10)
    if _may_hold_files(MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def _may_hold_files(folder: Path) -> bool:
    """Return whether programs may lie and run here, and two gigabytes are free: a container often has less."""
    if not os.access(folder, os.W_OK):
        return False
    found = os.statvfs(folder)
    return not found.f_flag & os.ST_NOEXEC and found.f_bavail * found.f_frsize > ROOM


def pytest_collection_finish() -> None:
    """Take what was collected out of every later search: it stays to the end."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one loud line at the end that browser tests did not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(HOW_TO_GET_ONE, red=True, bold=True)
