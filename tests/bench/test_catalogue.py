"""Catalogues made for measuring are as sound as the real one they are made of."""

from __future__ import annotations

from pathlib import Path

from bench.catalogue import grow
from bench.dialogue import read_schemas
from engine.language.catalogue import load
from engine.language.files import FileKind, place_of

MORE = 40


def test_it_makes_a_sound_catalogue_of_the_size_asked_for(repository: Path) -> None:
    real = [place_of(path.relative_to(repository / "catalog").as_posix()) for path in (repository / "catalog").rglob("*.yaml")]  # fmt: skip
    services = sum(place is not None and place.kind == FileKind.SERVICE for place in real) + MORE

    loaded = load(grow(repository / "catalog", services), read_schemas(repository / "schemas"))

    errors = [f"{each.path}: {each.code}" for each in loaded.findings if each.severity == "error"]
    assert not errors
    assert len(loaded.catalogue.programs) == services
