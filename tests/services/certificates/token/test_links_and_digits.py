"""Codes that lead to us and codes that only seem to; digits and bytes both ways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from engine.services.certificates.token import (
    Link,
    Malformed,
    NotOurs,
    from_digits,
    read_link,
    to_digits,
    write_link,
)

LINKS = yaml.safe_load((Path(__file__).parent / "links.yaml").read_text(encoding="utf-8"))
OURS = "https://v.ap.gov.example"


def hosts_of(row: dict[str, Any]) -> list[str]:
    """Return where our codes lead, and led."""
    return [OURS, *row.get("former", [])]


@pytest.mark.parametrize("row", LINKS, ids=lambda row: row["text"] or "nothing")
def test_it_reads(row: dict[str, Any]) -> None:
    if "host" in row:
        with pytest.raises(NotOurs) as elsewhere:
            read_link(row["text"], *hosts_of(row))
        assert elsewhere.value.host == row["host"]
    elif row.get("malformed"):
        with pytest.raises(Malformed):
            read_link(row["text"], *hosts_of(row))
    else:
        assert read_link(row["text"], *hosts_of(row)) == Link(
            row["id"], bytes.fromhex(row["token"])
        )


@given(some.binary(max_size=400))
def test_digits_give_their_bytes_back(content: bytes) -> None:
    text = to_digits(content)
    assert from_digits(text) == content
    assert read_link(write_link(OURS, "0123456789ABCDEF", content), OURS).token == content


@given(some.text(alphabet="0123456789", max_size=60))
def test_digits_have_one_form(text: str) -> None:
    try:
        content = from_digits(text)
    except Malformed:
        return
    assert to_digits(content) == text


@given(some.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        read_link(text, OURS)
    except (NotOurs, Malformed):
        return
    assert text.strip().lower().startswith("https://v.ap.gov.example")


def test_a_text_of_any_length_is_answered_at_once() -> None:
    with pytest.raises(Malformed):
        read_link("https://v.ap.gov.example/c/0123456789abcdef#" + "1" * 1_000_000, OURS)
