"""The pretend donation counters of seven temples: what each collects for, the least it takes, and its receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.holds import day_of
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, read
from engine.sandbox.departments.power import row
from engine.sandbox.departments.receipts import Receipts
from engine.sandbox.departments.system import Clock, Once, Reply, Sample

RUPEE = 100
MOST = 10_00_000 * RUPEE


@dataclass(frozen=True, slots=True)
class Cause:
    """What a temple collects for. least: paise; dated: it may be given for a day; closes: the temple stops collecting between question
    and payment."""

    name: Words
    note: Words
    least: int
    dated: bool = False
    closes: bool = False

    def plain(self, code: str) -> dict[str, Any]:
        """Return it as the counter tells it."""
        return {
            "code": code,
            "name": self.name.plain(),
            "note": self.note.plain(),
            "least": self.least,
            "dated": self.dated,
        }


CAUSES: Mapping[str, Cause] = {
    "annadanam": Cause(
        Words("అన్నదానం", "Annadanam"),
        Words("భక్తులకు ఉచిత భోజనం", "Free meals for devotees"),
        100 * RUPEE,
        dated=True,
    ),
    "hundi": Cause(
        Words("ఈ-హుండీ కానుక", "E-hundi offering"),
        Words("ఆలయ హుండీకి", "To the temple's hundi"),
        1 * RUPEE,
    ),
    "gosala": Cause(
        Words("గోసంరక్షణ", "Care of cows"), Words("దేవస్థానం గోశాలకు", "To the gosala"), 50 * RUPEE
    ),
    "building": Cause(
        Words("ఆలయ అభివృద్ధి", "Temple works"),
        Words("నిర్మాణం, మరమ్మతులు", "Building and repair"),
        500 * RUPEE,
        closes=True,
    ),
}
WITHOUT = {"kanipakam": ("building",), "annavaram": ("gosala", "building")}
"""What a temple does not collect for."""

COUNTING_DAY = {"dwaraka_tirumala": 23}
"""The day of the month on which a temple counts its hundi and takes nothing online."""


class Gifts:
    """Answers `/temples/<temple>/causes` and `/temples/<temple>/gifts`."""

    name = "gifts"
    title = Words("దేవస్థానాల విరాళాలు", "Temple donations")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._once = Once()
        self._receipts = Receipts("D", now, printer)
        self._temples: Mapping[str, Any] = read("temples.json")["names"]

    def routes(self) -> Sequence[web.RouteDef]:
        temple = "/temples/{temple:" + "|".join(self._temples) + "}"
        return [web.get(temple + "/causes", self._causes), web.post(temple + "/gifts", self._give)]

    def reset(self) -> None:
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        return [
            Sample(Words("రసీదు వస్తుంది", "The receipt comes"), ("116",)),
            Sample(
                Words("ఆలయ అభివృద్ధి: డబ్బు తిరిగి వస్తుంది", "Temple works: the money comes back"),
                ("500",),
            ),
            Sample(Words("పాన్ తప్పనిసరి", "PAN must be given"), ("50,000", "ABCPK1234L")),
        ]

    async def _causes(self, request: web.Request) -> web.StreamResponse:
        temple = request.match_info["temple"]
        causes = [
            cause.plain(code) for code, cause in CAUSES.items() if self.collects(temple, code)
        ]
        return Reply(200, {"causes": causes}).response()

    async def _give(self, request: web.Request) -> web.StreamResponse:
        temple = request.match_info["temple"]
        return await self._once.reply(request, lambda wish: self._take(temple, wish))

    async def _take(self, temple: str, wish: Mapping[str, Any]) -> Reply:
        code, amount = str(wish.get("cause")), wish.get("amount")
        cause = CAUSES.get(code) if self.collects(temple, code) else None
        fits = cause is not None and isinstance(amount, int) and cause.least <= amount <= MOST
        if cause is None or cause.closes or not isinstance(amount, int) or not fits:
            return Reply(409, {"error": "refused"})
        rows = [
            row("దాత", "Donor", str(wish.get("donor", ""))),
            row("దేని కోసం", "Purpose", f"{cause.name.te} · {cause.name.en}"),
            row("పాన్", "PAN", str(wish.get("pan") or "-")),
        ]
        on = day_of(wish.get("on"))
        if cause.dated and on is not None:
            rows.insert(2, row("ఏ రోజున", "On the day", on.strftime("%d-%m-%Y")))
        office = Words(**self._temples[temple])
        return Reply(
            201, {"gift": await self._receipts.write(office, amount, rows, wish.get("reference"))}
        )

    def collects(self, temple: str, cause: str) -> bool:
        """Tell whether a temple collects for this today."""
        counting = local_date(self._now()).day == COUNTING_DAY.get(temple)
        return cause in CAUSES and not counting and cause not in WITHOUT.get(temple, ())
