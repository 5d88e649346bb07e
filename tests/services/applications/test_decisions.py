"""Cases of the register: what officers, citizens and time do to them. The rows are decisions.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.domain.calendar import HolidayCalendar, OfficeTime, add
from engine.domain.duration import parse_duration
from engine.domain.effect import AnswerOfficers, AskOfficers, OpenCase, Shown, Stage
from engine.domain.event import AskedBack, Replied
from engine.services.applications import record
from engine.services.applications.record import Application, Decision, NotAllowed
from engine.services.applications.register import from_bytes, to_bytes

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
CALENDAR = HolidayCalendar(frozenset({date(2026, 12, 25)}))
SATURDAYS_TOO = HolidayCalendar(CALENDAR.holidays, frozenset(range(6)))
MORNINGS = HolidayCalendar(CALENDAR.holidays, CALENDAR.week, time(8), time(12))
OFFICES = OfficeTime(CALENDAR, {"rural": SATURDAYS_TOO}, {"counter": MORNINGS})
ROLES = {"ri": {"te": "ఆర్‌ఐ", "en": "Revenue Inspector"}}
ROWS = yaml.safe_load((Path(__file__).parent / "decisions.yaml").read_text("utf-8"))
UNCLEAR = {"unclear": {"te": "స్పష్టంగా లేదు", "en": "Not clear"}}
REASONS: dict[str, dict[str, dict[str, str]]] = {
    "reject": {
        "papers_insufficient": {"te": "పత్రాలు సరిపోవు", "en": "The documents are not sufficient"}
    },
    "close": {"work_done": {"te": "పని పూర్తయింది", "en": "The work is done"}},
    "ask_back": UNCLEAR,
}
LAST = ("approve", "reject", "send_down", "ask_back")
CERTIFICATE = (
    Stage("vro", "vro", "kolakaluru", "3 working days", ("forward", "ask_back")),
    Stage("ri", "ri", "tenali", "2 working days", ("forward", "send_down", "ask_back")),
    Stage("tahsildar", "tahsildar", "tenali", "2 working days", LAST),
)
GRIEVANCE = (
    Stage(
        "redress", "redressal_officer", "tenali", "5 working days", ("close", "reject", "ask_back")
    ),
)
ONE = (Stage("only", "officer", "", "1 day", ("approve", "forward", "send_down")),)
VILLAGE = (
    Stage("vro", "vro", "kolakaluru", "6 working days", ("forward",), "rural"),
    Stage("counter", "counter", "tenali", "5 working hours", ("approve",), "rural"),
)
PLANS = {
    "village": ("VIL-261123-7F3K2P", VILLAGE, (("1 working day", "rdo"),)),
    "town": ("TWN-261123-7F3K2P", (replace(VILLAGE[0], office="urban"),), ()),
    "certificate": ("INC-261123-7F3K2P", CERTIFICATE, (("2 working days", "rdo"),)),
    "grievance": (
        "GRI-261123-7F3K2P",
        GRIEVANCE,
        (("1 working day", "mandal_officer"), ("7 working days", "collector")),
    ),
    "all_at_once": ("ONE-261123-7F3K2P", ONE, ()),
}


def answer(name: str, text: str) -> Shown:
    return Shown(name, {"te": name, "en": name}, "text", text, text)


@dataclass
class Play:
    """One case and the time it is."""

    plan: str
    now: datetime = NOW
    event: Any = None
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        number, _, _ = PLANS[self.plan]
        effect = OpenCase(
            "s/1", "application", "a.b", {"en": "A"}, (answer("income", "1"), answer("card", "2"))
        )
        self.case = record.opened(effect, number, "s", self.now)
        self.asked()

    def asked(self) -> None:
        _, stages, late = PLANS[self.plan]
        effect = AskOfficers("s/2", "s/1", stages, REASONS, ("income",), 2, late)
        self.case = record.before_officers(self.case, effect, self.now, OFFICES)

    def do(self, line: Any) -> None:
        """Play one line, and put the case through its stored form as the register would."""
        name, details = next(iter(line.items())) if isinstance(line, dict) else (line, None)
        match name:
            case "wait":
                length = parse_duration(details)
                assert length is not None
                self.now = add(self.now, length, CALENDAR)
            case "late":
                self.case = record.escalated(self.case, self.now, OFFICES) or self.case
                self.event = record.moved(self.case, ROLES)
            case "asked":
                self.asked()
            case "answered" | "lapsed":
                effect = AnswerOfficers(
                    "s/3", "s/1", "1", (answer("income", "9"),), name == "lapsed"
                )
                self.case = record.answered(self.case, effect, self.now)
            case "reopened":
                more = OpenCase(
                    "s/9", "grievance", "a.b", {"en": "A"}, (answer("why", "x"),), self.case.number
                )
                self.case = record.reopened(self.case, more, self.now)
            case _:
                self.decide(str(name), details or {})
        self.case = from_bytes(to_bytes(self.case))

    def decide(self, did: str, details: dict[str, Any]) -> None:
        answers = tuple(details.get("answers", ()))
        decision = Decision("an.officer", did, details.get("reason", ""), "", answers)
        self.case, self.event = record.decide(self.case, decision, self.now, OFFICES, ROLES)


def look(case: Application, name: str, now: datetime) -> Any:
    found = record.overdue(case, now) if name == "overdue" else getattr(case, name)
    return list(found) if isinstance(found, tuple) else found


def event_name(event: Any) -> str:
    return "asked_back" if isinstance(event, AskedBack) else str(event.outcome)


@pytest.mark.parametrize(
    "row", [row for row in ROWS if not row.get("refused")], ids=lambda row: row["it"]
)
def test_it(row: dict[str, Any]) -> None:
    play = Play(row["case"])

    for line in row["do"]:
        play.do(line)

    assert {name: look(play.case, name, play.now) for name in row["then"]} == row["then"]
    if "event" in row:
        assert event_name(play.event) == row["event"]
    if "gives" in row:
        assert isinstance(play.event, Replied)
        assert play.event.gives == row["gives"]


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.get("refused")], ids=lambda row: row["it"]
)
def test_it_refuses_and(row: dict[str, Any]) -> None:
    play = Play(row["case"])
    for line in row["do"][:-1]:
        play.do(line)
    before = play.case

    with pytest.raises(NotAllowed):
        play.do(row["do"][-1])

    assert play.case == before


def test_it_writes_down_who_did_what() -> None:
    play = Play("grievance")

    play.do({"close": {"reason": "work_done"}})

    assert [entry["did"] for entry in play.case.history] == ["opened", "close"]
    assert play.case.history[-1]["officer"] == "an.officer"
    assert play.case.history[-1]["reason"] == "work_done"


def test_it_shows_officers_the_newest_answers() -> None:
    play = Play("certificate")

    for line in ({"ask_back": {"reason": "unclear", "answers": ["income"]}}, "answered"):
        play.do(line)

    assert [(each["name"], each["value"]) for each in play.case.shown] == [
        ("income", "9"),
        ("card", "2"),
    ]


def test_it_keeps_what_was_said_before_it_was_reopened() -> None:
    play = Play("grievance")

    for line in ({"close": {"reason": "work_done"}}, "reopened"):
        play.do(line)

    assert [each["name"] for each in play.case.shown] == ["income", "card", "why"]
    assert [entry["did"] for entry in play.case.history] == ["opened", "close", "reopened"]


def test_officers_see_an_answer_they_asked_for_although_it_was_not_handed_in_before():
    play = Play("certificate")
    play.do({"ask_back": {"reason": "unclear", "answers": ["income"]}})
    effect = AnswerOfficers("s/3", "s/1", "1", (answer("papers", "slip"), answer("income", "9")))

    case = record.answered(play.case, effect, NOW)

    assert [(each["name"], each["text"]) for each in case.shown] == [
        ("income", "9"),
        ("card", "2"),
        ("papers", "slip"),
    ]
