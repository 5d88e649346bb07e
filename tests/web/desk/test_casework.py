"""What an officer sees, may open, and decides."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from engine.domain.effect import Shown
from engine.runtime import codec
from engine.services.applications import record
from engine.services.applications.handlers import DecisionBody
from tests.web.desk.conftest import Browser
from tests.web.desk.office import PASSWORD, PHOTO, Office, later

NUMBER = "INC-261123-7F3K2P"
OTHER = "INC-261123-QQQQ55"


def test_a_pin_is_shown_with_its_degrees_and_leads_to_a_map(
    office: Office, browser: Browser
) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    browser.get(f"/desk/case/{NUMBER}")

    assert "16.24310, 80.64000" in browser.words
    assert 'href="https://www.openstreetmap.org/?mlat=16.24310&amp;mlon=80.64000#' in browser.page


# -- the worklist --------------------------------------------------------------------------------------------------------


def test_it_lists_what_waits_for_my_role(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER, stage=2)
    office.open_case(OTHER, stage=0)

    browser.become("tahsildar")

    assert browser.test_ids().count("case") == 1
    assert NUMBER in browser.words
    assert OTHER not in browser.words


def test_it_lists_the_most_urgent_first_and_marks_what_is_late(
    office: Office, browser: Browser
) -> None:
    office.open_case("INC-261123-LATE22")
    later(office, days=4)
    office.open_case("INC-261127-NEWS33")

    browser.become("vro")

    rows = re.findall(
        r'<tr data-testid="case"( class="overdue")?>\s*<th[^>]*><a[^>]*>([^<]+)', browser.page
    )
    assert rows == [(' class="overdue"', "INC-261123-LATE22"), ("", "INC-261127-NEWS33")]


def test_an_officer_sees_only_his_own_areas(live: Office, visitor: Browser) -> None:
    live.open_case(NUMBER)
    live.enter("vro.here", ("vro",), ("kolakaluru",))
    live.enter("vro.there", ("vro",), ("elsewhere",))

    for name, count, status in (("vro.here", 1, 200), ("vro.there", 0, 404)):
        visitor.get("/desk/sign-in")
        visitor.post("/desk/sign-in", name=name, password=PASSWORD)
        visitor.get("/desk")
        assert visitor.test_ids().count("case") == count
        assert visitor.get(f"/desk/case/{NUMBER}").status_code == status
        visitor.get("/desk")
        visitor.post("/desk/sign-out")


@pytest.mark.parametrize(
    "sought",
    [f" {NUMBER.lower()} ", "నమూనా <b>పౌరుడు</b>", "15-08-1990", "౧౫/౦౮/౧౯౯౦", "1990-08-15"],
)
def test_it_finds_a_case_by_number_or_by_a_searchable_answer(
    office: Office, browser: Browser, sought: str
) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    answer = browser.post("/desk/find", sought=sought)

    assert answer.location == f"/desk/case/{NUMBER}"


@pytest.mark.parametrize("sought", ["INC-261123-NOBODY", "నమూనా", "96,000", "", "<b>"])
def test_it_says_politely_when_nothing_is_found(
    office: Office, browser: Browser, sought: str
) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    assert browser.post("/desk/find", sought=sought).status_code == 404
    assert browser.test_ids().count("case") == 0


def test_it_lists_several_cases_of_one_citizen_the_newest_first(
    office: Office, browser: Browser
) -> None:
    office.open_case(NUMBER)
    later(office, days=1)
    office.open_case(OTHER)
    browser.become("vro")

    browser.post("/desk/find", sought="15-08-1990")

    assert re.findall(r'/desk/case/([A-Z0-9-]+)"', browser.page) == [OTHER, NUMBER]


def test_nobody_finds_what_he_may_not_see(live: Office, visitor: Browser) -> None:
    live.open_case(NUMBER)
    live.enter("vro.there", ("vro",), ("elsewhere",))
    visitor.get("/desk/sign-in")
    visitor.post("/desk/sign-in", name="vro.there", password=PASSWORD)
    visitor.get("/desk")

    assert visitor.post("/desk/find", sought="15-08-1990").status_code == 404


def test_a_search_is_no_part_of_an_address(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    assert browser.get("/desk?sought=15-08-1990").status_code == 200
    assert 'method="post" action="/desk/find"' in browser.page


def test_a_case_whose_key_is_erased_is_found_no_more(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    with office.store.transaction():
        office.store.execute("keys.drop", (f"case/s-{NUMBER}",))
    browser.become("tahsildar")

    assert browser.post("/desk/find", sought="15-08-1990").status_code == 404
    assert office.store.rows("applications.found", (office.keys.blind("case", "15081990"), 9)) == []


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


# -- deciding ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "stage", "fields", "state"),
    [
        ("vro", 0, {"did": "forward"}, "deciding"),
        ("ri", 1, {"did": "send_down", "note": "please visit"}, "deciding"),
        ("tahsildar", 2, {"did": "approve"}, "approved"),
        ("tahsildar", 2, {"did": "reject", "reason": "reject/not_resident"}, "rejected"),
        (
            "ri",
            1,
            {"did": "ask_back", "reason": "ask_back/unclear", "answer": ["papers"]},
            "asked_back",
        ),
    ],
    ids=lambda value: value["did"] if isinstance(value, dict) else None,
)
def test_a_decision_reaches_the_case(
    office: Office, browser: Browser, role: str, stage: int, fields: dict[str, object], state: str
) -> None:
    office.open_case(NUMBER, stage=stage)
    browser.become(role)

    answer = browser.decide(NUMBER, **fields)

    assert (answer.status_code, answer.location) == (303, f"/desk/case/{NUMBER}?said=recorded")
    case = office.case(NUMBER)
    assert (case.state, case.history[-1]["officer"], case.history[-1]["did"]) == (
        state,
        f"sample.{role}",
        fields["did"],
    )


def test_a_decision_travels_as_one_arrival(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER, stage=2)
    browser.become("tahsildar")

    browser.decide(NUMBER, did="reject", reason="reject/papers_insufficient", note="గమనిక")

    arrival = office.arrived[0]
    body = codec.decode(arrival.body)
    assert (arrival.kind, arrival.aliases) == ("decision", ())
    assert re.fullmatch(rf"decision:{NUMBER}:3:[0-9a-f]{{16}}", arrival.dedupe)
    assert isinstance(body, DecisionBody)
    assert (body.decision.did, body.decision.reason, body.decision.note) == (
        "reject",
        "papers_insufficient",
        "గమనిక",
    )


def test_the_note_stays_in_the_history_of_the_office(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    browser.decide(NUMBER, did="forward", note="visited <today>")
    browser.get(f"/desk/case/{NUMBER}?said=recorded")

    assert "visited <today>" in browser.words
    assert "said-recorded" in browser.test_ids()


@pytest.mark.parametrize(
    ("fields", "trouble"),
    [
        ({}, "ఒక నిర్ణయం ఎంచుకోండి"),
        ({"did": "close"}, "ఈ దశలో"),
        ({"did": "forward"}, "ఈ దశలో"),
        ({"did": "reject"}, "కారణాన్ని"),
        ({"did": "reject", "reason": "reject/nothing"}, "కారణాన్ని"),
        ({"did": "reject", "reason": "ask_back/unclear"}, "కారణాన్ని"),
        ({"did": "ask_back", "reason": "ask_back/unclear"}, "మళ్లీ అడగాల్సిన"),
        ({"did": "ask_back", "reason": "ask_back/unclear", "answer": ["card"]}, "మళ్లీ అడగాల్సిన"),
        ({"did": "approve", "note": "x" * 2001}, "గమనిక చాలా"),
    ],
    ids=[
        "nothing",
        "not here",
        "last stage",
        "no reason",
        "no such reason",
        "other list",
        "no answer",
        "fixed answer",
        "long note",
    ],
)
def test_a_form_that_will_not_do_comes_back_with_what_was_filled_in(
    office: Office, browser: Browser, fields: dict[str, object], trouble: str
) -> None:
    office.open_case(NUMBER, stage=2)
    browser.become("tahsildar")

    answer = browser.decide(NUMBER, note=fields.pop("note", "kept"), **fields)

    assert answer.status_code == 422
    assert trouble in browser.words
    assert office.arrived == []
    assert "submit-decision" in browser.test_ids()
    assert "note" in browser.test_ids()


def test_the_same_form_twice_counts_once(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    browser.become("vro")
    browser.decide(NUMBER, did="forward")

    again = browser.post(f"/desk/case/{NUMBER}", did="forward", seen="1")

    assert again.location == f"/desk/case/{NUMBER}?said=recorded"
    assert len(office.arrived) == 1
    assert office.case(NUMBER).stage == 1


@pytest.mark.parametrize(("pages", "arrivals"), [(1, 1), (2, 2)], ids=["one page", "two pages"])
def test_two_forms_sent_before_the_worker_looked_are_one_decision(
    office: Office, browser: Browser, pages: int, arrivals: int
) -> None:
    office.open_case(NUMBER)
    office.working = False
    browser.become("vro")

    first = browser.decide(NUMBER, did="forward", page="a")
    second = browser.decide(NUMBER, did="forward", page="a" if pages == 1 else "b")
    office.work()

    assert first.location == second.location == f"/desk/case/{NUMBER}?said=pending"
    assert len({each.dedupe for each in office.arrived}) == arrivals
    assert len(office.case(NUMBER).history) == 2


def test_a_decision_that_could_not_be_taken_does_not_stand_in_the_way_of_the_next(
    office: Office, browser: Browser
) -> None:
    office.open_case(NUMBER)
    office.working = False
    browser.become("vro")
    browser.decide(NUMBER, did="forward")
    office.taken = {each.dedupe for each in office.arrived}  # among the dead letters
    office.working = True

    assert browser.decide(NUMBER, did="forward").location == f"/desk/case/{NUMBER}?said=recorded"


def test_it_waits_two_seconds_and_no_longer(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    office.working = False
    browser.become("vro")

    browser.decide(NUMBER, did="forward")

    assert office.paused == pytest.approx(2.0)


@pytest.mark.parametrize("seen", ["0", "", "99", "-1", "x"])
def test_a_page_that_is_out_of_date_decides_nothing(
    office: Office, browser: Browser, seen: str
) -> None:
    office.open_case(NUMBER)
    browser.become("vro")

    answer = browser.decide(NUMBER, did="forward", seen=seen)

    assert answer.location == f"/desk/case/{NUMBER}?said=changed"
    assert office.arrived == []


def test_somebody_elses_decision_is_not_called_mine(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    browser.become("vro")
    browser.decide(NUMBER, did="forward")

    answer = browser.post(f"/desk/case/{NUMBER}", did="ask_back", seen="1")

    assert answer.location == f"/desk/case/{NUMBER}?said=changed"


def test_nobody_decides_out_of_turn(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER, stage=2)
    browser.become("vro")

    answer = browser.decide(NUMBER, did="approve", seen="3")

    assert answer.status_code == 422
    assert office.arrived == []


def test_it_says_so_when_nothing_can_be_recorded(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    office.down = True
    browser.become("vro")

    answer = browser.decide(NUMBER, did="forward")

    assert answer.status_code == 503
    assert "నమోదు కాలేదు" in browser.words


def escalate(office: Office) -> None:
    case = office.open_case(NUMBER)
    later(office, days=8)
    higher = record.escalated(case, office.clock.now(), office.offices)
    assert higher is not None
    office.write(office.applications.register.update(higher))


@pytest.mark.parametrize(
    ("area", "sees"),
    [
        ("guntur", True), ("tenali", True), ("kolakaluru", True), ("*", True),
        ("krishna", False), ("nandivelugu", False),
    ],
)  # fmt: skip
def test_an_overdue_case_is_seen_by_the_higher_office_of_its_own_area(
    live: Office, visitor: Browser, area: str, sees: bool
) -> None:
    escalate(live)
    live.enter("the.rdo", ("rdo",), (area,))
    visitor.get("/desk/sign-in")
    visitor.post("/desk/sign-in", name="the.rdo", password=PASSWORD)

    visitor.get("/desk")

    assert visitor.test_ids().count("case") == sees
    assert visitor.get(f"/desk/case/{NUMBER}").status_code == (200 if sees else 404)
    assert ("submit-decision" in visitor.test_ids()) is sees


def test_an_officer_sees_no_cases_of_areas_inside_his_own_but_late_ones(
    live: Office, visitor: Browser
) -> None:
    live.open_case(NUMBER)
    live.enter("vro.above", ("vro",), ("tenali",))
    visitor.get("/desk/sign-in")
    visitor.post("/desk/sign-in", name="vro.above", password=PASSWORD)

    visitor.get("/desk")

    assert "case" not in visitor.test_ids()


def test_it_lists_for_what_an_officer_waits_for_the_citizen(
    office: Office, browser: Browser
) -> None:
    office.open_case(NUMBER)
    browser.become("vro")
    asked = {"did": "ask_back", "reason": "ask_back/unclear", "answer": "applicant"}
    assert browser.decide(NUMBER, **asked).location == f"/desk/case/{NUMBER}?said=recorded"

    browser.get("/desk")

    assert (browser.test_ids().count("case"), browser.test_ids().count("asked-back")) == (0, 1)
    assert "23-11-2026, ఉదయం 11:00" in browser.words
    assert "పౌరుల సమాధానం కోసం వేచి ఉన్నవి" in browser.words


def test_a_case_whose_key_is_erased_hides_no_other(office: Office, browser: Browser) -> None:
    office.open_case(NUMBER)
    office.open_case(OTHER)
    with office.store.transaction():
        office.store.execute("keys.drop", (f"case/s-{NUMBER}",))
    browser.become("vro")

    browser.get("/desk")

    assert browser.test_ids().count("case") == 1
    assert OTHER in browser.words
    assert browser.get(f"/desk/case/{NUMBER}").status_code == 404


def test_an_overdue_case_reaches_the_higher_office(office: Office, browser: Browser) -> None:
    escalate(office)

    browser.become("rdo")
    assert browser.decide(NUMBER, did="forward").location == f"/desk/case/{NUMBER}?said=recorded"
    browser.get("/desk")
    browser.post("/desk/sign-out")
    browser.become("vro")
    assert browser.get(f"/desk/case/{NUMBER}").status_code == 200


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
