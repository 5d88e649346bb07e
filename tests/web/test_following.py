"""Web processes follow the catalogue's files without a restart, beside their requests; files with errors change nothing."""

from __future__ import annotations

import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.processes import ROOT, Engine, engine

PAPER = Path(__file__).parents[1] / "chaos" / "paper"
KIND = Path("_shared/certificates/income_certificate.yaml")
DEPARTMENT = Path("revenue/_department.yaml")
ROLES = """
offices: {tahsil: {title: {te: "కార్యాలయం", en: "Office"}, level: mandal}}
roles: {clerk: {title: {te: "గుమస్తా", en: "Clerk"}, office: tahsil}}
"""
PATIENCE_S = 90.0
OFTEN = 24
"""The kernel tosses a coin which of the two web processes answers."""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Engine]:
    catalog = tmp_path / "catalog"
    shutil.copytree(PAPER, catalog)
    (catalog / KIND).parent.mkdir(parents=True)
    shutil.copy(ROOT / "catalog" / KIND, catalog / KIND)
    with (catalog / DEPARTMENT).open("a", encoding="utf-8") as department:
        department.write(ROLES)
    with engine(tmp_path, catalog) as found:
        found.webs = 2
        found.start("worker")
        found.start("web")
        found.wait_until_ready()
        yield found


def test_it_shows_new_labels_and_keeps_the_old_ones_where_the_new_files_have_errors(
    made: Engine,
) -> None:
    catalog = Path(made.environment["MITRA_CATALOG"])
    shown = {"/scan": "Income Certificate", "/desk/sign-in": "గుమస్తా"}
    assert everywhere(made, shown)

    change(catalog / KIND, "Income Certificate", "Certificate of Earnings")
    change(catalog / DEPARTMENT, "గుమస్తా", "సూపరింటెండెంట్")
    now = {"/scan": "Certificate of Earnings", "/desk/sign-in": "సూపరింటెండెంట్"}
    wait_for(lambda: everywhere(made, now))
    digest = catalogues(made)

    change(catalog / KIND, "title:", "titel:")
    change(catalog / DEPARTMENT, "సూపరింటెండెంట్", "తహసీల్దార్")
    wait_for(lambda: made.logs().count("catalogue_has_errors") >= 3)
    assert everywhere(made, now)
    assert catalogues(made) == digest

    change(catalog / KIND, "titel:", "title:")
    wait_for(
        lambda: everywhere(made, {"/scan": "Certificate of Earnings", "/desk/sign-in": "తహసీల్దార్"})
    )
    assert all(process.poll() is None for process in made.running.values())


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def everywhere(made: Engine, shown: dict[str, str]) -> bool:
    """Tell whether each page shows its words, asked so often that each of the web processes has answered."""
    return all(words in page(made, path) for path, words in shown.items() for _ in range(OFTEN))


def catalogues(made: Engine) -> set[str]:
    """Return the digests the web processes name."""
    pages = (page(made, "/metrics") for _ in range(OFTEN))
    return {line for text in pages for line in text.splitlines() if "mitra_catalogue_info{" in line}


def page(made: Engine, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{made.port}{path}", timeout=30) as answer:
        return str(answer.read().decode())


def wait_for(question: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE_S
    while not question():
        assert time.monotonic() < limit, "it did not come about"
        time.sleep(0.2)
