"""Departments' databases are asked read-only, in time, and answer as systems do: on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import psycopg
import pytest

from bench.postgres import shared
from engine.domain.types import Type
from engine.language import nodes
from engine.language.model.value_types import read_types
from engine.services.connectors.databases import MOST_ROWS, Databases
from tests.services.connectors.stage import rows

MADE = """
CREATE TABLE dues (khata text, due_paise bigint, owner_te text, owner_en text, disputed {flag}, since date, area numeric);
INSERT INTO dues VALUES ('K1', 124000, 'నమూనా', 'Sample', {no}, '2025-04-01', 2.5),
('K2', 0, 'నమూనా', 'Sample', {yes}, '2026-04-01', 3), ('K3', 1, 'నమూనా', 'Sample', {no}, '2026-04-01', 1);
"""
CASES = rows("databases.yaml")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        url: str = shared().database()
        with psycopg.connect(url) as connection:
            connection.execute(MADE.format(flag="boolean", yes="true", no="false"))
        return url
    path = tmp_path / "dues #1.sqlite"
    made = sqlite3.connect(path)
    made.executescript(MADE.format(flag="integer", yes=1, no=0))
    made.close()
    return f"sqlite:///{path}"


def kinds(written: dict[str, str]) -> dict[str, Type]:
    parsed = nodes.parse(orjson.dumps(written), "gives")
    assert isinstance(parsed.node, nodes.Mapping)
    return dict(read_types(parsed.node, "gives", []))


async def heard(address: str, statement: str, needs: Any, timeout_s: float, gives: Any) -> Any:
    databases = Databases()
    operation: Any = SimpleNamespace(statement=statement, gives=kinds(gives), source={})
    try:
        reply = await databases.ask(address, operation, needs, timeout_s)
    except TimeoutError:
        return "too late", None
    except ConnectionError:
        return "no connection", None
    finally:
        databases.close()
    return reply.status, orjson.loads(reply.body)


@pytest.mark.parametrize("case", CASES, ids=[case["it"] for case in CASES])
def test_it(case: dict[str, Any], address: str) -> None:
    if not address.startswith(case.get("only", "")):
        return
    given = (case.get("needs", {}), case.get("timeout", 10), case.get("gives", {}))

    assert asyncio.run(heard(address, case["statement"], *given)) == (
        case["status"],
        case.get("json"),
    )


def test_it_reads_no_more_rows_than_it_may(address: str) -> None:
    every = "SELECT a.khata FROM dues a, dues b, dues c, dues d, dues e"

    _, reply = asyncio.run(heard(address, every, {}, 10, {}))

    assert 3**5 > MOST_ROWS == len(reply["rows"])


def test_it_says_so_where_there_is_no_database(tmp_path: Path) -> None:
    for address in (f"sqlite:///{tmp_path}/none.sqlite", "postgresql://nobody@127.0.0.1:1/none"):
        assert asyncio.run(heard(address, "SELECT 1", {}, 10, {})) == ("no connection", None)


def test_it_goes_on_after_a_statement_that_went_wrong(address: str) -> None:
    databases = Databases()

    def ask(statement: str) -> Any:
        operation: Any = SimpleNamespace(statement=statement, gives={}, source={})
        return databases.ask(address, operation, {}, 10)

    async def scene() -> int:
        for _ in range(8):
            with pytest.raises(ConnectionError):
                await ask("SELECT nothing_like_it FROM dues")
        replies = await asyncio.gather(*(ask("SELECT khata FROM dues") for _ in range(20)))
        databases.close()
        return sum(reply.status == 200 for reply in replies)

    assert asyncio.run(scene()) == 20
