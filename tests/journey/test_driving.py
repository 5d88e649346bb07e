"""Every service comes to a good end in both languages through everything that runs, as `make drive` shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.driving.__main__ import drive, open_book
from bench.driving.serving import serving

AT_ONCE = 8


@pytest.mark.prove
def test_every_service_comes_to_a_good_end_in_both_languages(
    repository: Path, tmp_path: Path
) -> None:
    book = open_book(repository / "catalog")
    services = list(book.catalogue.programs)

    with serving(repository, tmp_path) as address:
        host, _, port = address.rpartition(":")
        held = list(drive(book, services, (), AT_ONCE, f"{host}:{int(port) + 1}"))

    assert [
        f"{each.script.service} {each.script.language}: {each.why}" for each in held if not each.end
    ] == []
    assert len(held) == 2 * len(services)
