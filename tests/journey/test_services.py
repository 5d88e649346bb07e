"""Each service goes its good way through everything: webhook, worker, departments and payments over HTTP, as in services.yaml."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from engine.language.nodes import parse, to_plain
from tests.journey.desk import Officer
from tests.journey.surroundings import serving

ROWS: list[dict[str, Any]] = to_plain(
    parse((Path(__file__).parent / "services.yaml").read_bytes(), "services.yaml").node
)
WITHIN_S = 120.0


@pytest.fixture(scope="module")
def world(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return where the pretend world listens: beside everything that is served."""
    with serving(repository, tmp_path_factory.mktemp("services")) as address:
        host, _, port = address.rpartition(":")
        yield f"{host}:{int(port) + 1}"


class Citizen:
    """A phone that is used over HTTP. got: what has come since the last thing was sent."""

    def __init__(self, world: str, number: str) -> None:
        host, _, port = world.rpartition(":")
        self.desk = f"{host}:{int(port) - 1}"
        self.phone = f"{world}/control/phones/{number}/messages"
        self.seen = 0
        self.got: list[dict[str, Any]] = []
        post(f"{world}/control/phones", {"number": number})

    def open(self, service: str) -> None:
        """Greet in Telugu, and tap the service as if the menu had shown it."""
        self.send({"type": "text", "text": "నమస్కారం"})
        row = {"id": f"m.svc:{service}", "title": service}
        message = {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": row}}
        self.send({"type": "raw", "message": message})

    def send(self, action: dict[str, Any]) -> None:
        self.got = []
        post(self.phone, action)
        self.wait()

    def wait(self) -> None:
        """Wait for something that asks or ends: what only follows up soon comes with it."""
        limit = time.monotonic() + WITHIN_S
        while time.monotonic() < limit:
            pause = 0.7 if self.got else 5
            with urlopen(f"{self.phone}?after={self.seen}&wait={pause}") as reply:
                messages = json.load(reply)["messages"]
            new = [each for each in messages if each["n"] > self.seen]
            self.seen = max([self.seen, *(each["n"] for each in messages)])
            ours = [each for each in new if each["by"] == "business"]
            self.got += ours
            if self.got and not ours:
                return
        raise AssertionError(f"nothing more came after {self.words()}")

    def words(self) -> str:
        return "\n".join(json.dumps(each["content"], ensure_ascii=False) for each in self.got)

    def files(self) -> list[str]:
        return [each["media"]["name"] for each in self.got if each.get("media")]

    def options(self) -> list[str]:
        actions = [each["content"].get("action", {}) for each in self.got]
        buttons = [each["reply"]["id"] for one in actions for each in one.get("buttons", ())]
        sections = [each for one in actions for each in one.get("sections", ())]
        return buttons + [row["id"] for section in sections for row in section["rows"]]

    def pay(self) -> None:
        links = [each["content"]["action"]["parameters"]["url"] for each in self.got if asks(each)]
        self.got = []
        with urlopen(Request(links[-1], urlencode({"way": "pay"}).encode())):
            self.wait()

    def do(self, step: Any) -> None:
        match step:
            case {"tap": name}:
                ends = (f".{name}", f".*{name}")  # the engine's own words bear a star
                option = next(each for each in self.options() if each.endswith(ends))
                self.send({"type": "option", "option": option})
            case {"officer": role, "decides": did, **reason}:
                self.got = []
                Officer(self.desk, role).decide(did, str(reason.get("reason", "")))
                self.wait()
            case "first":
                self.send({"type": "option", "option": self.options()[0]})
            case "pay":
                self.pay()
            case "photo":
                self.send({"type": "sample", "sample": "photo"})
            case "place":
                self.send({"type": "location", "latitude": 16.24, "longitude": 80.64})
            case "day" | "today":
                self.send({"type": "text", "text": day(0 if step == "today" else 8)})
            case words:
                self.send({"type": "text", "text": words})


def post(url: str, body: dict[str, Any]) -> None:
    """Send JSON."""
    with urlopen(Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})):
        pass


def asks(message: dict[str, Any]) -> bool:
    """Tell whether a message has a link to pay by."""
    return bool(message["content"].get("type") == "cta_url")


def day(ahead: int) -> str:
    """Return a day as a citizen types it: never a Sunday, when canteens are closed."""
    found = datetime.now(UTC) + timedelta(hours=5.5, days=ahead)
    return f"{found + timedelta(days=ahead and found.isoweekday() == 7):%d-%m-%Y}"


@pytest.mark.prove
@pytest.mark.parametrize(
    ("place", "row"),
    list(enumerate(ROWS)),
    ids=[f"{n} {row['service']}" for n, row in enumerate(ROWS)],
)
def test_it_goes_its_good_way(world: str, place: int, row: dict[str, Any]) -> None:
    citizen = Citizen(world, f"9190000040{place:02d}")
    citizen.open(row["service"])
    for step in row["sends"]:
        citizen.do(step)

    if "file" in row:
        assert row["file"] in citizen.files()
    assert any(words in citizen.words() for words in row.get("says", [""]))


@pytest.mark.prove
@pytest.mark.parametrize("mode", ["down", "garbage", "slow"])
def test_it_asks_to_come_back_when_a_department_does_not_answer(world: str, mode: str) -> None:
    citizen = Citizen(world, f"91900000410{len(mode)}")
    citizen.open("municipal.property_tax")
    citizen.do("తెనాలి")
    with switched(world, "tax", mode):
        citizen.do("1012345678")

    assert "స్పందించడం లేదు" in citizen.words()


@pytest.mark.prove
def test_it_brings_the_receipt_when_a_department_answers_again_after_the_payment(
    world: str,
) -> None:
    citizen = Citizen(world, "919000004200")
    citizen.open("endowments.donation")
    for step in ["కాణిపాకం", "అన్నదానం", "116", "సీతమ్మ", {"tap": "*skip"}, {"tap": "correct"}]:
        citizen.do(step)
    with switched(world, "gifts", "down"):
        citizen.pay()
        told = citizen.words()
    citizen.got = []
    citizen.wait()

    assert "మళ్లీ చెల్లించవద్దు" in told
    assert citizen.files() == ["receipt.pdf"]


@contextmanager
def switched(world: str, system: str, mode: str) -> Iterator[None]:
    """Switch a department's system, and back."""
    post(f"{world}/control/{system}", {"mode": mode})
    try:
        yield
    finally:
        post(f"{world}/control/{system}", {"mode": "ok"})
