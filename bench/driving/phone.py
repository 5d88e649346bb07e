"""A citizen's phone in the sandbox, used over HTTP: types, taps, attaches, pays, and reads what came."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from bench.driving.desk import Officer

WITHIN_S = 120.0
MENU = "m.deps"
LOCKER = re.compile(r"http://\S+?/consents/LR-\w+")
"""What a link to the document locker's page looks like."""
GREETINGS = {"te": "నమస్కారం", "en": "English"}
"""What a stranger says first, so that the talk goes on in this language."""


class Citizen:
    """A phone that is used over HTTP. got: what has come since the last thing was sent; heard: how much has come in all;
    before: how much of it before the service began."""

    def __init__(self, world: str, number: str) -> None:
        host, _, port = world.rpartition(":")
        self.desk = f"{host}:{int(port) - 1}"
        self.phone = f"{world}/control/phones/{number}/messages"
        self.seen = 0
        self.heard = self.before = 0
        self.got: list[dict[str, Any]] = []
        post(f"{world}/control/phones", {"number": number})

    def open(self, service: str) -> None:
        """Greet, tap the service, and wait for its first words."""
        self.begin(service, "te")
        self.wait()

    def begin(self, service: str, language: str, label: str = "") -> None:
        """Greet, and tap the service as if the menu had shown it."""
        self.tell({"type": "text", "text": GREETINGS[language]})
        while MENU not in self.options():
            self.wait()
        self.before = self.heard
        row = {"id": f"m.svc:{service}", "title": label or service}
        message = {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": row}}
        self.tell({"type": "raw", "message": message})

    def send(self, action: dict[str, Any]) -> None:
        self.tell(action)
        self.wait()

    def tell(self, action: dict[str, Any]) -> None:
        """Send, and wait for nothing."""
        self.got = []
        post(self.phone, action)

    def wait(self) -> None:
        """Wait for something that asks or ends: what only follows up soon comes with it."""
        limit = time.monotonic() + WITHIN_S
        while time.monotonic() < limit:
            if not self.listen(0.7 if self.got else 5) and self.got:
                return
        raise AssertionError(f"nothing more came after {self.words()}")

    def listen(self, within_s: float) -> bool:
        """Take what comes within this time; tell whether anything did."""
        with urlopen(f"{self.phone}?after={self.seen}&wait={within_s}") as reply:
            messages = json.load(reply)["messages"]
        new = [each for each in messages if each["n"] > self.seen and each["by"] == "business"]
        self.seen = max([self.seen, *(each["n"] for each in messages)])
        self.heard += len(new)
        self.got += new
        return bool(new)

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

    def let_in(self) -> None:
        """Agree on the document locker's page, where a link to it has come."""
        for link in LOCKER.findall(self.words()):
            with urlopen(Request(link, urlencode({"way": "allow"}).encode())):
                pass

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
            case "pay" | "consent":
                {"pay": self.pay, "consent": self.let_in}[step]()
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


def start_afresh(world: str) -> None:
    """Let every department forget what was written."""
    with urlopen(f"{world}/control/systems") as reply:
        systems = json.load(reply)["systems"]
    for system in systems:
        post(f"{world}/control/{system['name']}", {"reset": True})
