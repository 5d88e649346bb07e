"""In a real browser, after the State's address has changed: a paper of before, on its page and before the scanner."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from engine.services.certificates.register import Kept
from engine.services.certificates.token import write_link
from tests.services.certificates.counter import NOW, URL
from tests.web.verify.conftest import PATIENCE_MS
from tests.web.verify.office import Office
from tests.web.verify.test_scanner import code, told

pytestmark = pytest.mark.browser

OLD = "https://old.example"


@pytest.fixture(scope="module")
def kept(office: Office) -> Kept:
    """Return what was issued at an address that the State has left since."""
    office.counter.move(OLD)
    old = office.issue("s1")
    office.counter.move(URL)
    office.publish()
    return old


@pytest.fixture
def page(browser: Browser, office: Office) -> Page:
    context = browser.new_context(locale="en-IN")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    yield page
    context.close()


def test_its_page_calls_it_genuine(office: Office, page: Page, kept: Kept) -> None:
    page.goto(office.link(kept))
    page.wait_for_selector("#verdict[data-reason=good]")


def test_the_scanner_knows_it_with_a_network_and_without(
    office: Office, page: Page, kept: Kept, other: Kept
) -> None:
    page.goto(f"{office.address}/scan")
    page.wait_for_selector("html[data-ready]")
    page.wait_for_function("async () => !!(await caches.match('/scan'))")
    pictures = {
        "good": code(write_link(OLD, kept.id, kept.token)),
        "other_host": code(write_link(f"{OLD}.evil.example", kept.id, kept.token)),
    }
    for offline in (False, True):
        page.context.set_offline(offline)
        assert {says: told(page, each) for says, each in pictures.items()} == {
            says: says for says in pictures
        }
        assert told(page, code(write_link(URL, other.id, other.token))) == "good"
