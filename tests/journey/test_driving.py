"""A service of each department comes to a good end in both languages through everything that runs; `make drive` takes all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.driving.__main__ import drive, open_book
from bench.driving.serving import serving
from tests import real

AT_ONCE = 4


@pytest.mark.prove
def test_a_service_of_each_department_comes_to_a_good_end_in_both_languages(
    repository: Path, tmp_path: Path
) -> None:
    book = open_book(repository / "catalog")
    services = list({each.partition(".")[0]: each for each in real.one_of_each()}.values())

    with serving(repository, tmp_path) as address:
        host, _, port = address.rpartition(":")
        held = list(drive(book, services, (), AT_ONCE, f"{host}:{int(port) + 1}"))

    assert [
        f"{each.script.service} {each.script.language}: {each.why}" for each in held if not each.end
    ] == []
    assert len(held) == 2 * len(services)
