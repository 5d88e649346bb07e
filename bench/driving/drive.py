"""Holds one script on one phone against everything that is really running, and tells how it ended."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError

from bench.driving.desk import Officers
from bench.driving.phone import Citizen, asks
from bench.driving.plan import WAITS, Act, Script
from engine.domain.message import LocationIn, MediaIn, TextIn
from engine.scenarios.exploring.moves import Decides, Sends, Taps

OFFICERS = Officers()
PATIENCE_S = 30.0
"""So long a message that should come is waited for."""
QUIET_S = 1.0
PDF = "ration-card"
"""The sandbox's own sample of such a file."""
NUMBER = re.compile(r"\b[A-Z]{2,5}-\d{6}-[0-9A-Z]{6}\b")
"""What the number of a case looks like."""


@dataclass(frozen=True, slots=True)
class Held:
    """How a script went. end: the good end it came to, or the one that everybody comes to today; empty where it came to none; why: what
    stood in its way; seconds: it took."""

    script: Script
    end: str
    why: str
    seconds: float
    messages: int


class _Lost(Exception):
    """It cannot go on as written; the message says why. end: to which it came before the citizen had said anything."""

    def __init__(self, why: str, end: str = "") -> None:
        super().__init__(why)
        self.end = end


def hold(script: Script, world: str, number: str) -> Held:
    """Hold a script on the phone of this number. world: where the sandbox listens."""
    began = time.monotonic()
    citizen = Citizen(world, number)
    why, told_all = "", ""
    try:
        citizen.begin(script.service, script.language, script.label)
        talk = _Talk(citizen, script)
        for act in script.acts:
            talk.act(act)
        talk.wait_for(script.heard)
    except (_Lost, AssertionError, HTTPError, IndexError) as trouble:
        why = str(trouble) or type(trouble).__name__
        told_all = trouble.end if isinstance(trouble, _Lost) else ""
    if told_all in script.closed:
        return Held(script, told_all, "", time.monotonic() - began, citizen.heard)
    said = citizen.words()
    if script.wanted == WAITS:
        if not why and citizen.heard - citizen.before < script.heard:
            why = f"not all that should be said was said: {citizen.words()[-300:]}"
        end = "" if why else WAITS
        return Held(script, end, why, time.monotonic() - began, citizen.heard)
    end = _end(script, said)  # a good end may have come early: somebody else has paid this bill
    if not why and not end:
        why = f"no good end: {said[-300:]}"
    return Held(script, end, why, time.monotonic() - began, citizen.heard)


def _end(script: Script, said: str) -> str:
    """Return the good end whose words were said last, the wanted one first."""
    plain = _plain(said)
    order = sorted(script.ends, key=lambda name: name != script.wanted)
    return next((name for name in order if script.ends[name].search(plain)), "")


def _plain(words: str) -> str:
    """Return what stood in the messages before it was written as JSON."""
    return words.replace("\\n", "\n").replace('\\"', '"')


class _Talk:
    """One citizen's talk. numbers: that look like a case's and were said, the newest first; spoke: the citizen has said something."""

    def __init__(self, citizen: Citizen, script: Script) -> None:
        self.citizen = citizen
        self.script = script
        self.spoke = False
        self.numbers: dict[str, None] = {}

    def act(self, act: Act) -> None:
        """Do one thing, once what should have come before it has come."""
        self.wait_for(act.heard)
        self._give_up_if_over()
        self._note_numbers()
        self.citizen.let_in()
        match act.move:
            case Sends(message=message):
                self._say(_sent(message))
            case Taps(value=value):
                self._say({"type": "option", "option": self._option(value)})
            case Decides(decision=decision, reason=reason):
                self._wait_for_a_number()
                self.citizen.got = []
                OFFICERS.decide(self.citizen.desk, act.role, decision, reason, list(self.numbers))
            case _ if act.pays:
                self._pay()
            case _:
                pass  # a department answers by itself

    def _note_numbers(self) -> None:
        said = dict.fromkeys(NUMBER.findall(_plain(self.citizen.words())))
        self.numbers = {**said, **self.numbers}

    def _wait_for_a_number(self) -> None:
        """Wait until a case's number was said: officers are told it."""
        limit = time.monotonic() + PATIENCE_S
        while not self.numbers and time.monotonic() < limit:
            self._listen()
            self._note_numbers()
        if not self.numbers:
            message = f"no number was said: {self.citizen.words()[-300:]}"
            raise _Lost(message)

    def wait_for(self, heard: int) -> None:
        """Wait until so much has come, or for a while."""
        limit = time.monotonic() + PATIENCE_S
        while self.citizen.heard - self.citizen.before < heard and time.monotonic() < limit:
            self._listen()

    def _listen(self) -> None:
        """Take what comes within a moment, and look where nothing does whether anything can come at all."""
        if not self.citizen.listen(QUIET_S):
            self._give_up_if_over()

    def _give_up_if_over(self) -> None:
        """Raise _Lost where the talk has come to another end than it should."""
        said = _plain(self.citizen.words())
        ended = next((name for name, words in self.script.others.items() if words.search(said)), "")
        if ended:
            message = f"it ended at {ended}: {said[-300:]}"
            raise _Lost(message, "" if self.spoke else ended)

    def _pay(self) -> None:
        limit = time.monotonic() + PATIENCE_S
        while not any(map(asks, self.citizen.got)):
            if time.monotonic() > limit:
                message = f"no link to pay by: {self.citizen.words()[-300:]}"
                raise _Lost(message)
            self._listen()
        self.citizen.pay()

    def _say(self, action: dict[str, Any]) -> None:
        self.spoke = True
        self.citizen.tell(action)

    def _option(self, value: str) -> str:
        """Return the offered option of this value; of rows that a department gave, the one in the same place, or the first."""
        limit = time.monotonic() + PATIENCE_S
        while time.monotonic() < limit:
            options = self.citizen.options()
            exact = [each for each in options if each.split(".", 2)[-1] == value]
            if exact:
                return exact[-1]
            step = value.rpartition(".")[0]
            rows = [each for each in options if each.split(".", 2)[-1].rpartition(".")[0] == step]
            if rows and not value.rpartition(".")[2].startswith("*"):
                return rows[0]
            self._listen()
        message = f"{value} is not offered: {self.citizen.words()[-300:]}"
        raise _Lost(message)


def _sent(message: Any) -> dict[str, Any]:
    match message:
        case TextIn(text):
            return {"type": "text", "text": text}
        case LocationIn(latitude, longitude):
            return {"type": "location", "latitude": latitude, "longitude": longitude}
        case MediaIn(mime=mime):
            return {"type": "sample", "sample": PDF if mime == "application/pdf" else "photo"}
        case _:
            raise _Lost(f"{type(message).__name__} cannot be sent")
