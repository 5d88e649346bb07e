"""Where witnesses are asked for, page, scanner and server wait for their word alike; what no checkpoint shows yet they have not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from engine.sandbox.witness import WITNESS_KEY, WITNESS_NAME
from engine.services.certificates.issuing.proofs import CHECKPOINT, NOTE_MIME, note_at
from engine.services.certificates.issuing.witnessing import Watchers
from engine.services.certificates.log.note import COSIGNED, NoteKey, cosignature
from engine.services.certificates.register import Kept
from engine.services.certificates.render import Press
from engine.services.certificates.token import write_link
from engine.services.certificates.verifying.saying import words
from engine.web.app import create_app
from tests.services.certificates.counter import NOW, URL
from tests.web.verify.conftest import PATIENCE_MS, Launch
from tests.web.verify.office import Office, serving
from tests.web.verify.test_page import said
from tests.web.verify.test_scanner import code, told

pytestmark = pytest.mark.browser

WITNESS = NoteKey(WITNESS_NAME, bytes(WITNESS_KEY.verify_key), COSIGNED)
WATCHERS = Watchers({"https://witness.example": WITNESS}, 1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, press: Press) -> Iterator[Office]:
    with serving(tmp_path_factory.mktemp("watched"), press, WATCHERS) as found:
        yield found


@pytest.fixture(scope="module")
def browser(browsers: Launch) -> Iterator[Browser]:
    chromium = browsers()
    yield chromium
    chromium.close()


def put(office: Office, note: str) -> None:
    """Publish this checkpoint; none where it is empty."""
    with office.counter.store.transaction():
        office.counter.store.execute("published.drop", (CHECKPOINT, f"{CHECKPOINT}0"))
        if note:
            office.counter.store.execute("published.put", (CHECKPOINT, note.encode(), NOTE_MIME, 0))


def seen(note: str) -> str:
    """Return a checkpoint with the witness's signature."""
    text = note.rpartition("\n\n")[0] + "\n"
    return note + cosignature(text, WITNESS_NAME, WITNESS_KEY, int(NOW.timestamp()))


CHECKPOINTS: dict[str, tuple[Callable[[str], str], str]] = {
    "nobody has seen it": (lambda note: note, "unwitnessed"),
    "no checkpoint shows it": (lambda _note: "", "unwitnessed"),
    "the witness has seen it": (seen, "good"),
}


@pytest.mark.parametrize("what", CHECKPOINTS)
def test_all_say_the_same(office: Office, browser: Browser, kept: Kept, what: str) -> None:
    change, reason = CHECKPOINTS[what]
    before = note_at(office.counter.store, CHECKPOINT)
    put(office, change(before))
    context = browser.new_context(locale="en-IN", service_workers="block")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    assert _on_page(page, office, kept) == reason
    assert page.locator(".advice").inner_text().strip() == words()["reasons"][reason]["en"]
    assert "Lakshmi" in page.locator("#verdict").inner_text(), "it was signed all the same"
    assert _in_scanner(page, office, kept) == reason
    assert _by_program(office, kept) == reason
    context.close()
    put(office, before)


def _on_page(page: Page, office: Office, kept: Kept) -> str:
    page.goto(office.link(kept))
    return said(page)


def _in_scanner(page: Page, office: Office, kept: Kept) -> str:
    page.goto(f"{office.address}/scan")
    page.wait_for_selector("html[data-ready]")
    return told(page, code(write_link(URL, kept.id, kept.token)))


def _by_program(office: Office, kept: Kept) -> str:
    client = create_app(office.site(office.counter.home.reader())).test_client()
    answer = client.post("/verify", json={"code": write_link(URL, kept.id, kept.token)})
    return str(answer.get_json()["reason"])
