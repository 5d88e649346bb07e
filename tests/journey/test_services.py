"""Services go as in services.yaml through everything: webhook, worker, departments and payments over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bench.driving.phone import Citizen, post
from bench.driving.serving import serving
from engine.language.nodes import parse, to_plain

ROWS: list[dict[str, Any]] = to_plain(
    parse((Path(__file__).parent / "services.yaml").read_bytes(), "services.yaml").node
)


@pytest.fixture(scope="module")
def world(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return where the pretend world listens: beside everything that is served."""
    with serving(repository, tmp_path_factory.mktemp("services")) as address:
        host, _, port = address.rpartition(":")
        yield f"{host}:{int(port) + 1}"


@pytest.mark.prove
@pytest.mark.parametrize(
    ("place", "row"),
    list(enumerate(ROWS)),
    ids=[f"{n} {row['service']}" for n, row in enumerate(ROWS)],
)
def test_it_goes_as_written(world: str, place: int, row: dict[str, Any]) -> None:
    citizen = Citizen(world, f"9190000040{place:02d}")
    citizen.open(row["service"])
    for step in row["sends"]:
        citizen.do(step)

    if "file" in row:
        assert row["file"] in citizen.files()
    assert any(words in citizen.words() for words in row.get("says", [""]))


@pytest.mark.prove
@pytest.mark.parametrize("mode", ["down", "garbage", "slow"])
def test_it_asks_to_come_back_when_a_department_does_not_answer(world: str, mode: str) -> None:
    citizen = Citizen(world, f"91900000410{len(mode)}")
    citizen.open("municipal.property_tax")
    citizen.do("తెనాలి")
    with switched(world, "tax", mode):
        citizen.do("1012345678")

    assert "స్పందించడం లేదు" in citizen.words()


@pytest.mark.prove
def test_it_brings_the_receipt_when_a_department_answers_again_after_the_payment(
    world: str,
) -> None:
    citizen = Citizen(world, "919000004200")
    citizen.open("endowments.kanipakam_donation")
    skip = {"tap": "*skip"}
    for step in ["అన్నదానం", "116", skip, "సీతమ్మ", skip, {"tap": "correct"}]:
        citizen.do(step)
    with switched(world, "gifts", "down"):
        citizen.pay()
        told = citizen.words()
    citizen.got = []
    citizen.wait()

    assert "మళ్లీ చెల్లించవద్దు" in told
    assert citizen.files() == ["receipt.pdf"]


@contextmanager
def switched(world: str, system: str, mode: str) -> Iterator[None]:
    """Switch a department's system, and back."""
    post(f"{world}/control/{system}", {"mode": mode})
    try:
        yield
    finally:
        post(f"{world}/control/{system}", {"mode": "ok"})
