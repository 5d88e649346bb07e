"""Whatever a service can ask of one store it can ask of the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.runtime.store.statements import read_migrations, read_statements
from engine.wiring.parts import SERVICE_SQL

TABLE = re.compile(r"^CREATE TABLE (\w+)", re.MULTILINE)


def placeholders(sql: str) -> int:
    numbered = [int(number) for number in re.findall(r"[?$](\d+)", sql)]
    return max(numbered, default=sql.count("?"))


@pytest.mark.parametrize("folder", SERVICE_SQL, ids=lambda folder: folder.parent.name)
def test_both_dialects_have_the_same_statements(folder: Path) -> None:
    sqlite, postgres = (read_statements(folder.with_name(name)) for name in ("sqlite", "postgres"))

    assert {name: placeholders(sql) for name, sql in sqlite.items()} == {
        name: placeholders(sql) for name, sql in postgres.items()
    }


@pytest.mark.parametrize("folder", SERVICE_SQL, ids=lambda folder: folder.parent.name)
def test_a_migration_says_when_it_may_run(folder: Path) -> None:
    for _, sql in read_migrations(folder.with_name("postgres")):
        assert sql.startswith(("-- before: ", "-- after: "))


def test_every_folder_of_sql_is_used(repository: Path) -> None:
    found = {place.parent for place in (repository / "engine").glob("*/*/sqlite/queries")}

    assert found - {repository / "engine/runtime/store/sqlite"} == set(SERVICE_SQL)
