"""Reads named SQL statements and numbered migrations from folders of `.sql` files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

_NAME = re.compile(r"^-- name: ([a-z_]+)$", re.MULTILINE)
_MIGRATION = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


def read_statements(folder: Path) -> dict[str, str]:
    """Return the statements of `queries/*.sql` as `file.name`. Raises ValueError for a name given twice or text before the first name."""
    found: dict[str, str] = {}
    for path in sorted((folder / "queries").glob("*.sql")):
        head, *parts = _NAME.split(path.read_text("utf-8"))
        if any(line.strip() and not line.startswith("--") for line in head.splitlines()):
            message = f"{path.name}: a statement without a name"
            raise ValueError(message)
        for name, sql in zip(parts[::2], parts[1::2], strict=True):
            full = f"{path.stem}.{name}"
            if full in found:
                message = f"{path.name}: {name} is there twice"
                raise ValueError(message)
            found[full] = sql.strip().rstrip(";")
    return found


def gather(folders: Sequence[Path]) -> dict[str, str]:
    """Return the statements of several folders. Raises ValueError when two share a name."""
    found: dict[str, str] = {}
    for folder in folders:
        for name, sql in read_statements(folder).items():
            if name in found:
                message = f"{folder}: {name} is taken"
                raise ValueError(message)
            found[name] = sql
    return found


def read_migrations(folder: Path) -> list[tuple[int, str]]:
    """Return number and text of `migrations/NNNN_name.sql`, in order."""
    found = []
    for path in sorted((folder / "migrations").glob("*.sql")):
        named = _MIGRATION.fullmatch(path.name)
        if named is None:
            message = f"{path.name}: a migration is called NNNN_what_it_does.sql"
            raise ValueError(message)
        found.append((int(named[1]), path.read_text("utf-8")))
    return found
