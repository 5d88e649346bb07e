"""Every service comes to a good end in both languages through everything that runs, as `make drive` shows it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.driving.__main__ import drive, open_book
from bench.driving.serving import serving
from engine.domain.calendar import local_date
from engine.sandbox.departments.gifts import COUNTING_DAY

AT_ONCE = 8


def closed_today() -> set[str]:
    """Return the services that tell everybody to come another day: of a temple that counts its hundi."""
    today = local_date(datetime.now(UTC)).day
    return {f"endowments.{temple}_donation" for temple, day in COUNTING_DAY.items() if day == today}


@pytest.mark.prove
def test_every_service_comes_to_a_good_end_in_both_languages(
    repository: Path, tmp_path: Path
) -> None:
    book = open_book(repository / "catalog")
    services = [each for each in book.catalogue.programs if each not in closed_today()]

    with serving(repository, tmp_path) as address:
        host, _, port = address.rpartition(":")
        held = list(drive(book, services, (), AT_ONCE, f"{host}:{int(port) + 1}"))

    assert [
        f"{each.script.service} {each.script.language}: {each.why}" for each in held if not each.end
    ] == []
    assert len(held) == 2 * len(services)
