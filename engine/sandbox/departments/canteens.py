"""The pretend office of the Anna Canteens: where they are, what is served on a day, and meals that donors give for a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from aiohttp import web

from engine.domain.calendar import at, local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.holds import day_of, whole
from engine.sandbox.departments.map import km_between
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, read
from engine.sandbox.departments.power import row
from engine.sandbox.departments.receipts import Receipts
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

NEAR_KM = 15.0
SHOWN = 5
MEALS: Mapping[str, Words] = {
    "breakfast": Words("అల్పాహారం", "Breakfast"),
    "lunch": Words("మధ్యాహ్న భోజనం", "Lunch"),
    "dinner": Words("రాత్రి భోజనం", "Dinner"),
}
HOURS: Mapping[str, tuple[str, str]] = {
    "breakfast": ("07:30", "10:00"),
    "lunch": ("12:30", "15:00"),
    "dinner": ("19:30", "21:00"),
}
PRICE = 5 * 100
"""Of any meal, in paise."""

PLATES = 300
"""Plates of one meal that donors may give for one day."""

GIVEN_PERCENT = {0: 50, 20: 20, 60: 20, 95: 5, 100: 5}
"""How much of a meal others have given already, by how many of a hundred meals."""

SUNDAY = 7
OFFICE = Words("అన్న క్యాంటీన్లు", "Anna Canteens")
SAMPLE_DAYS = {date(2026, 12, 4): 300, date(2026, 12, 5): 0}
"""Days with a set number of plates left, the same for every canteen and meal."""

TOO_LATE = 111
"""So many plates are refused after the payment, so that a refund can be seen."""


class Canteens:
    """Answers `/towns/<town>/canteens`, `/towns/<town>/menu`, `/nearest`, `/canteens/<canteen>`, and `/canteens/<canteen>/meals`."""

    name = "canteens"
    title = Words("అన్న క్యాంటీన్లు", "Anna Canteens")

    def __init__(self, now: Clock, printer: Printer) -> None:
        data = read("canteens.json")
        self._now = now
        self._canteens: Mapping[str, Any] = data["canteens"]
        self._menus: Sequence[Mapping[str, Any]] = data["menus"]
        self._once = Once()
        self._given: dict[str, int] = {}
        self._receipts = Receipts("AC", now, printer)

    def routes(self) -> Sequence[web.RouteDef]:
        canteen = "/canteens/{canteen:" + "|".join(self._canteens) + "}"
        return [
            web.get("/towns/{town}/canteens", self._in_town),
            web.get("/towns/{town}/menu", self._menu),
            web.post("/nearest", self._nearest),
            web.get(canteen, self._today),
            web.get(canteen + "/meals", self._left),
            web.post(canteen + "/meals", self._give),
        ]

    def reset(self) -> None:
        self._given.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        today = local_date(self._now())
        some = Words("భోజనాలకు ఖాళీ ఉన్న రోజు", "A day with plates left")
        full = Words("నిండిన రోజు", "A day that is full")
        return [
            Sample(Words("తెనాలి దగ్గర", "Near Tenali"), ("16.2400, 80.6400",)),
            Sample(Words("దగ్గరలో క్యాంటీన్ లేదు", "No canteen near by"), ("15.0000, 78.0000",)),
            *(
                Sample(some if left else full, (f"{day:%d-%m-%Y}",))
                for day, left in SAMPLE_DAYS.items()
                if day > today
            ),
            Sample(
                Words("చెల్లించాక నిండింది, డబ్బు తిరిగి వస్తుంది", "Full after payment: the money comes back"),
                (str(TOO_LATE),),
            ),
        ]

    # -- finding -----------------------------------------------------------------------------------------------------

    async def _in_town(self, request: web.Request) -> web.StreamResponse:
        town = request.match_info["town"]
        found = [
            self._plain(code, None) for code, each in self._canteens.items() if each["town"] == town
        ]
        return _listed(found)

    async def _nearest(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        place = wish.get("place")
        if not isinstance(place, dict) or not {"latitude", "longitude"} <= place.keys():
            return Reply(400, {"error": "place is missing"}).response()
        here = (float(place["latitude"]), float(place["longitude"]))
        away = sorted((km_between(here, each["at"]), code) for code, each in self._canteens.items())
        return _listed([self._plain(code, km) for km, code in away[:SHOWN] if km <= NEAR_KM])

    def _plain(self, code: str, km: float | None) -> dict[str, Any]:
        each = self._canteens[code]
        told = {
            "code": code,
            "name": {"te": each["te"], "en": each["en"]},
            "address": {"te": each["te_address"], "en": each["en_address"]},
        }
        return told if km is None else {**told, "km": f"{km:.1f}"}

    async def _today(self, request: web.Request) -> web.StreamResponse:
        code = request.match_info["canteen"]
        today = local_date(self._now())
        menu = self._served(today)
        latitude, longitude = self._canteens[code]["at"]
        told = {
            **self._plain(code, None),
            "breakfast": menu["breakfast"],
            "lunch": menu["lunch"],
            "place": {"latitude": latitude, "longitude": longitude, "name": ""},
        }
        state = "closed" if today.isoweekday() == SUNDAY else "open"
        return Reply(200, {"state": state, "canteen": told}).response()

    def _served(self, day: date) -> Mapping[str, Any]:
        """Return what is served on a day; in the evening the same as at noon."""
        menu = self._menus[day.toordinal() % len(self._menus)]
        return {**menu, "dinner": menu["lunch"]}

    async def _menu(self, request: web.Request) -> web.StreamResponse:
        town, day = request.match_info["town"], day_of(request.query.get("date"))
        if day is None:
            return Reply(400, {"error": "date=YYYY-MM-DD is missing"}).response()
        if all(each["town"] != town for each in self._canteens.values()):
            return Reply(404, {"error": "no_canteen"}).response()
        if day.isoweekday() == SUNDAY:
            return Reply(200, {"state": "closed"}).response()
        menu = self._served(day)
        meals = [
            {
                "code": code,
                "name": name.plain(),
                "dishes": menu[code],
                "starts": HOURS[code][0],
                "ends": HOURS[code][1],
                "price": PRICE,
            }
            for code, name in MEALS.items()
            if at(day, time.fromisoformat(HOURS[code][1])) > self._now()
        ]
        return Reply(200, {"state": "open", "meals": meals}).response()

    # -- meals that are given ----------------------------------------------------------------------------------------

    def _plates(self, canteen: str, day: date, meal: str) -> int:
        """Return how many plates nobody has given yet."""
        name = f"{canteen}/{day.isoformat()}/{meal}"
        others = PLATES * Chance("meal", name).weighted(GIVEN_PERCENT) // 100
        return SAMPLE_DAYS.get(day, PLATES - others) - self._given.get(name, 0)

    async def _left(self, request: web.Request) -> web.StreamResponse:
        day, meal = day_of(request.query.get("date")), request.query.get("meal", "")
        if day is None or meal not in MEALS:
            return Reply(400, {"error": "date or meal is not right"}).response()
        if day.isoweekday() == SUNDAY:
            return Reply(200, {"state": "closed"}).response()
        left = self._plates(request.match_info["canteen"], day, meal)
        return Reply(200, {"state": "open", "left": left} if left else {"state": "full"}).response()

    async def _give(self, request: web.Request) -> web.StreamResponse:
        canteen = request.match_info["canteen"]
        return await self._once.reply(request, lambda wish: self._take(canteen, wish))

    async def _take(self, canteen: str, wish: Mapping[str, Any]) -> Reply:
        day, meal = day_of(wish.get("date")), str(wish.get("meal"))
        plates, amount = whole(wish.get("plates"), 1, PLATES), wish.get("amount")
        if day is None or meal not in MEALS or plates is None or not isinstance(amount, int):
            return Reply(400, {"error": "date, meal, plates or amount is not right"})
        if plates == TOO_LATE or plates > self._plates(canteen, day, meal):
            return Reply(409, {"error": "full"})
        name = f"{canteen}/{day.isoformat()}/{meal}"
        self._given[name] = self._given.get(name, 0) + plates
        each = self._canteens[canteen]
        rows = [
            row("దాత", "Donor", str(wish.get("donor", ""))),
            row("క్యాంటీన్", "Canteen", f"{each['te']} · {each['en']}"),
            row("భోజనం", "Meal", f"{MEALS[meal].te} · {MEALS[meal].en}"),
            row("రోజు", "Day", day.strftime("%d-%m-%Y")),
            row("ఎన్ని భోజనాలు", "Plates", str(plates)),
            row("పాన్", "PAN", str(wish.get("pan") or "-")),
        ]
        told = await self._receipts.write(OFFICE, amount, rows, wish.get("reference"))
        return Reply(201, {"gift": told})


def _listed(found: Sequence[Mapping[str, Any]]) -> web.Response:
    return Reply(200, {"canteens": found}).response()
