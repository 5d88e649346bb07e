"""An officer at the desk, over HTTP: signs in as a sample officer, opens the one case that waits, decides."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

WITHIN_S = 60.0


class Officers:
    """The officers of a desk, each signed in once, and each with one thing in hand at a time."""

    def __init__(self) -> None:
        self._all = threading.Lock()
        self._signed_in: dict[tuple[str, str], tuple[Officer, threading.Lock]] = {}

    def decide(
        self, address: str, role: str, did: str, reason: str, numbers: Sequence[str]
    ) -> None:
        """Let the officer of this role decide the case with one of these numbers. address: where the desk is served."""
        with self._all:
            if (address, role) not in self._signed_in:
                self._signed_in[address, role] = (Officer(address, role), threading.Lock())
            officer, free = self._signed_in[address, role]
        limit = time.monotonic() + WITHIN_S
        while time.monotonic() < limit:
            with free:
                page = officer.page_of(numbers)
                if page:
                    officer.decide(did, reason, page)
                    self._wait_until_taken(officer, numbers, _hidden(page, "seen"))
                    return
            time.sleep(0.2)
        message = f"none of {', '.join(numbers)} waits at the desk"
        raise AssertionError(message)

    def _wait_until_taken(self, officer: Officer, numbers: Sequence[str], seen: str) -> None:
        """Wait until the decision counts: until then the page still asks for it."""
        limit = time.monotonic() + WITHIN_S
        while time.monotonic() < limit:
            page = officer.page_of(numbers)
            if not page or _hidden(page, "seen") != seen:
                return
            time.sleep(0.1)


class Officer:
    """One officer of the sandbox, known by a role. address: where the desk is served."""

    def __init__(self, address: str, role: str) -> None:
        self._address = address
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        page = self._get("/desk")
        name = re.search(rf'value="([^"]+)" data-testid="officer-{role}"', page)
        action = re.search(r'action="([^"]+)" class="samples"', page)
        assert name, page
        assert action, page
        self._post(action[1], {"token": _hidden(page, "token"), "name": name[1]})

    def decide(self, did: str, reason: str = "", page: str = "") -> None:
        """Decide the case on this page, or the newest one that waits here. reason: the end of its value in the form."""
        page = page or self._get(self._waiting())
        form = page[page.index('id="decision"') - 200 :]
        action = re.search(r'action="([^"]+)" id="decision"', form)
        values = re.findall(rf'<option value="({did}[^"]*{reason})"', form) if reason else [""]
        assert action, page
        assert values, page
        hidden = {name: _hidden(form, name) for name in ("token", "seen", "page")}
        self._post(action[1], {**hidden, "did": did, "reason": values[0], "note": ""})

    def page_of(self, numbers: Sequence[str]) -> str:
        """Return the page of the first of these cases that can be decided here now, empty where none can."""
        for number in numbers:
            with suppress(
                HTTPError
            ):  # 404: it does not lie here, or is the number of something else
                page = self._get(f"/desk/case/{number}")
                if 'id="decision"' in page:
                    return page
        return ""

    def _waiting(self) -> str:
        """Return the address of the newest case, as soon as one waits."""
        limit = time.monotonic() + WITHIN_S
        while time.monotonic() < limit:
            found = re.findall(r'<th scope="row"><a href="([^"]+)">', self._get("/desk"))
            if found:
                return str(found[-1])
            time.sleep(0.2)
        raise AssertionError("no case waits at the desk")

    def _get(self, path: str) -> str:
        with self._opener.open(self._address + path) as reply:
            return str(reply.read().decode())

    def _post(self, path: str, form: dict[str, str]) -> None:
        with self._opener.open(self._address + path, urlencode(form).encode()):
            pass


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""
