"""Certificates with names drawn by lot are issued, photographed and read back: how many of a hundred are verified, for each kind.

`pytest -m prove -s` of this file prints the rates. A code that cannot be read from a photo of its page is a citizen who is sent home.
"""

from __future__ import annotations

import math
import random
from collections import Counter as Tally
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from engine.runtime import blobs
from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.qr import MODULE_MM, QUIET_MODULES, draw_qr
from engine.services.certificates.render import Press
from engine.services.certificates.verifying.enquiry import Enquiry
from engine.services.certificates.verifying.sheet import Unreadable, read_sheet
from tests.services.certificates.counter import NOW, URL, Counter, role
from tests.services.certificates.verifying.papers import jpeg, page
from tests.services.certificates.verifying.photo import OUT_OF_FOCUS, photo_of
from tests.services.homes import SqliteHome

MANY = 60
ENOUGH = 0.95
DPI = 300
PRECISION = 0.005
"""Of a length measured at so many dots an inch."""
PICTURES = {
    "raster 110 dpi": lambda pdf, _: jpeg(page(pdf, 110)),
    "photo 1600 px": lambda pdf, seed: photo_of(pdf, 1600, seed),
    "out of focus, 1600 px": lambda pdf, seed: photo_of(pdf, 1600, seed, OUT_OF_FOCUS),
}
LARGE = 10
"""So many of a kind are photographed at 2560 pixels too, which takes longest and is the easiest to read."""
LATIN = [
    "Sample",
    "Venkata",
    "Lakshmi",
    "Narasimha",
    "Subrahmanyam",
    "Bhaskara",
    "Rao",
    "Devi",
    "Kumari",
    "Prasad",
    "Krishnaveni",
]
TELUGU = [
    "నమూనా",
    "వెంకట",
    "లక్ష్మీ",
    "నరసింహ",
    "సుబ్రహ్మణ్యం",
    "భాస్కర",
    "రావు",
    "దేవి",
    "కుమారి",
    "ప్రసాద్",
    "కృష్ణవేణి",
    "శ్రీకాకుళం",
]


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory, press: Press) -> Iterator[Counter]:
    made = Counter(SqliteHome(tmp_path_factory.mktemp("rates")), press)
    types = sorted({kind.type for kind in press.kinds.values()} - {"REV-INC", "END-DAR"})
    with made.store.transaction():
        made.ring.create(role("Others", "certificate", tuple(types)))
    made.publish_keys()
    yield made
    made.store.close()


def drawn(kind: CertificateKind, chance: random.Random) -> dict[str, Any]:
    """Return fields as a flow might give them: each second certificate in Telugu, some with all that it may say."""
    words = chance.choice((LATIN, TELUGU))
    full = chance.random() < 0.5
    return {
        each.name: _value(each, words, chance)
        for each in kind.fields
        if (each.required or full or each.token) and each.shown_as != "photograph"
    }


def _value(field: Any, words: list[str], chance: random.Random) -> Any:
    if field.shown_as == "money":
        return chance.randrange(100_000, 10_000_000_00)
    if field.shown_as == "date" or field.name == "born":
        return (NOW.date() - timedelta(days=chance.randrange(7_000, 30_000))).isoformat()
    if field.columns:
        return [{column.name: _name(words, chance, column.most) for column in field.columns}]
    if field.lines:
        return [_name(words, chance, field.most) for _ in range(chance.randint(1, 3))]
    return _name(words, chance, field.most)


def _name(words: list[str], chance: random.Random, most: int) -> str:
    return " ".join(chance.sample(words, chance.randint(1, 4)))[: min(most, 40)].strip()


def issued(counter: Counter, kind: CertificateKind, fields: Mapping[str, Any], n: int) -> bytes:
    reply = counter.issue(f"{kind.name}{n}", kind=kind.name, fields=fields)
    blob = blobs.find(str(reply.gives["file"]["media"]), counter.keys, counter.store)
    assert blob is not None
    return blob.content


def verified(counter: Counter, picture: bytes) -> bool:
    """Tell whether it is found genuine. Nothing may ever be found forged that is not."""
    try:
        sheet = read_sheet(picture)
    except Unreadable:
        return False
    enquiry = Enquiry(URL, counter.store, counter.keys, counter.key_set())
    found = enquiry.of_sheet(sheet, int(counter.clock.now().timestamp()))
    assert found.verdict.reason in ("good", "no_code")
    return found.verdict.reason == "good"


def kinds() -> list[str]:
    root = Path(__file__).resolve().parents[4]
    return sorted(path.stem for path in (root / "catalog/_shared/certificates").glob("*.yaml"))


@pytest.mark.prove
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("name", kinds())
def test_whole_pages_are_read_and_verified(counter: Counter, press: Press, name: str) -> None:
    kind = press.kinds[name]
    chance = random.Random(name)
    read: Tally[str] = Tally()
    for n in range(MANY):
        pdf = issued(counter, kind, drawn(kind, chance), n)
        read.update(what for what, take in PICTURES.items() if verified(counter, take(pdf, n)))
        assert n >= LARGE or verified(counter, photo_of(pdf, 2560, n))
    rates = {what: read[what] / MANY for what in PICTURES}
    print(name, {what: f"{rate:.1%}" for what, rate in rates.items()})
    assert rates["raster 110 dpi"] == 1
    assert min(rates.values()) >= ENOUGH, rates


@pytest.mark.parametrize("name", kinds())
def test_the_squares_of_its_code_are_large_enough(
    counter: Counter, press: Press, name: str
) -> None:
    """Measured on the printed page, with all that the code may have to say."""
    kind = press.kinds[name]
    pdf = issued(counter, kind, drawn(kind, random.Random(name)), 1_000)
    (code,) = zxingcpp.read_barcodes(page(pdf, DPI), formats=zxingcpp.BarcodeFormat.QRCode)
    corners = code.position
    across = math.dist(
        (corners.top_left.x, corners.top_left.y), (corners.bottom_right.x, corners.bottom_right.y)
    )
    squares = float(draw_qr(code.text).svg.split('viewBox="0 0 ')[1].split()[0]) - 2 * QUIET_MODULES
    printed = across / math.sqrt(2) / DPI * 25.4 / squares
    assert printed >= MODULE_MM * (1 - PRECISION), f"{printed:.3f} mm"


@pytest.mark.parametrize("size", [2560, 1600])
def test_a_photo_of_the_whole_page_is_enough(counter: Counter, press: Press, size: int) -> None:
    kind = press.kinds["income_certificate"]
    pdf = issued(counter, kind, drawn(kind, random.Random(size)), size)
    assert verified(counter, photo_of(pdf, size, size))
