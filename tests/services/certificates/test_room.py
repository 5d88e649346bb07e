"""A code never grows beyond what a photo shows: the estimate `catalog validate` makes is what is drawn, or more."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
import zxingcpp
from nacl.signing import SigningKey

from engine.language.code_size import LARGEST_VERSION, code_version, token_bytes
from engine.services.certificates.issuing.saying import claims_of, in_room
from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.number import certificate_number
from engine.services.certificates.qr import QUIET_MODULES, draw_qr
from engine.services.certificates.register import Kept
from engine.services.certificates.render import Press
from engine.services.certificates.token import seal_token, write_link
from tests.services.certificates.test_page import KINDS, longest_fields

ROWS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("room.yaml").read_text(encoding="utf-8")
)
NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
HOST = "https://mitra.ap.gov.in"
ID = "000G40R40M30E209"
PLACE = ("745", "12345")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["it"]))
def test_it_says(row: dict[str, Any]) -> None:
    assert in_room(row["words"], row["room"]) == row["said"]
    assert not row["room"] or len(row["said"].encode()) <= row["room"]


def shown(kind: CertificateKind) -> dict[str, str]:
    """Return amounts and days as long as they can be printed."""
    longest = {"money": "₹99,99,99,99,999.00", "date": "15-08-1990"}
    return {each.name: longest[each.shown_as] for each in kind.fields if each.shown_as in longest}


@pytest.mark.parametrize("name", KINDS)
def test_the_longest_values_are_within_the_estimate(name: str, press: Press) -> None:
    kind = press.kinds[name]
    kept = Kept(
        serial=999_999,
        id=ID,
        number=certificate_number(kind.department, kind.code, 2026, 999_999),
        session="s",
        kind=name,
        service="a.b",
        status="valid",
        issued_on=NOW.date(),
        fields={**longest_fields(kind), **shown(kind)},
        list=99,
        place=131_071,
    )

    claims = claims_of(kept, kind, HOST, PLACE, NOW).to_bytes()
    token = seal_token(claims, SigningKey(b"k" * 32), b"12345678")

    assert len(token) <= token_bytes(kind)
    assert code_version(len(token)) <= LARGEST_VERSION
    draw_qr(write_link(HOST, ID, token))  # raises where it is too large


@pytest.mark.parametrize("size", range(120, 470, 10))
def test_the_estimate_is_the_version_drawn_or_one_more(size: int) -> None:
    text = write_link(HOST, ID, b"\xff" * size)
    other = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    side = float(draw_qr(text).svg.split('viewBox="0 0 ')[1].split()[0]) - 2 * QUIET_MODULES

    assert side == other.to_image(scale=1, add_quiet_zones=False).shape[0], "an encoder of others needs as many squares"  # fmt: skip
    assert code_version(size) - (side - 17) / 4 in (0, 1)


def test_what_no_photo_shows_is_refused() -> None:
    with pytest.raises(ValueError, match="17 is the largest"):
        draw_qr(write_link(HOST, ID, b"\xff" * 500))
