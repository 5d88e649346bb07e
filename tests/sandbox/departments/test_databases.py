"""The departments that have only a database: what it holds, the same at every start."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from engine.sandbox.departments.households import HOUSEHOLDS, Households
from engine.sandbox.departments.network import Network
from engine.sandbox.departments.power import COMPANIES, CONNECTIONS


def rows(path: Path, statement: str) -> list[tuple]:
    with sqlite3.connect(path) as connection:
        return connection.execute(statement).fetchall()


def test_it_is_the_same_at_every_start(tmp_path: Path) -> None:
    found = []
    for name in ("first", "second"):
        Households(tmp_path / name)
        Network(tmp_path / name)
        found.append(
            rows(tmp_path / name / "households.sqlite", "SELECT * FROM households")
            + rows(tmp_path / name / "network.sqlite", "SELECT * FROM points")
        )

    assert found[0] == found[1]


def test_every_household_has_members(tmp_path: Path) -> None:
    samples = Households(tmp_path).samples()
    held = rows(tmp_path / "households.sqlite", "SELECT card, members FROM households")

    assert len(dict(held)) == len(held) == HOUSEHOLDS + 1
    assert {members for _, members in held} <= set(range(1, 8))
    assert {values[0] for _, values in ((each.what, each.values) for each in samples)} <= set(
        dict(held)
    )


def test_most_houses_are_near_a_pole(tmp_path: Path) -> None:
    Network(tmp_path)
    held = rows(
        tmp_path / "network.sqlite",
        "SELECT company, count(*), sum(metres <= 30) FROM points GROUP BY company",
    )

    assert {company for company, _, _ in held} == set(COMPANIES)
    assert all(count == CONNECTIONS + 2 and 0.7 < near / count < 0.9 for _, count, near in held)


@pytest.mark.parametrize("mode", ["down", "garbage", "slow"])
def test_it_is_well_again_after_every_mood(tmp_path: Path, mode: str) -> None:
    system = Households(tmp_path)
    before = rows(tmp_path / "households.sqlite", "SELECT * FROM households")
    for each in (mode, mode, "ok", mode, "ok"):
        system.behave(each)

    assert rows(tmp_path / "households.sqlite", "SELECT * FROM households") == before
