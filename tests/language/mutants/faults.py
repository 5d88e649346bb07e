"""The faults of seeded.yaml and survivors.yaml, made again from the catalogue as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from engine.language import nodes
from engine.language.mutants.mutant import Mutant, mutants_of
from engine.language.mutants.operators import BY_NAME
from engine.language.mutants.pages import read_page
from engine.runtime.catalog_files import read_files
from engine.scenarios.mutants import Bench
from tests.language.catalogues import ROOT, schemas

HERE = Path(__file__).parent


class Fault(NamedTuple):
    """A row: which fault, and what finds it. near: `part` for the step or line that was changed, `reader` for what reads it."""

    operator: str
    path: str
    address: str
    code: str
    near: str

    def made(self) -> Mutant | None:
        """Return the mutant; nothing where the catalogue has no such place any more."""
        name = f"{self.operator} {self.path} {self.address}"
        return next((each for each in mutants(self.operator, self.path) if each.name == name), None)


@cache
def files() -> dict[str, bytes]:
    return read_files(ROOT / "catalog")


@cache
def bench() -> Bench:
    return Bench(files(), schemas())


@cache
def mutants(operator: str, path: str) -> tuple[Mutant, ...]:
    page = read_page(path, files().get(path, b""))
    return tuple(mutants_of(page, (BY_NAME[operator],))) if page is not None else ()


def rows(name: str, group: str = "faults") -> list[dict[str, Any]]:
    path = HERE / name
    found = nodes.to_plain(nodes.parse(path.read_bytes(), name).node)
    listed: list[dict[str, Any]] = found.get(group) or []
    return listed


def seeded() -> Iterator[Fault]:
    for row in rows("seeded.yaml"):
        yield Fault(row["do"], row["in"], row["at"], row["code"], row["near"])
