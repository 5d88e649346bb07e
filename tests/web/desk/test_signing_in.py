"""Who gets in at the desk, for how long, and who does not."""

from __future__ import annotations

import pytest

from engine.services.officers.record import end_officer
from tests.web.desk.conftest import NUMBER, Browser
from tests.web.desk.office import PASSWORD, Office, later


@pytest.mark.parametrize(
    "path", ["/desk", f"/desk/case/{NUMBER}", "/desk/file/wa-1001", "/desk?number=X"]
)
def test_it_sends_strangers_to_the_door(browser: Browser, path: str) -> None:
    answer = browser.get(path)

    assert (answer.status_code, answer.location) == (303, "/desk/sign-in")


def test_it_offers_sample_officers_in_the_sandbox_and_says_what_they_are(browser: Browser) -> None:
    browser.get("/desk/sign-in")

    assert {"officer-vro", "officer-ri", "officer-tahsildar", "officer-rdo"} <= set(
        browser.test_ids()
    )
    assert "నిజమైన అధికారులు కారు" in browser.words


def test_one_button_signs_a_sample_officer_in(browser: Browser) -> None:
    browser.become("tahsildar")

    assert "తహసీల్దార్" in browser.words
    assert "sign-out" in browser.test_ids()


def test_production_has_no_sample_officers(visitor: Browser) -> None:
    visitor.get("/desk/sign-in")

    assert not [each for each in visitor.test_ids() if each.startswith("officer-")]
    assert visitor.post("/desk/sign-in/sample", name="sample.vro").status_code == 404


def test_a_name_and_its_password_open_the_desk(live: Office, visitor: Browser) -> None:
    live.enter("tahsildar.tenali", ("tahsildar",), ("tenali",))
    visitor.get("/desk/sign-in")

    answer = visitor.post("/desk/sign-in", name=" Tahsildar.Tenali ", password=PASSWORD)

    assert (answer.status_code, answer.location) == (303, "/desk")


@pytest.mark.parametrize("name", ["tahsildar.tenali", "nobody", ""])
def test_a_wrong_password_and_an_unknown_name_sound_alike(
    live: Office, visitor: Browser, name: str
) -> None:
    live.enter("tahsildar.tenali", ("tahsildar",), ("tenali",))
    visitor.get("/desk/sign-in")

    answer = visitor.post("/desk/sign-in", name=name, password="wrong")

    assert answer.status_code == 403
    assert "సరిపోలలేదు" in visitor.words


def test_after_five_wrong_passwords_even_the_right_one_must_wait(
    live: Office, visitor: Browser
) -> None:
    live.enter("tahsildar.tenali", ("tahsildar",), ("tenali",))
    visitor.get("/desk/sign-in")
    for _ in range(5):
        visitor.post("/desk/sign-in", name="tahsildar.tenali", password="wrong")

    blocked = visitor.post("/desk/sign-in", name="tahsildar.tenali", password=PASSWORD)
    later(live, minutes=15)
    admitted = visitor.post("/desk/sign-in", name="tahsildar.tenali", password=PASSWORD)

    assert (blocked.status_code, admitted.status_code) == (429, 303)


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(live: Office, visitor: Browser) -> None:
    live.enter("a.b", ("ri",), ("*",))
    visitor.get("/desk/sign-in")

    cookie = visitor.post("/desk/sign-in", name="a.b", password=PASSWORD).headers["Set-Cookie"]

    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/desk"} <= set(cookie.split("; "))
    assert PASSWORD not in cookie


def test_eight_hours_later_the_session_is_over(office: Office, browser: Browser) -> None:
    browser.become("ri")

    later(office, hours=8)
    during = browser.get("/desk")
    later(office, seconds=1)
    after = browser.get("/desk")

    assert (during.status_code, after.status_code) == (200, 303)


def test_signing_out_ends_it(browser: Browser) -> None:
    browser.become("ri")

    browser.post("/desk/sign-out")

    assert browser.get("/desk").status_code == 303


def test_a_forged_cookie_is_nobodys(office: Office, browser: Browser) -> None:
    browser.client.set_cookie(
        "mitra_desk", "eyJvZmZpY2VyIjoic2FtcGxlLnZybyJ9.aaaa.bbbb", path="/desk"
    )

    assert browser.get("/desk").status_code == 303


def test_an_officer_who_has_left_is_out_at_once(live: Office, visitor: Browser) -> None:
    live.enter("a.b", ("ri",), ("*",))
    visitor.get("/desk/sign-in")
    visitor.post("/desk/sign-in", name="a.b", password=PASSWORD)
    assert visitor.get("/desk").status_code == 200

    live.write(end_officer("a.b", live.clock.now()))

    assert visitor.get("/desk").status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        "/desk/sign-in",
        "/desk/sign-in/sample",
        "/desk/sign-out",
        "/desk/language",
        f"/desk/case/{NUMBER}",
    ],
)
@pytest.mark.parametrize("token", ["", "0" * 36])
def test_a_form_without_our_token_does_nothing(
    office: Office, browser: Browser, path: str, token: str
) -> None:
    office.open_case(NUMBER, stage=2)
    browser.become("tahsildar")

    answer = browser.post(
        path, token=token, did="approve", seen="3", name="sample.vro", language="en"
    )

    assert answer.status_code == 400
    assert office.arrived == []
    assert browser.get("/desk").status_code == 200


def test_a_site_without_a_desk_has_no_such_page(client: object) -> None:
    assert client.get("/desk").status_code == 404  # type: ignore[attr-defined]


# -- language ------------------------------------------------------------------------------------------------------------


def test_it_speaks_the_chosen_language_before_and_after_signing_in(browser: Browser) -> None:
    browser.get("/desk/sign-in")
    answer = browser.post("/desk/language", language="en", back="/desk/sign-in")
    assert answer.location == "/desk/sign-in"

    browser.become("ri")

    assert "Waiting for you" in browser.words
    assert '<html lang="en">' in browser.page


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/desk",
        "//elsewhere.example",
        "/desktop",
        "/desk/\\x",
        "",
        "/c/X",
        "/desk\n",
    ],
)
def test_it_never_leads_away_from_the_desk(browser: Browser, back: str) -> None:
    browser.become("ri")

    assert browser.post("/desk/language", language="en", back=back).location == "/desk"


def test_an_unknown_language_changes_nothing(browser: Browser) -> None:
    browser.become("ri")

    browser.post("/desk/language", language="xx", back="/desk")

    browser.get("/desk")
    assert '<html lang="te">' in browser.page
