"""How an application for a revenue certificate stands on a day: it goes from officer to officer and is decided in time, or late."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words

ENDINGS = {"approved": 72, "refused": 10, "late": 8, "asked_back": 10}
"""How a hundred applications go."""

DAYS_TO_ANSWER = 15
DAYS_LATE = 20
"""What is late is decided so long after its time."""

OBC = Words("ఓబీసీ ధ్రువీకరణ పత్రం", "OBC certificate")
KINDS: Sequence[tuple[Words, int, int]] = (
    (OBC, 30, 1),
    (Words("కుల, స్థానికత ధ్రువీకరణ పత్రం", "Caste and nativity certificate"), 30, 50),
    (Words("ఆదాయ ధ్రువీకరణ పత్రం", "Income certificate"), 7, 4),
    (Words("నివాస ధ్రువీకరణ పత్రం", "Residence certificate"), 7, 50),
    (Words("ఈడబ్ల్యూఎస్ ధ్రువీకరణ పత్రం", "EWS certificate"), 30, 1),
)
"""What is applied for: its name, in how many days it is decided, for how many years it is valid."""

VRO = Words("గ్రామ రెవెన్యూ అధికారి", "Village Revenue Officer")
INSPECTOR = Words("రెవెన్యూ ఇన్‌స్పెక్టర్", "Revenue Inspector")
TAHSILDAR = Words("తహసీల్దార్", "Tahsildar")
NONE = Words("-", "-")
UNCLEAR = Words("పంపిన పత్రం స్పష్టంగా లేదు", "The document sent is not clear")
FEW_PAPERS = Words("పత్రాలు సరిపోవు", "The documents are not enough")
SILENT = Words("అడిగిన వివరాలు అందలేదు", "What was asked for did not come")

FIXED_PHONE = "1234"
NO_PHONE = "RV26110006"
FIXED: Mapping[str, tuple[str, Words, int, Words]] = {
    "RV26110001": ("with_officer", TAHSILDAR, 2, NONE),
    "RV26110002": ("asked_back", INSPECTOR, 2, UNCLEAR),
    "RV26110003": ("approved", TAHSILDAR, 2, NONE),
    "RV26110004": ("refused", TAHSILDAR, 2, FEW_PAPERS),
    "RV26110005": ("with_officer", TAHSILDAR, 11, NONE),
    NO_PHONE: ("approved", TAHSILDAR, 2, NONE),
}
"""Applications of samples: how each stands, with whom, for how many days, and why."""

FIXED_ISSUED = date(2026, 11, 1)
"""When the certificates of samples were issued."""

FIXED_DAYS = 7
"""A sample is to be decided so long after it came to where it lies."""

NUMBER = re.compile(r"RV(1[5-9]|[2-8]\d)(0[1-9]|1[0-2])\d{4}")


@dataclass(frozen=True, slots=True)
class Stand:
    """How an application stands on a day. decided: the day of approval, where it was approved."""

    state: str
    paper: Words
    holder: Words
    on: date
    due: date
    reason: Words
    years: int = 1
    decided: date | None = None

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "state": self.state,
            "paper": self.paper.plain(),
            "holder": self.holder.plain(),
            "on": self.on.isoformat(),
            "due": self.due.isoformat(),
            "reason": self.reason.plain(),
        }


def stand_of(number: str, today: date) -> Stand | None:
    """Return how an application stands on a day, None where there is none of this number."""
    fixed = FIXED.get(number)
    if fixed is not None:
        state, holder, days, reason = fixed
        issued = FIXED_ISSUED if state == "approved" else None
        on = issued or today - timedelta(days=days)
        due = on + timedelta(days=FIXED_DAYS)
        return Stand(state, OBC, holder, on, due, reason, decided=issued)
    if not NUMBER.fullmatch(number):
        return None
    chance = Chance("application", number)
    filed = date(2000 + int(number[2:4]), int(number[4:6]), chance.between(1, 28))
    return _drawn(chance, filed, today) if filed <= today else None


def phone_of(number: str) -> str:
    """Return the last four digits of the phone an application names."""
    return FIXED_PHONE if number in FIXED else f"{Chance('phone', number).whole(10_000):04d}"


def _drawn(chance: Chance, filed: date, today: date) -> Stand:
    """Return how an application stands that was filed on a day: it goes from officer to officer and is decided in time, or late."""
    (paper, days, years), ending = chance.one_of(KINDS), chance.weighted(ENDINGS)
    after, due = (today - filed).days, filed + timedelta(days=days)
    asked, third = filed + timedelta(days=2), max(1, days // 3)
    if ending == "asked_back" and after >= 2:
        due = asked + timedelta(days=DAYS_TO_ANSWER)
        if today <= due:
            return Stand("asked_back", paper, INSPECTOR, asked, due, UNCLEAR)
        return Stand("refused", paper, TAHSILDAR, due, due, SILENT)
    decided = due + timedelta(days=DAYS_LATE if ending == "late" else 0)
    if today < decided:
        at = min(after // third, 2)
        holder = (VRO, INSPECTOR, TAHSILDAR)[at]
        return Stand("with_officer", paper, holder, filed + timedelta(days=at * third), due, NONE)
    if ending == "refused":
        return Stand("refused", paper, TAHSILDAR, decided, due, FEW_PAPERS)
    return Stand("approved", paper, TAHSILDAR, decided, due, NONE, years, decided)
