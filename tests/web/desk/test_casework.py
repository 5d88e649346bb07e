"""What an officer sees of a case, its answers and its files, and may open."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from engine.domain.effect import Shown
from tests.web.desk.conftest import NUMBER, Browser
from tests.web.desk.office import PHOTO, Office


def test_a_pin_is_shown_with_its_degrees_and_leads_to_a_map(
    office: Office, browser: Browser
) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    browser.get(f"/desk/case/{NUMBER}")

    assert "16.24310, 80.64000" in browser.words
    assert 'href="https://www.openstreetmap.org/?mlat=16.24310&amp;mlon=80.64000#' in browser.page


# -- the case ------------------------------------------------------------------------------------------------------------


def test_it_shows_answers_in_the_form_people_write(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    browser.get(f"/desk/case/{NUMBER}")

    for words in ("₹96,000", "15-08-1990", "నమూనా <b>పౌరుడు</b>", "రేషన్ కార్డు", "కొలకలూరు", "3 పని దినాలు"):
        assert words in browser.words
    assert "<b>పౌరుడు" not in browser.page


GUESTS = {"te": "సీత, భార్య\nAnil, కుమారుడు", "en": "సీత, Wife\nAnil, Son"}
STAY = {"te": "హోటల్‌లో", "en": "In a hotel"}


@pytest.mark.parametrize(
    ("officer", "citizen", "also_own"),
    [("en", "te", True), ("te", "en", True), ("en", "en", False)],
)
def test_it_shows_answers_in_the_officers_language_and_a_list_as_the_citizen_reads_it(
    office: Office, browser: Browser, officer: str, citizen: str, also_own: bool
) -> None:
    answers = [
        Shown(name, label, kind, value, words[citizen], words=_others(words, citizen))
        for name, label, kind, value, words in (
            ("guests", {"en": "Guests"}, "list", [{"name": "సీత"}, {"name": "Anil"}], GUESTS),
            ("stay", {"en": "Stay"}, "choice", "hotel", STAY),
        )
    ]
    office.open_case(NUMBER, answers=tuple(answers))
    browser.become("vro")
    browser.post("/desk/language", language=officer, back="/desk")

    browser.get(f"/desk/case/{NUMBER}")

    assert GUESTS[officer] in browser.page
    assert ("own-words" in browser.test_ids(), GUESTS[citizen] in browser.page) == (also_own, True)
    assert [each in browser.page for each in STAY.values()] == [officer == each for each in STAY]


def _others(words: dict[str, str], language: str) -> dict[str, str]:
    return {each: text for each, text in words.items() if each != language}


def test_it_shows_a_case_of_before_as_the_citizen_saw_it(office: Office, browser: Browser) -> None:
    case = office.open_case(
        NUMBER, answers=(Shown("stay", {"en": "Stay"}, "choice", "x", "x y z"),)
    )
    kept = [{name: value for name, value in case.shown[0].items() if name != "words"}]
    office.write(office.applications.register.update(replace(case, shown=tuple(kept))))
    browser.become("vro")

    browser.get(f"/desk/case/{NUMBER}")

    assert "x y z" in browser.words


@pytest.mark.parametrize(
    ("role", "stage", "decisions"),
    [
        ("vro", 0, ["decide-forward", "decide-ask_back"]),
        ("ri", 1, ["decide-forward", "decide-send_down", "decide-ask_back"]),
        (
            "tahsildar",
            2,
            ["decide-approve", "decide-send_down", "decide-ask_back", "decide-reject"],
        ),
        ("tahsildar", 0, []),
        ("vro", 2, []),
    ],
)
def test_it_offers_exactly_what_the_stage_allows(
    office: Office, browser: Browser, role: str, stage: int, decisions: list[str]
) -> None:
    office.open_case(NUMBER, stage=stage)
    browser.become(role)

    browser.get(f"/desk/case/{NUMBER}")

    assert [each for each in browser.test_ids() if each.startswith("decide-")] == decisions


def test_a_case_of_other_offices_is_not_there(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    browser.become("rdo")

    assert browser.get(f"/desk/case/{NUMBER}").status_code == 404
    assert browser.decide(NUMBER, did="forward", seen="1").status_code == 404


def test_it_gives_reasons_in_both_languages(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER, stage=2)
    browser.become("tahsildar")

    browser.get(f"/desk/case/{NUMBER}")

    assert "పత్రాలు సరిపోవు · The documents are not sufficient" in browser.words


# -- files ---------------------------------------------------------------------------------------------------------------


def test_a_photo_opens_on_the_page_and_a_paper_beside_it(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    office.keep("wa-1001", "image/png", PHOTO)
    office.keep("wa-1002", "application/pdf", b"%PDF-1.7 sample")
    browser.become("vro")
    browser.get(f"/desk/case/{NUMBER}")
    assert f'<img src="/desk/file/wa-1001?case={NUMBER}"' in browser.page

    photo, paper = (
        browser.get(f"/desk/file/wa-1001?case={NUMBER}"),
        browser.get(f"/desk/file/wa-1002?case={NUMBER}"),
    )

    assert (photo.mimetype, photo.data) == ("image/png", PHOTO)
    assert (paper.mimetype, paper.headers["Content-Disposition"]) == (
        "application/pdf",
        f"inline; filename={NUMBER}-declaration.pdf",
    )
    assert photo.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in photo.headers["Cache-Control"]


def test_what_browsers_should_not_open_is_handed_over(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    office.keep("wa-1001", "text/html", b"<script>alert(1)</script>")
    browser.become("vro")

    answer = browser.client.get(f"/desk/file/wa-1001?case={NUMBER}")

    assert (answer.mimetype, answer.headers["Content-Disposition"]) == (
        "application/octet-stream",
        f"attachment; filename={NUMBER}-ration_card",
    )


def test_a_recording_is_played_on_the_page_and_saved_under_the_cases_number(
    office: Office, browser: Browser
) -> None:
    mime = "audio/ogg; codecs=opus"
    voice = {"media": "wa-2001", "mime": mime, "name": "", "bytes": 4}
    story = Shown("story", {"en": "What happened"}, "voice", voice, "Voice")
    office.open_case(NUMBER, answers=(story,))
    office.keep("wa-2001", mime, b"OggS")
    browser.become("vro")
    browser.get(f"/desk/case/{NUMBER}")
    address = f"/desk/file/wa-2001?case={NUMBER}"
    assert f'<audio controls preload="none" src="{address}"' in browser.page
    assert "wa-2001" not in browser.words

    answer = browser.client.get(address)

    assert (answer.mimetype, answer.data) == ("audio/ogg", b"OggS")
    assert answer.headers["Content-Disposition"] == f"inline; filename={NUMBER}-story.ogg"


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("vro", f"/desk/file/wa-9999?case={NUMBER}"),
        ("vro", "/desk/file/wa-1001"),
        ("vro", "/desk/file/wa-1001?case=INC-261123-NOBODY"),
        ("vro", f"/desk/file/stray?case={NUMBER}"),
        ("rdo", f"/desk/file/wa-1001?case={NUMBER}"),
        ("vro", f"/desk/file/wa-1002?case={NUMBER}"),
    ],
    ids=["unknown", "no case", "no such case", "another's file", "another's case", "erased"],
)
def test_a_file_that_is_not_mine_is_not_there(
    office: Office, browser: Browser, role: str, path: str
) -> None:
    office.open_case(NUMBER)
    office.keep("wa-1001", "image/png", PHOTO)
    office.keep("stray", "image/png", PHOTO)
    browser.become(role)

    assert browser.get(path).status_code == 404


# -- every page ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/desk/sign-in", "/desk", f"/desk/case/{NUMBER}", "/desk?number=X"]
)
def test_every_page_runs_no_script_and_names_every_field(
    office: Office, browser: Browser, path: str
) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    answer = browser.get(path)

    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", browser.page)
    ids = re.findall(r'\sid="([^"]+)"', browser.page)
    assert len(ids) == len(set(ids))
    fields = re.findall(
        r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\sid="([^"]+)"', browser.page
    )
    assert set(fields) <= set(re.findall(r'<label[^>]* for="([^"]+)"', browser.page))
    assert browser.page.count("<h1>") == 1
