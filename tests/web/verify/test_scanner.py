"""The scanner: a photo is picked, or a paper held before the camera, with a network and without one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from engine.runtime import blobs
from engine.services.certificates.register import Kept
from engine.services.certificates.token import write_link
from tests.services.certificates.counter import NOW, URL
from tests.services.certificates.verifying.papers import beside, micro
from tests.web.verify.conftest import PATIENCE_MS, Launch
from tests.web.verify.office import Office

pytestmark = pytest.mark.browser

SIZE = """async (src) => {
    const icon = new Image();
    icon.src = src;
    await icon.decode();
    return `${icon.width}x${icon.height}`;
}"""
KEEPS = "async (words) => (await (await caches.match('/scan')).text()).includes(words)"
WATCH_CAMERA = """
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    window.opened = [];
    navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        window.opened.push(...stream.getTracks());
        return stream;
    };
"""
LIVE = "window.opened.filter((track) => track.readyState === 'live').length"
ELSEWHERE = "https://mitra.example.evil.example"


@pytest.fixture
def page(browser: Browser, office: Office) -> Iterator[Page]:
    context = browser.new_context(locale="en-IN", viewport={"width": 360, "height": 740})
    made = context.new_page()
    made.set_default_timeout(PATIENCE_MS)
    made.clock.set_fixed_time(NOW)
    made.goto(f"{office.address}/scan")
    made.wait_for_selector("html[data-ready]")
    made.wait_for_function("async () => !!(await caches.match('/scan'))")
    yield made
    context.close()


def photo(office: Office, kept: Kept, dpi: int = 150) -> bytes:
    """Return a photo of the whole page of a certificate."""
    blob = blobs.find(f"certificate-{kept.id}", office.counter.keys, office.counter.store)
    assert blob is not None
    return jpeg(pypdfium2.PdfDocument(blob.content)[0].render(scale=dpi / 72).to_pil())


def code(text: str) -> bytes:
    return jpeg(picture_of(text))


def picture_of(text: str) -> Image.Image:
    written = io.BytesIO()
    segno.make(text, error="m").save(written, kind="png", scale=5, border=6)
    return Image.open(written).convert("RGB")


def jpeg(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.convert("RGB").save(written, "JPEG", quality=80)
    return written.getvalue()


def told(page: Page, picture: bytes) -> str:
    """Pick this photo and return what is said of it."""
    page.evaluate("document.getElementById('verdict').removeAttribute('data-reason')")
    page.set_input_files(
        "#photo", {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture}
    )
    page.wait_for_selector("#verdict[data-reason]")
    return str(page.locator("#verdict").get_attribute("data-reason"))


def two(kept: Kept) -> bytes:
    both = Image.new("RGB", (1_600, 900), "white")
    both.paste(picture_of(write_link(URL, kept.id, kept.token)), (0, 0))
    both.paste(picture_of(f"{URL}/c/{kept.id}"), (1_000, 100))
    return jpeg(both)


def test_it_checks_a_photo_without_a_network(
    office: Office, page: Page, kept: Kept, other: Kept
) -> None:
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert told(page, photo(office, kept)) == "good"
    expect(page.locator("#verdict")).to_contain_text("Lakshmi Devi Nandigama")
    expect(page.locator("#verdict")).to_contain_text("for want of a network")
    expect(page.locator("#lists-age")).to_contain_text("23-11-2026")
    expect(page.locator("#old")).to_be_hidden()
    page.clock.set_fixed_time(NOW + timedelta(days=2))
    assert told(page, photo(office, other)) == "old_status"
    assert page.locator("#verdict").get_attribute("data-answer") == "cannot_tell"
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#old")).to_be_visible()


def test_it_checks_where_the_server_is_in_trouble(office: Office, page: Page, kept: Kept) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    office.down = True
    page.goto(office.link(kept))
    page.wait_for_selector("#verdict[data-reason=good]")
    expect(page.locator("#verdict")).to_contain_text("for want of a network")
    office.down = False


def test_it_keeps_the_newest_labels_for_the_time_without_a_network(
    office: Office, page: Page, kept: Kept
) -> None:
    before = office.kinds
    income = before["income_certificate"]
    newer = replace(income, title={"te": "కొత్త పేరు", "en": "Certificate of Earnings"})
    office.kinds = {**before, "income_certificate": newer}
    page.goto(f"{office.address}/scan")
    page.wait_for_function(KEEPS, arg="Certificate of Earnings")
    office.kinds = before
    page.context.set_offline(True)
    page.goto(office.link(kept))
    page.wait_for_selector("#verdict[data-reason=good]")
    expect(page.locator("#verdict")).to_contain_text("Certificate of Earnings")


def test_it_says_what_to_do_where_the_camera_is_refused(browsers: Launch, office: Office) -> None:
    chromium = browsers("--deny-permission-prompts")
    page = chromium.new_context(locale="en-IN", service_workers="block").new_page()
    page.goto(f"{office.address}/scan")
    page.wait_for_selector("html[data-ready]")
    page.click("#start")
    expect(page.locator("#told")).to_contain_text("Please choose a photo")
    expect(page.locator("#start")).to_be_enabled()
    expect(page.locator("#camera")).to_be_hidden()
    chromium.close()


def test_it_closes_the_camera_however_often_it_was_opened(
    browsers: Launch, office: Office, kept: Kept
) -> None:
    """Two taps on the button, and a photo chosen while it looks: the camera is off afterwards and the photo is answered."""
    chromium = browsers("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    context = chromium.new_context(permissions=["camera"], service_workers="block")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(WATCH_CAMERA)
    page.goto(f"{office.address}/scan")
    page.wait_for_selector("html[data-ready]")
    for leave in (lambda: page.click("#stop"), lambda: told(page, photo(office, kept))):
        page.evaluate(
            "document.getElementById('start').click(), document.getElementById('start').click()"
        )
        expect(page.locator("#camera")).to_be_visible()
        assert page.evaluate(LIVE) == 1
        leave()
        expect(page.locator("#camera")).to_be_hidden()
        assert page.evaluate(LIVE) == 0
    assert page.locator("#verdict").get_attribute("data-reason") == "good"
    chromium.close()


def test_it_tells_other_codes(office: Office, page: Page, kept: Kept) -> None:
    pictures = {
        "other_host": code(write_link(ELSEWHERE, kept.id, kept.token)),
        "no_signature": code(f"{URL}/c/{kept.id}"),
        "unreadable": code(f"{URL}/about"),
        "two_codes": two(kept),
        "no_code": jpeg(Image.new("RGB", (500, 400), "white")),
    }
    assert {says: told(page, picture) for says, picture in pictures.items()} == {
        says: says for says in pictures
    }
    assert told(page, pictures["other_host"]) == "other_host"
    expect(page.locator(".advice")).to_contain_text("mitra.example.evil.example")
    assert told(page, beside(code(write_link(URL, kept.id, kept.token)), micro("488134"))) == "good"
    assert told(page, code("upi://pay?pa=sample@bank")) == "other_host"
    expect(page.locator(".advice")).to_contain_text("upi://pay")


def test_it_can_be_installed_and_printed(page: Page) -> None:
    manifest = page.evaluate(
        "fetch(document.querySelector('link[rel=manifest]').href).then((each) => each.json())"
    )
    assert manifest["start_url"] == "/scan"
    for icon in manifest["icons"]:
        size = page.evaluate(SIZE, icon["src"])
        assert size == icon["sizes"]
    page.emulate_media(media="print")
    expect(page.locator(".leaflet")).to_be_visible()
    expect(page.locator(".scanner")).to_be_hidden()
    assert len(pypdfium2.PdfDocument(page.pdf(format="A4"))) == 1


def test_it_reads_what_is_held_before_the_camera(
    browsers: Launch, office: Office, kept: Kept, tmp_path: Path
) -> None:
    held = Image.new("RGB", (1_280, 720), "grey")
    held.paste(picture_of(write_link(URL, kept.id, kept.token)).resize((620, 620)), (330, 50))
    film = tmp_path / "held.mjpeg"
    film.write_bytes(jpeg(held) * 5)
    chromium = browsers(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    page = chromium.new_context(permissions=["camera"], service_workers="block").new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{office.address}/scan")
    page.wait_for_selector("html[data-ready]")
    page.click("#start")
    page.wait_for_selector("#verdict[data-reason=good]")
    expect(page.locator("#camera")).to_be_hidden()
    chromium.close()
