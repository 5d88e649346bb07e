"""A citizen gets an income certificate: in Telugu, on the phone, through three officers, to the page that proves it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from pathlib import Path
from urllib.parse import urljoin

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.journey.phone import PATIENCE_MS, Phone

OFFICERS = (("vro", "forward"), ("ri", "forward"), ("tahsildar", "approve"))


@pytest.mark.browser
def test_it_takes_a_citizen_from_greeting_to_certificate(
    browser: Browser, address: str, folder: Path
) -> None:
    phone = Phone(browser.new_context().new_page(), f"{address}/phone")
    open_service(phone)
    answer_everything(phone)
    pay(phone)
    for role, decision in OFFICERS:
        decide(browser, address, role, decision)

    number, link = certificate(phone, folder, address)

    page = browser.new_page()
    page.goto(link)
    expect(page.locator("main")).to_contain_text(number, timeout=PATIENCE_MS)
    if "#" in link:
        expect(page.locator("#verdict")).to_have_attribute(
            "data-reason", "good", timeout=PATIENCE_MS
        )


def open_service(phone: Phone) -> None:
    phone.type("నమస్కారం")
    phone.choose(key="m.deps")
    phone.choose(key="dep:revenue")
    phone.choose(key="svc:revenue.income_certificate")


def answer_everything(phone: Phone) -> None:
    phone.choose(key=".agree")
    phone.type("2812345678")
    phone.type("రవి కుమార్")
    phone.choose(key=".father")
    phone.type("వెంకట రావు")
    phone.type("15-08-1990")
    phone.choose(key=".inside")
    phone.choose(title="గుంటూరు")
    phone.choose(title="తెనాలి")
    phone.choose(title="నందివెలుగు")
    phone.choose(title="స్కాలర్‌షిప్")
    phone.choose(key=".farming")
    phone.type("96,000")
    phone.attach("ration-card")
    phone.attach("land-record")
    phone.choose(key=".correct")


def pay(phone: Phone) -> None:
    link = phone.answered("cta").get_by_test_id("cta").get_attribute("href")
    assert link
    page = phone.page.context.new_page()
    page.goto(link)
    page.locator("button.pay").click()
    expect(page.locator(".result.good")).to_be_visible(timeout=PATIENCE_MS)
    page.close()


def decide(browser: Browser, address: str, role: str, decision: str) -> None:
    """Sign in as a sample officer, open the one case that waits, and decide."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/desk")
    page.get_by_test_id(f"officer-{role}").click()
    wait_for_case(page)
    page.get_by_test_id("case").get_by_role("link").first.click()
    page.get_by_test_id(f"decide-{decision}").check()
    page.get_by_test_id("submit-decision").click()
    expect(page.get_by_test_id("said-recorded")).to_be_visible(timeout=PATIENCE_MS)
    context.close()


def wait_for_case(page: Page) -> None:
    limit = time.monotonic() + PATIENCE_MS / 1000
    while not page.get_by_test_id("case").count():
        assert time.monotonic() < limit, page.locator("main").inner_text()
        page.wait_for_timeout(200)
        page.reload()


def certificate(phone: Phone, folder: Path, address: str) -> tuple[str, str]:
    """Return the number of the certificate that came and the address of its page."""
    document = phone.answered("document").get_by_test_id("document")
    href = document.get_attribute("href")
    assert href
    answer = phone.page.request.get(urljoin(phone.page.url, href))
    assert answer.body().startswith(b"%PDF-")
    number, identity = register(folder)
    phone.page.get_by_text(number).first.wait_for(timeout=PATIENCE_MS)
    kept = f"{address}/c/{identity}"
    printed = address_on(answer.body(), folder) or kept
    assert printed.partition("#")[0].lower() == kept.lower()
    return number, printed


def register(folder: Path) -> tuple[str, str]:
    """Return number and id of the one certificate that was issued."""
    with sqlite3.connect(f"file:{folder / 'mitra.db'}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT number, id FROM certificate").fetchall()
    assert len(rows) == 1
    return rows[0]


def address_on(pdf: bytes, folder: Path) -> str | None:
    """Return the address in the QR code on the paper; None where no program here can draw a PDF."""
    draw = shutil.which("pdftoppm")
    if draw is None:
        return None
    (folder / "paper.pdf").write_bytes(pdf)
    subprocess.run(
        [draw, "-r", "200", "-png", "-singlefile", "paper.pdf", "paper"], cwd=folder, check=True
    )
    with Image.open(folder / "paper.png") as page:
        found = zxingcpp.read_barcodes(page)
    assert len(found) == 1
    return str(found[0].text)
