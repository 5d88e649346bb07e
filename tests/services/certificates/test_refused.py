"""What cannot be printed is refused before anything is signed: a clear reason, and nothing half-issued."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.runtime.ports import Dead, Done
from engine.services.certificates.render import MissingFontError, Press, installed_fonts
from tests.services.certificates.counter import Counter, role
from tests.services.homes import Home

ROWS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("refused.yaml").read_text(encoding="utf-8")
)


@pytest.fixture
def counter(home: Home, press: Press) -> Iterator[Counter]:
    made = Counter(home, press)
    with made.store.transaction():
        made.ring.create(role("Education", "certificate", ("EDU-HTK",)))
    made.publish_keys()
    yield made
    made.store.close()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["it"]))
def test_it_refuses(row: dict[str, Any], counter: Counter) -> None:
    kind = row.get("kind", "income_certificate")

    result = counter.result("s1", kind, row["fields"])

    if row.get("issues"):
        assert isinstance(result, Done)
        return
    assert isinstance(result, Dead)
    assert row["says"] in result.why
    assert "Ravi" not in result.why
    assert counter.home.plain("SELECT id FROM certificate") == []
    assert counter.result("s1", kind, row["fields"]) == result, "trying again changes nothing"


def test_the_next_certificate_is_issued_all_the_same(counter: Counter) -> None:
    counter.result("s1", "income_certificate", ROWS[0]["fields"])

    assert counter.issue("s2").gives["number"]
    assert len(counter.home.plain("SELECT id FROM certificate")) == 1


def test_a_missing_package_of_fonts_is_named() -> None:
    with pytest.raises(MissingFontError, match="pip install no-such-fonts"):
        installed_fonts(("no_such_fonts",))
