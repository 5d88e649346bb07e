"""It shows people and machines what they came for, safely."""

from __future__ import annotations

import pytest

from engine.runtime.store.protocol import StoreDown
from engine.web.app import create_app
from tests.web.conftest import ID, World, site_of


@pytest.mark.parametrize(
    "path", [f"/c/{ID}", f"/c/{ID.lower()}", f"/C/{ID}", "/c/7q2m-9x4k-tboc-8vhn"]
)
def test_it_finds_a_certificate_however_it_is_spelled(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert "REV-INC-2026-000123-T" in page.text
    assert "చెల్లుతుంది" in page.text
    assert "నమూనా మాత్రమే" in page.text


def test_it_escapes_words_and_names_office_days_and_entry(client):
    page = client.get(f"/c/{ID}").text
    assert "Revenue &lt;Department&gt;" in page
    assert "05-01-2026" in page
    assert "05-01-2030" in page
    assert "entry 41" in page


def test_it_says_that_a_certificate_no_longer_holds(revoked):
    page = revoked.get(f"/c/{ID}").text
    register = page.partition('id="register"')[2]
    assert "Revoked" in register
    assert "చెల్లుతుంది" not in register


def test_it_asks_to_come_back_when_the_store_is_down(world):
    world.certificates = Down()
    page = create_app(site_of(world)).test_client().get(f"/c/{ID}")
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert "Please try again" in page.text


class Down(dict):
    """Certificates nobody can reach."""

    def get(self, _id):
        raise StoreDown


@pytest.mark.parametrize("typed", ["0000000000000000", "x", "%00", "..%2f..%2fetc", "<script>"])
def test_it_says_that_there_is_no_such_certificate(client, typed):
    page = client.get(f"/c/{typed}")
    assert page.status_code == 404
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    "path", ["/", f"/c/{ID}", "/nowhere", "/webhook/whatsapp", "/healthz", "/static/site.css"]
)
def test_it_sends_the_same_safe_headers_with_everything(client, path):
    headers = client.get(path, buffered=True).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_it_insists_on_https_only_where_it_has_it(client, production):
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    assert "Strict-Transport-Security" in production.get("/healthz").headers


def test_it_shows_a_stranger_the_phone(client, production):
    front = client.get("/")
    assert front.status_code == 200
    assert 'href="/phone"' in front.text
    assert client.get("/phone").headers["Location"] == "http://127.0.0.1:8001/phone"
    assert production.get("/").status_code == 404
    assert production.get("/phone").status_code == 404


def test_it_says_how_it_is(client, world):
    assert client.get("/healthz").get_json() == {"alive": True}
    assert client.get("/readyz").status_code == 200
    world.healthy = False
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json() == {"ready": False, "checks": {"store": False}}
    assert client.get("/healthz").status_code == 200


def test_it_publishes_files_for_anybody(client):
    file = client.get("/.well-known/keys.json")
    assert file.status_code == 200
    assert file.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/.well-known/nothing").get_json() == {"error": "Not Found"}


def test_it_says_plainly_that_something_broke(world):
    def broken(_id: str) -> None:
        raise RuntimeError("a citizen's words")

    app = create_app(site_of(World()))
    app.add_url_rule("/broken", view_func=lambda: broken("x"))
    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    assert "citizen's words" not in answer.text
    assert "మా వైపు" in answer.text


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere", 404), ("/c/", 404), ("/static/../app.py", 404)]
)
def test_it_says_plainly_that_there_is_nothing(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert "ఈ పేజీ లేదు" in answer.text


def test_it_says_what_may_be_done(client):
    answer = client.post("/healthz")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
