"""The pretend traffic police: challans of a vehicle, payments for all of them or for one, receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, read
from engine.sandbox.departments.power import row
from engine.sandbox.departments.receipts import Receipts
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

RUPEE = 100
PENDING = {0: 45, 1: 30, 2: 15, 3: 7, 6: 3}
"""How many challans are pending, by how many of a hundred vehicles."""

TENALI, GUNTUR = Words("తెనాలి", "Tenali"), Words("గుంటూరు", "Guntur")
HELMET = Words("హెల్మెట్ లేకుండా ప్రయాణం", "Riding without a helmet")
SPEED = Words("అతివేగం", "Speeding")
SIGNAL = Words("సిగ్నల్ దాటడం", "Jumping a signal")
OFFENCES: Mapping[Words, int] = {HELMET: 135, SPEED: 1_000, SIGNAL: 500}
"""Sample fines in rupees."""

NOBODY = "ZZ9999"
"""No vehicle has a number that ends so."""


@dataclass(frozen=True, slots=True)
class Challan:
    """One challan. amount: paise; in_court: a payment is refused, so that a refund can be seen; listed: its
    particulars are told."""

    number: str
    offence: Words
    place: Words
    days_ago: int
    amount: int
    in_court: bool = False
    listed: bool = True


def _fixed(
    number: str, offence: Words, place: Words, *, in_court: bool = False, listed: bool = True
) -> Challan:
    return Challan(number, offence, place, -1, OFFENCES[offence] * RUPEE, in_court, listed)


FIXED: Mapping[str, Sequence[Challan]] = {
    "AP39AB1234": (
        _fixed("AP7261101001", HELMET, TENALI),
        _fixed("AP7261101002", SPEED, GUNTUR),
    ),
    "AP39AB1235": (_fixed("AP7261101003", HELMET, TENALI),),
    "AP39AB1236": (),
    "AP39AB1237": (_fixed("AP7261101004", SIGNAL, GUNTUR, in_court=True),),
    "AP39AB1238": (_fixed("AP7261101005", SIGNAL, GUNTUR, listed=False),),
    "AP39AB1239": tuple(
        _fixed(number, HELMET, TENALI, listed=False) for number in ("AP7261101006", "AP7261101007")
    ),
}
"""Vehicles of samples; their challans are of the first day of the month."""


class Challans:
    """Answers `POST /challans/search` and `POST /payments`; the number of a vehicle travels in the body."""

    name = "challans"
    title = Words("ట్రాఫిక్ ఈ-చలాన్లు", "Traffic e-challans")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._once = Once()
        self._paid: set[str] = set()
        self._receipts = Receipts("EC", now, printer)
        self._places = [Words(each["te"], each["en"]) for each in _stations()]

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/challans/search", self._search), web.post("/payments", self._pay)]

    def reset(self) -> None:
        self._paid.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        return [
            Sample(Words("రెండు చలాన్లు", "Two challans"), ("AP39AB1234",)),
            Sample(Words("ఒక చలాన్", "One challan"), ("AP39AB1235",)),
            Sample(Words("చలాన్లు లేవు", "Nothing is pending"), ("AP39AB1236",)),
            Sample(
                Words("చెల్లించాక డబ్బు తిరిగి వస్తుంది", "Refused after payment: the money comes back"),
                ("AP39AB1237",),
            ),
            Sample(Words("ఈ వాహనం లేదు", "No such vehicle"), (f"AP39{NOBODY}",)),
        ]

    async def _search(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        challans = self._of(str(wish.get("vehicle", "")))
        if challans is None:
            return Reply(404, {"error": "not_found"}).response()
        if not challans:
            return Reply(200, {"state": "clear"}).response()
        told = {
            "state": "due",
            "count": len(challans),
            "total_paise": sum(each.amount for each in challans),
            "challans": [self._plain(each) for each in challans if each.listed],
        }
        return Reply(200, told).response()

    async def _pay(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._post)

    async def _post(self, wish: Mapping[str, Any]) -> Reply:
        vehicle, wanted = str(wish.get("vehicle")), str(wish.get("challan") or "")
        challans = self._of(vehicle) or ()
        chosen = [each for each in challans if wanted in ("", each.number)]
        amount = sum(each.amount for each in chosen)
        if not chosen or wish.get("amount") != amount or any(each.in_court for each in chosen):
            return Reply(409, {"error": "refused"})
        self._paid.update(each.number for each in chosen)
        left = sum(each.amount for each in challans) - amount
        rows = [
            row("వాహనం నంబర్", "Vehicle", vehicle),
            row("చలాన్లు", "Challans", ", ".join(each.number for each in chosen)),
        ]
        office = Words("ట్రాఫిక్ పోలీసు - ఈ-చలాన్", "Traffic police: e-challan")
        told = await self._receipts.write(office, amount, rows, wish.get("reference"))
        return Reply(201, {"posted": {**told, "still_due_paise": left}})

    def _of(self, vehicle: str) -> Sequence[Challan] | None:
        """Return what is unpaid, None where there is no such vehicle."""
        if not vehicle or vehicle.endswith(NOBODY):
            return None
        found = FIXED.get(vehicle)
        if found is None:
            count = Chance("challans", vehicle).weighted(PENDING)
            found = [self._drawn(vehicle, place) for place in range(count)]
        return [each for each in found if each.number not in self._paid]

    def _drawn(self, vehicle: str, place: int) -> Challan:
        chance = Chance("challan", vehicle, place)
        offence = chance.one_of(list(OFFENCES))
        number = f"AP{chance.whole(10):01d}{chance.whole(10**9):09d}"
        where = chance.one_of(self._places)
        return Challan(number, offence, where, chance.between(3, 400), OFFENCES[offence] * RUPEE)

    def _plain(self, challan: Challan) -> dict[str, Any]:
        today = local_date(self._now())
        ago = timedelta(days=challan.days_ago)
        day = today.replace(day=1) if challan.days_ago < 0 else today - ago
        return {
            "number": challan.number,
            "offence": challan.offence.plain(),
            "place": challan.place.plain(),
            "on": day.isoformat(),
            "amount": challan.amount,
        }


def _stations() -> Sequence[Mapping[str, str]]:
    return list(read("stations.json")["stations"].values())
