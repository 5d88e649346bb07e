"""What an officer sees of the certificates of a case, and changes with a reason."""

from __future__ import annotations

import re

import pytest

from engine.services.certificates.log.entry import read_entry
from tests.web.desk.conftest import NUMBER, Browser
from tests.web.desk.office import PASSWORD, Office

CERTIFICATE = "REV-INC-2026-000001-X"
OTHER = "REV-INC-2026-000002-Y"
REASON = "The income was overstated in the papers."


@pytest.fixture
def approved(office: Office, browser: Browser) -> Office:
    """An approved case with its certificate, the tahsildar who approved it at the desk."""
    case = office.open_case(NUMBER, stage=2)
    browser.become("tahsildar")
    browser.decide(NUMBER, did="approve")
    office.issue(case)
    return office


def change(browser: Browser, did: str, **fields: object) -> str:
    """Open the case, send the certificate's form, and return how it went."""
    browser.get(f"/desk/case/{NUMBER}")
    found = re.search(rf'value="(\d+)" data-testid="seen-{CERTIFICATE}"', browser.page)
    given = {"seen": found[1] if found else "0", "page": browser.sign(), "reason": REASON, "certificate": CERTIFICATE}  # fmt: skip
    answer = browser.post(f"/desk/case/{NUMBER}/certificate", did=did, **{**given, **fields})
    if answer.status_code != 303:
        return str(answer.status_code)
    browser.get(answer.location)
    return answer.location.rpartition("said=")[2]


@pytest.mark.parametrize("sought", [CERTIFICATE, CERTIFICATE.lower(), "000G40R40M30E201"])
def test_a_certificate_leads_to_its_case(approved: Office, browser: Browser, sought: str) -> None:
    assert browser.post("/desk/find", sought=sought).location == f"/desk/case/{NUMBER}"


def test_an_officer_of_elsewhere_does_not_find_it(live: Office, visitor: Browser) -> None:
    live.issue(live.open_case(NUMBER))
    live.enter("vro.there", ("vro",), ("elsewhere",))
    visitor.get("/desk/sign-in")
    visitor.post("/desk/sign-in", name="vro.there", password=PASSWORD)
    visitor.get("/desk")

    assert visitor.post("/desk/find", sought=CERTIFICATE).status_code == 404


@pytest.mark.parametrize(
    ("did", "standing"),
    [("revoked", "revoked"), ("suspended", "suspended"), ("replaced", "replaced")],
)
def test_it_is_changed_with_a_reason_and_logged(
    approved: Office, browser: Browser, did: str, standing: str
) -> None:
    approved.issue(approved.case(NUMBER), OTHER)

    assert change(browser, did, by=OTHER if did == "replaced" else "") == "recorded"

    kept = approved.certificate(CERTIFICATE)
    assert kept.status == standing
    assert [(line["did"], line["officer"], line["reason"]) for line in kept.history] == [
        (did, "sample.tahsildar", REASON)
    ]
    assert REASON in browser.words
    lines = [read_entry(bytes(row[2])) for row in approved.store.rows("certlog.pending", (9,))]
    assert [(line.event, line.type) for line in lines] == [(did, "REV-INC")]
    stored = b"".join(
        each for (each,) in approved.store._connection.execute("SELECT body FROM certificate")
    )
    assert REASON.encode() not in stored


def test_a_suspended_one_is_restored(approved: Office, browser: Browser) -> None:
    change(browser, "suspended")
    assert change(browser, "restored") == "recorded"

    assert approved.certificate(CERTIFICATE).status == "valid"
    assert [line["did"] for line in approved.certificate(CERTIFICATE).history] == [
        "suspended",
        "restored",
    ]


@pytest.mark.parametrize(
    ("did", "fields", "word"),
    [
        ("revoked", {"reason": "  "}, "change_no_reason"),
        ("revoked", {"reason": "x" * 2_001}, "change_long_reason"),
        ("revoked", {"seen": "7"}, "change_not_now"),
        ("restored", {}, "change_not_now"),
        ("replaced", {"by": ""}, "change_no_other"),
        ("replaced", {"by": CERTIFICATE}, "change_no_other"),
        ("replaced", {"by": "REV-INC-2026-000009-Z"}, "change_no_other"),
        ("burnt", {}, "no_change"),
        ("revoked", {"certificate": OTHER}, "404"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    approved: Office, browser: Browser, did: str, fields: dict[str, str], word: str
) -> None:
    assert change(browser, did, **fields) == word
    assert approved.certificate(CERTIFICATE).status == "valid"
    assert not approved.store.rows("certlog.pending", (9,))


def test_what_is_revoked_stays_revoked(approved: Office, browser: Browser) -> None:
    change(browser, "revoked")

    assert "change-restored" not in browser.test_ids()
    assert change(browser, "restored") == "change_not_now"
    assert approved.certificate(CERTIFICATE).status == "revoked"


def test_who_could_not_have_approved_it_cannot_change_it(
    approved: Office, browser: Browser
) -> None:
    browser.post("/desk/sign-out")
    browser.become("ri")
    browser.get(f"/desk/case/{NUMBER}")

    assert f"certificate-{CERTIFICATE}" in browser.test_ids()
    assert "change-revoked" not in browser.test_ids()
    assert change(browser, "revoked") == "404"


def test_the_same_form_sent_twice_changes_it_once(approved: Office, browser: Browser) -> None:
    approved.working = False
    assert change(browser, "suspended", page="ab") == "pending"
    assert change(browser, "suspended", page="ab") == "pending"
    approved.work()

    assert len(approved.certificate(CERTIFICATE).history) == 1


def test_a_store_that_is_down_is_said(approved: Office, browser: Browser) -> None:
    browser.get(f"/desk/case/{NUMBER}")
    approved.down = True

    assert change(browser, "revoked") == "store_down"
    assert approved.certificate(CERTIFICATE).status == "valid"
