"""It takes a file for what its first bytes say, and none of the disguises in `media.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.channels.whatsapp.media import (
    KINDS,
    is_wanted,
    kind_of,
    most_bytes,
    objection,
    told_kind,
)

FILES = yaml.safe_load((Path(__file__).parent / "media.yaml").read_text())


def content(begins: str) -> bytes:
    return bytes.fromhex(begins[4:]) if begins.startswith("hex ") else begins.encode("latin-1")


@pytest.mark.parametrize("row", FILES, ids=lambda row: f"{row['says']} {row['begins'][:24]!r}")
def test_it_looks_at_the_first_bytes(row: dict[str, Any]) -> None:
    why = objection(content(row["begins"]), row["says"])
    if "is" in row:
        assert not why
        assert kind_of(content(row["begins"])) == row["is"]
    else:
        assert why, row["refused"]


@pytest.mark.parametrize("mime", KINDS)
def test_it_takes_no_more_than_its_kind_allows(mime):
    opening = next(content(row["begins"]) for row in FILES if row.get("is") == mime)
    most = most_bytes(mime)
    assert not objection(opening + bytes(most - len(opening)), mime)
    assert objection(opening + bytes(most - len(opening) + 1), mime)


@pytest.mark.parametrize(
    ("mime", "wanted"),
    [
        ("image/jpeg", True),
        ("IMAGE/JPG", True),
        ("audio/ogg; codecs=opus", True),
        ("", True),
        ("application/octet-stream", True),
        ("image/webp", False),
        ("video/mp4", False),
        ("image/svg+xml", False),
        ("application/vnd.android.package-archive", False),
        ("application/zip", False),
        ("text/html", False),
    ],
)
def test_it_fetches_only_what_a_question_can_take(mime, wanted):
    assert is_wanted(mime) is wanted


@given(st.binary(max_size=64), st.sampled_from(["", "image/jpeg", "image/png", "application/pdf"]))
def test_it_survives_any_bytes(raw, mime):
    for opening in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
        why = objection(opening + raw, mime)
        assert why or not mime or kind_of(opening + raw) == told_kind(mime)
