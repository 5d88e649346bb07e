"""A whole installation on free ports: the pretend world, the web, a worker; a citizen with a phone, a clerk at the desk."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from bench.processes import free_ports

CATALOG = Path(__file__).parent / "catalog"
ROOT = Path(__file__).resolve().parents[2]
WITHIN_S = 90.0
CITIZEN = "919000000001"
NAME = "నమూనా పౌరుడు"


class Town:
    """Processes by name (`sandbox`, `web`, `worker`), started and stopped one by one; the pretend world survives the others."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.web_port, self.world_port, self.numbers_port = free_ports(3)
        self.web = f"http://127.0.0.1:{self.web_port}"
        self.world = f"http://127.0.0.1:{self.world_port}"
        self.numbers = f"http://127.0.0.1:{self.numbers_port}/metrics"
        own = ("MITRA_", "WHATSAPP_", "PAYMENTS_")
        plain = {name: value for name, value in os.environ.items() if not name.startswith(own)}
        self.environment = {
            **plain,
            "MITRA_DATABASE": database,
            "MITRA_CATALOG": str(CATALOG),
            "MITRA_MASTER_KEY_FILE": str(folder / "master.key"),
            "MITRA_PUBLIC_URL": self.web,
            "MITRA_SANDBOX_URL": self.world,
            "MITRA_WORKER_METRICS": f"127.0.0.1:{self.numbers_port}",
            "MITRA_LOG": "json",
            "WHATSAPP_GRAPH_URL": f"{self.world}/v25.0",
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._seen = 0
        self.heard = ""

    # -- processes ---------------------------------------------------------------------------------------------------

    def start(self, *names: str) -> None:
        words = {
            "sandbox": ("sandbox", "--port", str(self.world_port)),
            "web": ("web", "--port", str(self.web_port)),
            "worker": ("worker",),
        }
        for name in names:
            with (self.folder / f"{name}.log").open("ab") as log:
                self._running[name] = subprocess.Popen(
                    [sys.executable, "-m", "engine", *words[name]],
                    cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
                )  # fmt: skip
            if name == "sandbox":
                self.until(lambda: status(f"{self.world}/healthz") == 200)

    def stop(self, *names: str) -> None:
        for name in names:
            process = self._running.pop(name)
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def close(self) -> None:
        self.stop(*list(self._running))

    def until(self, holds: Callable[[], Any]) -> Any:
        """Wait until this is true and return what it is."""
        limit = time.monotonic() + WITHIN_S
        while time.monotonic() < limit:
            found = holds()
            if found:
                return found
            dead = [name for name, process in self._running.items() if process.poll() is not None]
            assert not dead, f"{dead} ended:\n{self.log()}"
            time.sleep(0.05)
        raise AssertionError(f"it did not come about:\n{self.log()}")

    def until_ready(self) -> None:
        self.until(lambda: status(f"{self.web}/readyz") == 200)

    def log(self, *names: str) -> str:
        return "\n".join(
            (self.folder / f"{name}.log").read_text("utf-8")[-6000:]
            for name in names or ("web", "worker")
            if (self.folder / f"{name}.log").exists()
        )

    # -- the citizen -------------------------------------------------------------------------------------------------

    def opens(self, service: str) -> None:
        """Open a service from the menu, whatever is asked on the way."""
        self.says("menu")
        for _ in range(3):
            for ending in ("lang:en", service, f"dep:{service.partition('.')[0]}"):
                if self._option(ending):
                    self.taps(ending)
                    break
            if "ten-digit" in self.heard:
                return
        raise AssertionError(self.heard)

    def hears_until(self, words: str) -> str:
        """Return the first message that says this."""
        while words not in self.hears():
            pass
        return self.heard

    def says(self, text: str) -> str:
        """Write, and return the next answer."""
        return self._acts({"type": "text", "text": text})

    def taps(self, ending: str) -> str:
        """Tap the option whose id ends so."""
        return self._acts({"type": "option", "option": self._option(ending)})

    def _option(self, ending: str) -> str:
        options = re.findall(r'"id": ?"([^"]+)"', self.heard)
        return next((each for each in options if each.endswith(ending)), "")

    def _acts(self, action: dict[str, str]) -> str:
        if not self._seen:
            post(f"{self.world}/control/phones", {"number": CITIZEN})
        phone = f"{self.world}/control/phones/{CITIZEN}/messages"
        self._seen = max(self._seen, post(phone, action)["n"])
        return self.hears()

    def hears(self) -> str:
        """Return the next message from the engine, as JSON with all its words."""

        def news() -> list[dict[str, Any]]:
            told = get(f"{self.world}/control/phones/{CITIZEN}/messages?after={self._seen}")
            return [each for each in told["messages"] if each["by"] != "citizen"]

        first: dict[str, Any] = self.until(news)[0]
        self._seen = first["n"]
        self.heard = json.dumps(first, ensure_ascii=False)
        return self.heard

    # -- the clerk ---------------------------------------------------------------------------------------------------

    def approves(self) -> None:
        """Sign in as the sample clerk, open the one case, approve it."""
        desk = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = read(desk.open(f"{self.web}/desk"))
        self._submit(desk, page, "sign-in/sample", {"name": "sample.clerk"})
        waits = r'href="(/desk/case/[^"]+)"'
        case = self.until(lambda: re.search(waits, read(desk.open(f"{self.web}/desk"))))
        page = read(desk.open(self.web + case[1]))
        self._submit(desk, page, 'id="decision"', {"did": "approve", "note": "seen"})

    def _submit(
        self,
        desk: urllib.request.OpenerDirector,
        page: str,
        sign: str,
        form: dict[str, str],
    ) -> str:
        """Fill in the form whose opening tag holds this sign."""
        forms = re.findall(r"(<form[^>]*>)(.*?)</form>", page, re.DOTALL)
        tag, inside = next(each for each in forms if sign in each[0])
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', inside))
        target = re.findall(r'action="([^"]+)"', tag)[0]
        sent = urllib.parse.urlencode({**hidden, **form}).encode()
        return read(desk.open(self.web + target, sent))


@contextmanager
def town(folder: Path, database: str) -> Iterator[Town]:
    """Give a town in which nothing runs yet, and stop everything at the end."""
    made = Town(folder, database)
    try:
        yield made
    finally:
        made.close()


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.loads(answer.read())


def text(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return read(answer)


def post(url: str, body: object) -> Any:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


def read(answer: Any) -> str:
    found: str = answer.read().decode("utf-8")
    return found
