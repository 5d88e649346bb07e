"""A desk, an officer's browser, and ways to read a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.desk.office import Office

NUMBER = "INC-261123-7F3K2P"
OTHER = "INC-261123-QQQQ55"


@dataclass
class Browser:
    """An officer's browser: follows nothing by itself, sends the token of the last page."""

    client: FlaskClient
    page: str = ""
    token: str = ""

    def get(self, path: str) -> TestResponse:
        return self._keep(self.client.get(path))

    def post(self, path: str, **fields: Any) -> TestResponse:
        fields.setdefault("token", self.token)
        return self._keep(self.client.post(path, data=fields))

    def become(self, role: str) -> None:
        """Sign in as a sample officer."""
        self.get("/desk/sign-in")
        answer = self.post("/desk/sign-in/sample", name=f"sample.{role}")
        assert answer.status_code == 303, answer.text
        self.get("/desk")

    def decide(self, number: str, **fields: Any) -> TestResponse:
        """Open a case and send its form."""
        self.get(f"/desk/case/{number}")
        fields = {"seen": self.seen(), "page": self.sign(), **fields}
        return self.post(f"/desk/case/{number}", **fields)

    def seen(self) -> str:
        found = re.search(r'name="seen" value="(\d+)"', self.page)
        return found[1] if found else ""

    def sign(self) -> str:
        found = re.search(r'name="page" value="([0-9a-f]+)"', self.page)
        return found[1] if found else ""

    def test_ids(self) -> list[str]:
        return re.findall(r'data-testid="([^"]+)"', self.page)

    @property
    def words(self) -> str:
        """The page without its marks."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.page)).split())

    def _keep(self, response: TestResponse) -> TestResponse:
        if response.mimetype == "text/html" and response.status_code != 303:
            self.page = response.text
            found = re.search(r'name="token" value="([0-9a-f]+)"', self.page)
            self.token = found[1] if found else self.token
        return response


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def browser(office: Office) -> Browser:
    return Browser(office.app().test_client())


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Office]:
    """A desk in production: no sample officers, https."""
    made = Office(tmp_path, sandbox=False)
    yield made
    made.store.close()


@pytest.fixture
def visitor(live: Office) -> Browser:
    return Browser(live.app().test_client())
