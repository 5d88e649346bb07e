"""What fees and refunds of the sample project come to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.language.money_tables import FeeGap
from tests.language.compiler.sample import ANSWERS, NOW, certificate, darshan, env


@pytest.mark.parametrize(
    ("area", "copies", "now", "paise"),
    [
        ("urban", 2, "2026-05-05", 2 * 7000 + 2500),
        ("rural", 1, "2026-05-05", 5000 + 2500),
        ("rural", 1, "2026-03-31", 4500 + 2500),
        ("rural", 3, "2025-04-01", 3 * 4500 + 2500),
    ],
)
def test_it_works_out_a_fee(area: str, copies: int, now: str, paise: int) -> None:
    values = {**ANSWERS, "area": area, "copies": copies}
    moment = datetime.fromisoformat(f"{now}T06:00:00+00:00")

    assert certificate().computed["fees.certificate"](env(values, moment)) == paise
    assert certificate().computed["fee_parts.certificate.late"](env(values, moment)) == 2500


def test_it_takes_the_day_the_officer_names() -> None:
    values = {**ANSWERS, "application": {"number": "1", "opened": "2025-06-01T06:00:00Z"}}

    assert certificate().computed["fees.certificate"](env(values)) == 2 * 6000 + 2500


def test_it_never_guesses_an_amount() -> None:
    with pytest.raises(FeeGap):
        certificate().computed["fees.certificate"](env(ANSWERS, datetime(2025, 3, 31, tzinfo=UTC)))


def test_it_takes_a_members_amounts() -> None:
    values = {"persons": 3, "slot": {"ticket": "quick"}}

    assert darshan().computed["fees.darshan"](env(values)) == 3 * 30_000


@pytest.mark.parametrize(
    ("hours", "back"), [(49, 30_000), (48, 30_000), (47, 15_000), (0, 15_000), (-1, 0)]
)
def test_it_gives_back_by_bands(hours: int, back: int) -> None:
    starts = datetime.fromtimestamp(NOW.timestamp() + hours * 3600, UTC).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
    values = {"slot": {"starts_at": starts}, "fee": {"amount": 30_000}}

    assert darshan().computed["refunds.cancelled"](env(values)) == back


def test_it_says_which_computed_values_a_step_reads() -> None:
    assert certificate().by_id["review"].computed == (
        "fee_parts.certificate.late",
        "fees.certificate",
    )
    assert certificate().by_id["fee"].computed == ("fees.certificate",)
    assert certificate().by_id["number"].computed == ()


def test_it_knows_beforehand_what_a_fee_may_come_to() -> None:
    price = certificate().price

    assert price is not None
    assert (price.each, price.more) == (True, True)
    assert price.on("2024-01-01") is None
    assert price.on("2025-05-05") == (4500, 6000)
    assert price.on("2026-05-05") == (5000, 7000)
