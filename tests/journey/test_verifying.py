"""A certificate is issued to one citizen; another sends it back to the number and hears whether it is genuine. All of it over HTTP."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener, urlopen

import pytest

from bench.driving.phone import Citizen
from bench.driving.serving import serving
from engine.services.certificates.token import read_link, write_link
from engine.services.certificates.verifying.sheet import read_sheet
from tests.services.certificates.verifying.papers import beside, code, jpeg, locked_pdf, page
from tests.services.certificates.verifying.photo import photo_of

NAME = "నమూనా రవి కుమార్"
ANSWERS = [
    {"tap": "agree"}, "2812345678", NAME, {"tap": "father"}, "వెంకట రావు", "15-08-1990", {"tap": "inside"}, "గుంటూరు", "తెనాలి",
    "నందివెలుగు", "స్కాలర్‌షిప్", {"tap": "farming"}, "96,000",
]  # fmt: skip
PAPERS = ("ration-card", "land-record")
OFFICERS = (("vro", "forward"), ("ri", "forward"), ("tahsildar", "approve"))
WITHIN_S = 90.0
pytestmark = pytest.mark.prove


@dataclass(frozen=True)
class Place:
    """Everything that is served, and the certificate issued there. world: the pretend world; folder: of the database."""

    address: str
    world: str
    folder: Path
    pdf: bytes


@pytest.fixture(scope="module")
def place(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("verifying")
    with serving(repository, folder) as address:
        host, _, port = address.rpartition(":")
        world = f"{host}:{int(port) + 1}"
        yield Place(address, world, folder, issued(address, world))


def issued(address: str, world: str) -> bytes:
    """Return the PDF of an income certificate that a citizen has applied and paid for, and three officers have approved."""
    citizen = Citizen(world, "919000005001")
    citizen.open("revenue.income_certificate")
    for step in ANSWERS:
        citizen.do(step)
    for paper in PAPERS:
        citizen.send({"type": "sample", "sample": paper})
    citizen.do({"tap": "correct"})
    citizen.pay()
    for role, decision in OFFICERS:
        citizen.got = []
        decide(address, role, decision)
        citizen.wait()
    while not citizen.files():
        citizen.wait()
    media = next(each["media"]["id"] for each in citizen.got if each.get("media"))
    with urlopen(f"{world}/phone/media/{media}") as answer:
        return bytes(answer.read())


def decide(address: str, role: str, decision: str) -> None:
    """Sign in as a sample officer, open the one case that waits, and decide."""
    officer = build_opener(HTTPCookieProcessor(CookieJar()))
    signing = got(officer, f"{address}/desk/sign-in")
    name = found(rf'name="name" value="([^"]+)" data-testid="officer-{role}"', signing)
    form = {"token": found('name="token" value="([^"]+)"', signing), "name": name}
    worklist = got(officer, f"{address}/desk/sign-in/sample", form)
    limit = time.monotonic() + WITHIN_S
    while "/desk/case/" not in worklist and time.monotonic() < limit:
        time.sleep(0.2)
        worklist = got(officer, f"{address}/desk")
    case = address + found(r'href="(/desk/case/[^"]+)"', worklist)
    page_ = got(officer, case)
    hidden = {each: found(f'name="{each}" value="([^"]*)"', page_) for each in ("token", "seen", "page")}  # fmt: skip
    decided = got(officer, case, {**hidden, "did": decision, "note": "", "reason": ""})
    assert "said-recorded" in decided


def got(officer: OpenerDirector, url: str, form: dict[str, str] | None = None) -> str:
    origin = url[: url.index("/desk")]
    request = Request(url, urlencode(form).encode() if form else None, {"Origin": origin})
    with officer.open(request, timeout=WITHIN_S) as answer:
        return str(answer.read().decode())


def found(pattern: str, html: str) -> str:
    match = re.search(pattern, html)
    assert match, f"no {pattern} in {html[-3000:]}"
    return match[1]


class Checker(Citizen):
    """Somebody else, with a number of their own, who has been given a paper."""

    def shows(self, content: bytes, mime: str) -> str:
        """Send a file; return all that is said to it."""
        url = f"{self.phone.partition('/phones')[0]}/media?name=sample"
        with urlopen(Request(url, content, {"Content-Type": mime})) as answer:
            media = json.load(answer)["id"]
        self.send({"type": "media", "media": media})
        return self.words()


@pytest.fixture(scope="module")
def checker(place: Place) -> Checker:
    made = Checker(place.world, "919000005002")
    made.send({"type": "text", "text": "నమస్కారం"})
    return made


def kept_files(place: Place) -> int:
    """Return how many files lie in the database that the checker's key seals."""
    with sqlite3.connect(f"file:{place.folder / 'mitra.db'}?mode=ro", uri=True) as database:
        return int(database.execute("SELECT count(*) FROM blob WHERE owner LIKE 'person/%' AND made > 0").fetchone()[0])  # fmt: skip


def test_its_pdf_and_photos_of_it_are_genuine_and_nothing_of_them_stays(
    place: Place, checker: Checker
) -> None:
    before = kept_files(place)
    for content, mime in (
        (place.pdf, "application/pdf"),
        (jpeg(page(place.pdf, 110)), "image/jpeg"),
        (photo_of(place.pdf, 2560, seed=1), "image/jpeg"),
    ):
        words = checker.shows(content, mime)
        assert len(checker.got) == 1
        assert "అసలైన పత్రం" in words
        assert NAME in words
    assert kept_files(place) == before


def test_what_is_changed_foreign_or_no_certificate_is_told(place: Place, checker: Checker) -> None:
    text = read_sheet(place.pdf).codes[0]
    link = read_link(text, place.address)
    changed = link.token.replace("రవి".encode(), "రమి".encode())
    assert changed != link.token
    rows = (
        (code(write_link(place.address, link.id, changed)), "సంతకం సరిపోలడం లేదు"),
        (code(write_link("https://v.ap.gov.in.evil.example", link.id, link.token)), "v . ap . gov . in . evil . example"),
        (beside(code(text), code("https://v.ap.gov.example/c/1")), "ఒకటి కంటే ఎక్కువ QR"),
        (jpeg(page(place.pdf, 20)), "QR కోడ్ కనిపించలేదు"),
        (jpeg(page(place.pdf, 20)), "కార్యాలయంలో మాత్రమే"),
        (locked_pdf(), "పాస్‌వర్డ్"),
    )  # fmt: skip
    for content, words in rows:
        mime = {b"%PDF": "application/pdf", b"\x89PNG": "image/png"}.get(content[:4], "image/jpeg")
        heard = checker.shows(content, mime)
        assert words in heard
        assert NAME not in heard


def test_the_text_of_a_code_is_enough(place: Place, checker: Checker) -> None:
    checker.send({"type": "text", "text": read_sheet(place.pdf).codes[0]})
    assert NAME in checker.words()


def test_a_stranger_is_answered_in_every_language(place: Place) -> None:
    stranger = Checker(place.world, "919000005003")
    stranger.shows(place.pdf, "application/pdf")
    while "Genuine" not in stranger.words():
        stranger.wait()
    assert "అసలైన పత్రం" in stranger.words()
    assert "m.lang:te" in stranger.options()


def test_a_cancelled_one_is_told(place: Place, checker: Checker) -> None:
    """The last test of this place: the register is written to beside the worker, as the command will."""
    with sqlite3.connect(place.folder / "mitra.db", timeout=30) as database:
        database.execute("UPDATE certificate SET status = 'revoked'")
    words = checker.shows(place.pdf, "application/pdf")
    assert "రద్దు చేశారు" in words
    assert NAME in words
