"""The pretend world on a results day: students who come one after the other, each for a hall ticket, beside ordinary citizens."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from bench.load import Load
from bench.world import ENQUIRY, GREETING, Citizen, Line, World
from engine.sandbox.departments.ssc import FIXED, SCHOOLS, SEATS, Candidate, candidate

TICKET = "m.svc:education.ssc_hall_ticket"
OPENED: Line = (TICKET, ("Please send the student's roll number",))
STUDENT: tuple[Line, ...] = (
    GREETING,
    OPENED,
    ("{roll}", ("What is the student's date of birth?",)),
    ("{born}", ("Hall ticket: {name}", "We wish the student well")),
)
"""What a student says, and what comes back; the last but one of all answers is the paper."""
WITHHELD = next(each for each in FIXED.values() if each.state == "withheld")
ORDINARY: tuple[Line, ...] = (
    *ENQUIRY,
    OPENED,
    (WITHHELD.roll, ("What is the student's date of birth?",)),
    (date.fromisoformat(WITHHELD.born).strftime("%d-%m-%Y"), ("has withheld this hall ticket",)),
)
"""The enquiry of the other measurements, then a question that a department answers and no paper follows."""
KEPT_EVERY = 100
"""Of so many papers one is kept whole, to be looked at when all is over."""


@dataclass(slots=True)
class Student(Citizen):
    """One who comes once. roll, born, name: as the examinations office knows the candidate."""

    roll: str = ""
    born: str = ""
    name: str = ""

    def next(self, dialogue: tuple[Line, ...]) -> Line:
        """Return what to send and what the replies must contain."""
        self.at += 1
        say, answers = STUDENT[self.at]
        known = {"roll": self.roll, "born": self.born, "name": self.name}
        return say.format(**known), tuple(answer.format(**known) for answer in answers)


class Crowd(World):
    """Students and citizens. number: of students; a_second: how many of them come, 0 for all at once; load: the ordinary citizens."""

    def __init__(
        self, number: int, a_second: float, load: Load, hook: tuple[str, int, str], secret: str
    ) -> None:
        super().__init__(load, hook, secret, ORDINARY)
        self.students = {each.number: each for each in islice(_students(), number)}
        self._citizens.update(self.students)
        self._coming = iter(self.students.values())
        self._come, self._a_second = 0, a_second
        self.replies: list[float] = []
        self.waited: list[float] = []
        self.first = self.last = 0.0
        self.papers: defaultdict[str, list[str]] = defaultdict(list)
        self.kept: list[bytes] = []

    def is_over(self) -> bool:
        """Return whether every student has heard the last word."""
        return self._come == len(self.students) and not any(
            each.expected for each in self.students.values()
        )

    @property
    def handed(self) -> list[str]:
        """Return the names of all papers that were handed over, as often as they were."""
        return [name for papers in self.papers.values() for name in papers]

    def _write_due(self, began: float) -> None:
        super()._write_due(began)
        now = time.perf_counter()
        while not self._a_second or self._come < (now - began) * self._a_second:
            student = next(self._coming, None)
            if student is None:
                break
            moment = began + self._come / self._a_second if self._a_second else now
            self._come += 1
            self.first = self.first or moment
            self._say(student, moment)

    def _heard(self, citizen: Citizen, asked: float, now: float) -> None:
        if not isinstance(citizen, Student):
            super()._heard(citizen, asked, now)
            return
        last = citizen.at == len(STUDENT) - 1
        if not last:
            self.replies.append(now - asked)
            self._say(citizen, now)
        elif citizen.expected:
            self.waited.append(now - asked)
            self.last = now

    def _answer(self, told: dict) -> bytes:
        """Note which paper goes to whom, and keep some."""
        if "file" in told and self.seen.counts["files"] % KEPT_EVERY == 0:
            self.kept.append(told["file"])
        opaque = told.get("biz_opaque_callback_data", "")
        if told.get("type") == "document" and opaque not in self.seen.ids:
            self.papers[told["to"].lstrip("+")].append(told["document"]["filename"])
        return super()._answer(told)


def _students() -> Iterator[Student]:
    """Give those whose hall ticket is printed, each with a number of their own."""
    for place in range(SCHOOLS * SEATS):
        found: Candidate = candidate(place // SEATS, place % SEATS + 1)
        if found.state == "eligible":
            born = date.fromisoformat(found.born).strftime("%d-%m-%Y")
            yield Student(f"9177{place:08d}", "", roll=found.roll, born=born, name=found.name)
