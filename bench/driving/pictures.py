"""`python -m bench.driving.pictures`: holds five dialogues on the phone page and takes their pictures for docs/transcripts.md."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import click
from playwright.sync_api import Page, sync_playwright

from bench.driving.__main__ import open_book
from bench.driving.drive import hold
from bench.driving.plan import scripts
from bench.driving.serving import serving
from bench.processes import ROOT

HELD = (
    ("revenue.integrated_certificate", "te"),
    ("energy.complaint_line", "te"),
    ("municipal.property_tax", "te"),
    ("endowments.srisailam_room", "en"),
    ("apsrtc.ticket_cancellation", "en"),
)
IMAGES = ROOT / "docs" / "images"
FIRST_NUMBER = 919_200_000_000
WIDTH = 420
AROUND = 190
"""Pixels of the head of the page and of the composer."""
TALL = (
    "() => Math.max(...[...document.querySelectorAll('#phone *')].map(each => each.scrollHeight))"
)


@click.command()
def main() -> None:
    """Hold the dialogues and write a picture of each."""
    found = [
        name for name in ("chromium", "chromium-browser", "google-chrome") if shutil.which(name)
    ]
    if not found:
        message = "no Chromium is found here: install the package chromium"
        raise click.ClickException(message)
    book = open_book(ROOT / "catalog")
    with (
        tempfile.TemporaryDirectory(prefix="pictures-") as folder,
        serving(ROOT, Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        port = (urlsplit(address).port or 0) + 1
        world = f"http://127.0.0.1:{port}"
        chromium = playwright.chromium.launch(
            executable_path=shutil.which(found[0]), args=["--no-sandbox"]
        )
        for place, (service, language) in enumerate(HELD):
            number = str(FIRST_NUMBER + place)
            held = hold(scripts(book, service, language)[0], world, number)
            if not held.end:
                raise click.ClickException(f"{service}: {held.why}")
            page = chromium.new_page(viewport={"width": WIDTH, "height": 900})
            click.echo(_picture(page, f"{world}/phone#{number}", f"transcript-{service}.png"))
            page.close()
        chromium.close()


def _picture(page: Page, address: str, name: str) -> str:
    """Write the whole dialogue as one picture; return what was written."""
    page.goto(address)
    page.get_by_test_id("composer").wait_for()
    page.locator("[data-testid=bubble]").last.wait_for()
    page.set_viewport_size({"width": WIDTH, "height": page.evaluate(TALL) + AROUND})
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / name)
    return f"docs/images/{name}"


if __name__ == "__main__":
    main()
