"""One office and one browser for all that a module tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from engine.services.certificates.register import Kept
from engine.services.certificates.render import Press
from engine.services.certificates.token.claims import BORN, NAME
from engine.wiring.catalogue import read_catalogue
from tests.journey.conftest import FLAGS
from tests.web.verify.office import FIELDS, Office, serving

TOKENS = {
    "applicant": NAME,
    "born": BORN,
    "applicant_te": 10,
    "income": 11,
    "guardian": 12,
    "district": 13,
}
Launch = Callable[..., Browser]
PATIENCE_MS = 60_000


@pytest.fixture(scope="session")
def press(repository: Path) -> Press:
    """Return what draws papers: an income certificate whose code says all that is tried here, whatever the catalogue's own says."""
    declared = read_catalogue(repository / "catalog").certificates
    income = declared["income_certificate"]
    fields = (replace(each, token=TOKENS.get(each.name, 0), in_code=0) for each in income.fields)
    kinds = {**declared, income.name: replace(income, fields=tuple(fields))}
    return Press(repository / "templates" / "certificates", lambda: kinds)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, press: Press) -> Iterator[Office]:
    with serving(tmp_path_factory.mktemp("office"), press) as found:
        yield found


@pytest.fixture(scope="module")
def kept(office: Office) -> Kept:
    return office.issue("s1")


@pytest.fixture(scope="module")
def other(office: Office) -> Kept:
    return office.issue("s2", {**FIELDS, "applicant": "Somebody Else"})


@pytest.fixture(scope="module")
def browsers(chromium_path: str, kept: Kept, other: Kept) -> Iterator[Launch]:
    """Return how a real browser is started. It begins when all is issued: while it lives, nothing else may wait in this thread."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(
            executable_path=chromium_path, args=[*FLAGS, *flags]
        )


@pytest.fixture(scope="module")
def browser(browsers: Launch) -> Iterator[Browser]:
    chromium = browsers()
    yield chromium
    chromium.close()
