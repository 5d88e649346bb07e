"""What is taken as a photograph, and what becomes of it on the paper."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from engine.services.certificates.photograph import (
    BadPhotographError,
    print_of,
    printed_photograph,
)

ROWS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("photographs.yaml").read_text(encoding="utf-8")
)
ORIENTATION = 0x0112


def sent(row: dict[str, Any]) -> bytes:
    """Return the file of a row."""
    if "bytes" in row:
        return str(row["bytes"]).encode()
    picture = Image.new(row.get("mode", "RGB"), tuple(row["size"]))
    if row.get("noise"):
        wide, high = picture.size
        picture = Image.frombytes("RGB", picture.size, random.Random(1).randbytes(wide * high * 3))
    exif = Image.Exif()
    exif[ORIENTATION] = row.get("turned", 1)
    written = io.BytesIO()
    picture.save(written, row["format"], **({"exif": exif} if "turned" in row else {}))
    return written.getvalue()[: row.get("cut")]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["it"]))
def test_it(row: dict[str, Any]) -> None:
    if "says" in row:
        with pytest.raises(BadPhotographError, match=row["says"]):
            printed_photograph(sent(row))
        return
    printed = Image.open(io.BytesIO(printed_photograph(sent(row))))
    assert (printed.format, printed.mode, list(printed.size)) == ("JPEG", "RGB", row["printed"])
    assert not printed.getexif()


def test_it_has_the_same_print_every_time_and_another_for_another_picture() -> None:
    first, second = (
        printed_photograph(sent({"format": "PNG", "size": size})) for size in ((90, 90), (90, 91))
    )
    again = printed_photograph(sent({"format": "PNG", "size": (90, 90)}))
    assert print_of(first) == print_of(again) != print_of(second)
    assert len(print_of(first)) == 16
