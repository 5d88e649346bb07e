"""Departments' programs ask; nobody asks too much."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine import settings as environment
from engine.runtime import blobs
from engine.services.certificates.register import Kept
from engine.services.certificates.token import write_link
from engine.web.app import create_app
from engine.web.site import Checking
from engine.web.verify import asked, pages
from engine.web.wsgi import view_of
from tests.services.certificates.counter import NOW, URL
from tests.web.verify.office import Office


@pytest.fixture
def client(office: Office) -> FlaskClient:
    return create_app(office.site(office.counter.home.reader())).test_client()


def ask(client: FlaskClient, code: str) -> dict[str, Any]:
    answer = client.post("/verify", json={"code": code})
    assert answer.status_code == 200, answer.text
    said = answer.get_json()
    assert isinstance(said, dict)
    return said


def file(office: Office, kept: Kept) -> bytes:
    blob = blobs.find(f"certificate-{kept.id}", office.counter.keys, office.counter.store)
    assert blob is not None
    return blob.content


def test_it_leads_whoever_opens_it_by_hand_to_the_scanner(client: FlaskClient) -> None:
    answer = client.get("/verify")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/scan")


def test_it_tells_a_program_what_the_page_tells_a_person(
    client: FlaskClient, office: Office, kept: Kept
) -> None:
    said = ask(client, write_link(URL, kept.id, kept.token))
    assert (said["answer"], said["reason"]) == ("genuine", "good")
    assert said["certificate"]["number"] == kept.number
    facts = {fact["number"]: fact["value"] for fact in said["certificate"]["facts"]}
    assert facts[4] == "Lakshmi Devi Nandigama"
    assert facts[8] == "1985", "of a date of birth only the year"
    assert said["register"] == {"since": "2026-11-23", "entry": kept.logged}
    assert said["key"]["name"] == "Revenue"
    assert set(said["headline"]) == set(said["advice"]) == {"te", "en"}


def test_it_tells_the_same_of_the_file(client: FlaskClient, office: Office, kept: Kept) -> None:
    answer = client.post("/verify", data=file(office, kept), content_type="application/pdf")
    assert answer.get_json() == ask(client, write_link(URL, kept.id, kept.token))


def test_what_has_no_name_any_more_keeps_its_number(office: Office, kept: Kept) -> None:
    site = office.site(office.counter.home.reader())
    bare = replace(site, checking=replace(site.checking, kinds=dict))
    said = ask(create_app(bare).test_client(), write_link(URL, kept.id, kept.token))
    facts = {fact["number"]: fact for fact in said["certificate"]["facts"]}
    assert facts[13]["label"] == {"te": "వివరం 13", "en": "Detail 13"}
    assert facts[13]["value"] == "Guntur"
    assert facts[4]["label"]["en"] == "Name"
    assert said["reason"] == "good"


def test_it_shows_nothing_of_what_is_not_genuine(
    client: FlaskClient, kept: Kept, other: Kept
) -> None:
    for code, reason in (
        (write_link(URL, other.id, kept.token), "other_certificate"),
        (write_link("https://mitra.evil.example", kept.id, kept.token), "other_host"),
        (write_link(URL, kept.id, kept.token[:-1] + bytes([kept.token[-1] ^ 1])), "bad_signature"),
        (f"{URL}/c/{kept.id}", "no_signature"),
        ("hello", "other_host"),
    ):
        said = ask(client, code)
        assert said["reason"] == reason
        assert "certificate" not in said
        assert "Lakshmi" not in str(said)


@pytest.mark.parametrize(
    ("body", "mime", "status"),
    [
        (b"", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"code": 1}', "application/json", 400),
        (b'{"code": "  "}', "application/json", 400),
        (b'{"code": "\\ud800"}', "application/json", 400),
        (b"[" * 7_000, "application/json", 400),
        (b'{"code": "' + b"1" * 9_000 + b'"}', "application/json", 413),
        (b"x" * (asked.FILE_BYTES + 1), "application/pdf", 413),
        (b"hello", "application/pdf", 422),
        (b"hello", "image/png", 422),
        (b"code=1", "application/x-www-form-urlencoded", 400),
    ],
    ids=lambda value: str(value)[:40],
)
def test_it_refuses_what_is_no_question(
    client: FlaskClient, body: bytes, mime: str, status: int
) -> None:
    answer = client.post("/verify", data=body, content_type=mime)
    assert answer.status_code == status
    assert answer.is_json


@pytest.mark.parametrize(
    ("most", "mime"),
    [(asked.FILE_BYTES, "application/pdf"), (asked.CODE_BYTES, "application/json")],
)
def test_it_refuses_too_much_in_pieces_too(client: FlaskClient, most: int, mime: str) -> None:
    """Without a length beforehand, as `Transfer-Encoding: chunked` comes: what is cut is not what was sent."""
    answer = client.post(
        "/verify",
        input_stream=io.BytesIO(b"%PDF-" + b"0" * (most + 70_000)),
        content_type=mime,
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("upi://pay?pa=sample@bank", "upi://pay?pa=sample@bank"),
        ("hello\u202e\n" + "o" * 100, "hello\ufffd\ufffd" + "o" * 53),
        ("https://a\u202eb.example/c/1", "a\ufffdb.example"),
        ("https://mitra\u200d.example/c/1", "mitra\ufffd.example"),
    ],
)
def test_it_names_a_foreign_code_in_words_that_cannot_pretend(
    client: FlaskClient, code: str, named: str
) -> None:
    said = ask(client, code)
    assert (said["reason"], said["host"]) == ("other_host", named)
    assert named in said["advice"]["en"]


def test_the_store_is_asked_for_no_file_that_cannot_be_ours(office: Office) -> None:
    sought: list[str] = []
    site = office.site(office.counter.home.reader())

    def fetch(path: str) -> None:
        sought.append(path)

    client = create_app(replace(site, published=fetch)).test_client()
    ours = ("keys", "status/1", "log/checkpoint", "log/tile/entries/x001/234.p/5")
    for path in (*ours, "a%00b", "%ff", "%ed%a0%80", "A", "a" * 101, "%e2%80%ae", "a%0a"):
        assert client.get(f"/.well-known/{path}").status_code == 404
    assert sought == list(ours)


def test_it_says_that_there_are_no_keys_yet(office: Office) -> None:
    reader = office.counter.home.reader()
    site = office.site(reader)
    site = replace(site, checking=Checking(site.checking.roots, site.checking.kinds))
    answer = create_app(site).test_client().post("/verify", json={"code": URL})
    assert (answer.status_code, answer.get_json()) == (503, {"error": "no_keys"})
    assert answer.headers["Retry-After"]


def test_it_answers_only_so_many_questions_a_minute(client: FlaskClient, office: Office) -> None:
    for _ in range(asked.CODES):
        ask(client, "hello")
    refused = client.post("/verify", json={"code": "hello"})
    assert refused.status_code == 429
    neighbour = client.post(
        "/verify", json={"code": "hello"}, environ_base={"REMOTE_ADDR": "192.0.2.7"}
    )
    assert neighbour.status_code == 200
    office.counter.clock.wait(minutes=1)
    assert client.post("/verify", json={"code": "hello"}).status_code == 200
    office.counter.clock.wait(minutes=-1)


def test_it_lets_nobody_guess_ids(client: FlaskClient, kept: Kept) -> None:
    """A household has more long addresses than anybody could count, so that they count as one."""
    for place in range(pages.GUESSES):
        path = f"/c/{place:016}" + (".json" if place % 2 else "")
        assert (
            client.get(path, environ_base={"REMOTE_ADDR": f"2001:db8::{place:x}"}).status_code
            == 404
        )
    guesser, neighbour = ({"REMOTE_ADDR": each} for each in ("2001:db8::ffff", "2001:db8:1::1"))
    refused = client.get(f"/c/{'z' * 16}", environ_base=guesser)
    assert refused.status_code == 429
    assert "Please try again in a minute" in refused.text
    assert client.get(f"/c/{'z' * 16}", environ_base=neighbour).status_code == 404
    assert client.get(f"/c/{kept.id}", environ_base=guesser).status_code == 200, (
        "a real one is no guess"
    )


def test_the_register_says_nothing_of_the_person(client: FlaskClient, kept: Kept) -> None:
    said = client.get(f"/c/{kept.id.lower()}.json").get_json()
    assert set(said) == {"now", "known", "status", "since", "entry", "proof"}
    assert said["proof"].startswith("c2sp.org/tlog-proof@v1\n")
    assert client.get("/c/0000000000000000.json").get_json()["known"] is False


def test_a_certificate_whose_kind_is_issued_no_more_is_still_known(kept: Kept) -> None:
    view = view_of(kept, {}, NOW.date())
    assert view is not None
    assert (view.number, view.status, view.entry) == (kept.number, "valid", kept.logged)
    assert view.last_day == date(2030, 11, 23)
    expired = view_of(kept, {}, date(2030, 11, 24))
    assert expired is not None
    assert expired.status == "expired"


def test_it_runs_our_own_script_and_no_other(client: FlaskClient, kept: Kept) -> None:
    for path in (f"/c/{kept.id}", "/c/0000000000000000", "/scan"):
        answer = client.get(path)
        policy = dict(
            part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"].split()[0] == "'self'"
        assert "unsafe-inline" not in str(policy)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert ("camera=(self)" in answer.headers["Permissions-Policy"]) is (path == "/scan")
        assert "http://" not in answer.text.replace("http://127.0.0.1", "")


@pytest.mark.parametrize(("proxies", "status"), [("0", 429), ("1", 404)])
def test_it_believes_the_address_a_proxy_names_only_where_there_is_one(
    office: Office, proxies: str, status: int
) -> None:
    site = office.site(office.counter.home.reader())
    told = {"MITRA_PUBLIC_URL": URL, "MITRA_PROXIES": proxies}
    behind = create_app(replace(site, settings=environment.read(told))).test_client()
    for place in range(pages.GUESSES):
        behind.get(f"/c/{place:016}", headers={"X-Forwarded-For": "192.0.2.1"})
    answer = behind.get(f"/c/{'z' * 16}", headers={"X-Forwarded-For": "192.0.2.2"})
    assert answer.status_code == status


@pytest.mark.parametrize(
    "told", [{"MITRA_PROXIES": "many"}, {"MITRA_PROXIES": "6"}, {"MITRA_REPORT_URL": "javascript:alert(1)"}]
)  # fmt: skip
def test_it_does_not_start_with_settings_that_cannot_be_meant(told: dict[str, str]) -> None:
    with pytest.raises(environment.SettingsError, match=next(iter(told))):
        environment.read(told)
