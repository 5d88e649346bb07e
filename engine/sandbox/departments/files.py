"""The pretend file rooms of towns: how an application made at a municipal office or a ward secretariat stands today."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.system import Clock, Reply, Sample, body_of

RUPEE = 100
KINDS = {
    "PT": Words("ఆస్తి పన్ను మదింపు", "Property tax assessment"),
    "WC": Words("కుళాయి కనెక్షన్", "Water connection"),
    "TL": Words("వ్యాపార లైసెన్స్", "Trade licence"),
    "BD": Words("జనన, మరణ రిజిస్టర్", "Registers of births and deaths"),
}
"""Two letters begin the number of a file."""

DAYS = {"PT": 15, "WC": 15, "TL": 15, "BD": 7}
"""Days within which each kind is to be decided."""

INSPECTOR = Words("వార్డు సచివాలయ కార్యదర్శి", "Ward secretary")
COMMISSIONER = Words("మున్సిపల్ కమిషనర్", "Municipal Commissioner")
REASONS = (
    Words("పత్రాలు సరిపోవు", "The documents are not enough"),
    Words("పాత బకాయి ఉంది", "There are arrears"),
)
ENDS = {"approved": 60, "fee_due": 20, "refused": 20}
"""How a hundred files end."""

SLOW = {True: 18, False: 82}
"""Of a hundred files so many go past their time, as reported of towns."""

FIXED = {
    "WC26110001": "received",
    "PT26110002": "inspection",
    "TL26110003": "fee_due",
    "BD26110004": "approved",
    "WC26110005": "refused",
    "PT26110006": "late",
}
"""Files of samples; they all go with the telephone number that ends in 1234."""

FIXED_PHONE = "1234"


class Files:
    """Answers `POST /files/search`; number and telephone travel in the body."""

    name = "files"
    title = Words("మున్సిపల్ దరఖాస్తులు", "Municipal files")

    def __init__(self, now: Clock) -> None:
        self._now = now

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/files/search", self._search)]

    def reset(self) -> None:
        """Nothing is ever written here."""

    def samples(self) -> Sequence[Sample]:
        what = {
            "received": Words("దరఖాస్తు అందింది", "Received"),
            "inspection": Words("పరిశీలనలో", "Being inspected"),
            "fee_due": Words("రుసుము చెల్లించాలి", "A fee is to be paid"),
            "approved": Words("మంజూరైంది", "Approved"),
            "refused": Words("తిరస్కరించారు", "Refused"),
            "late": Words("గడువు దాటింది", "Past its time"),
        }
        return [Sample(what[state], (number, FIXED_PHONE)) for number, state in FIXED.items()]

    async def _search(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        number = str(wish.get("number"))
        chance = Chance("file", number)
        own = FIXED_PHONE if number in FIXED else f"{chance.whole(10_000):04d}"
        found = self.stands(number) if str(wish.get("phone")) == own else None
        if found is None:
            return Reply(404, {"error": "no_match"}).response()
        return Reply(200, {"file": found}).response()

    def stands(self, number: str) -> Mapping[str, Any] | None:
        """Return how a file stands today, None where there is none: received for two days, then with an inspector, then decided."""
        fits = re.fullmatch(r"(PT|WC|TL|BD)(\d\d)(0[1-9]|1[0-2])\d{4}", number)
        today = local_date(self._now())
        if fits is None:
            return None
        kind = fits[1]
        if number in FIXED:
            state, given = FIXED[number], today - timedelta(days=5)
            if state == "late":
                state, given = "inspection", today - timedelta(days=DAYS[kind] + 10)
            return self._told(number, state, given)
        chance = Chance("file day", number)
        given = date(2000 + int(fits[2]), int(fits[3]), chance.between(1, 28))
        age = (today - given).days
        if age < 0:
            return None
        takes = DAYS[kind] + (30 if chance.weighted(SLOW) else -3)
        end = chance.weighted(ENDS)
        state = "received" if age < 2 else "inspection" if age < takes else end
        return self._told(number, state, given)

    def _told(self, number: str, state: str, given: date) -> dict[str, Any]:
        kind = number[:2]
        holder = INSPECTOR if state in ("received", "inspection") else COMMISSIONER
        why = Chance("file reason", number).one_of(REASONS)
        reason = why if state == "refused" else Words("-", "-")
        return {
            "state": state,
            "kind": KINDS[kind].plain(),
            "on": given.isoformat(),
            "due": (given + timedelta(days=DAYS[kind])).isoformat(),
            "officer": holder.plain(),
            "amount": (1_500 if state == "fee_due" else 0) * RUPEE,
            "reason": reason.plain(),
        }
