"""The pretend trust of NTR Vaidya Seva: health cards, codes to a family's phone, network hospitals, approvals of treatments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, person, read
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

LAKH = 100_000 * 100
"""In paise."""

FIXED_BORN, FIXED_CARD, NO_CARD, NO_PHONE = "1990-08-15", "2812345678", "2812345679", "2812345680"
NOBODY = "9"
"""No ration card has a number that begins so."""

COVERED = {True: 90, False: 10}
"""Of a hundred families so many have a health card."""

CODE = "123456"
"""The code that every sample phone gets."""

STATES = {"requested": 25, "query": 15, "approved": 30, "refused": 10, "settled": 20}
"""How many of a hundred treatments stand so."""

FIXED_CASES = {
    "2611000001": "requested",
    "2611000002": "query",
    "2611000003": "approved",
    "2611000004": "refused",
    "2611000005": "settled",
}
FIXED_PHONE = "1234"
MISSING = Words("స్కాన్ నివేదిక జత చేయలేదు", "The scan report is missing")
UNLISTED = Words("ఈ చికిత్స పథకం జాబితాలో లేదు", "This treatment is not on the scheme's list")
REASONS: Mapping[str, Words] = {"query": MISSING, "refused": UNLISTED}

OF_DISTRICT = 6
"""Hospitals of each district; each offers every third speciality."""

TREATMENTS: Mapping[str, Words] = {
    "heart": Words("గుండె శస్త్రచికిత్స, స్టెంట్ అమర్చడం", "Heart surgery, placing a stent"),
    "kidney": Words("డయాలసిస్, మూత్రపిండంలో రాళ్ల తొలగింపు", "Dialysis, removing kidney stones"),
    "cancer": Words("కీమోథెరపీ, రేడియేషన్", "Chemotherapy, radiation"),
    "bones": Words("విరిగిన ఎముకల శస్త్రచికిత్స", "Surgery of broken bones"),
    "brain": Words("మెదడు, వెన్నెముక శస్త్రచికిత్స", "Surgery of brain and spine"),
    "eyes": Words("కంటి శస్త్రచికిత్స", "Eye surgery"),
    "children": Words("పుట్టుకతో వచ్చిన లోపాల చికిత్స", "Treating defects from birth"),
    "burns": Words("కాలిన గాయాల చికిత్స", "Treating burns"),
    "general": Words("అపెండిక్స్, హెర్నియా శస్త్రచికిత్స", "Surgery of appendix and hernia"),
}
BURNS_ONLY = ("ntr", "visakhapatnam")
"""Only these districts treat burns."""


class Health:
    """Answers what `catalog/health/_connectors.yaml` describes; numbers of people travel in the body."""

    name = "health"
    title = Words("ఎన్టీఆర్ వైద్య సేవ", "NTR Vaidya Seva")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer
        self._once = Once()
        self._sent: set[str] = {FIXED_CARD}
        self._mandals: Sequence[Mapping[str, str]] = list(read("mandals.json")["mandals"].values())

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/cards/search", self._card),
            web.post("/cards/paper", self._paper),
            web.post("/codes", self._code),
            web.get("/hospitals", self._hospitals),
            web.post("/treatments/search", self._treatment),
        ]

    def reset(self) -> None:
        self._sent = {FIXED_CARD}
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        born = date.fromisoformat(FIXED_BORN).strftime("%d-%m-%Y")
        cases = {
            "2611000002": Words("ట్రస్టు వివరాలు అడిగిన చికిత్స", "The trust asks for more"),
            "2611000003": Words("అనుమతి వచ్చిన చికిత్స", "An approved treatment"),
            "2611000004": Words("అనుమతి రాని చికిత్స", "A refused treatment"),
        }
        return [
            Sample(Words("ఆరోగ్య కార్డు వివరాలు", "Health card details"), (FIXED_CARD, born)),
            Sample(Words("ఆరోగ్య కార్డు, కోడ్", "Health card, with the code"), (FIXED_CARD, CODE)),
            Sample(Words("ఆరోగ్య కార్డు లేని కుటుంబం", "A family without a card"), (NO_CARD, born)),
            Sample(Words("కార్డులో ఫోన్ నంబర్ లేదు", "No phone on the card"), (NO_PHONE,)),
            *(Sample(words, (number, FIXED_PHONE)) for number, words in cases.items()),
        ]

    # -- cards -------------------------------------------------------------------------------------------------------

    async def _card(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        card = str(wish.get("card", ""))
        if not _known(card) or wish.get("born") != _born(card):
            return Reply(404, {"error": "no_match"}).response()
        if not _covered(card):
            return Reply(200, {"state": "none"}).response()
        return Reply(200, {"state": "active", "card": self._plain(card)}).response()

    def _plain(self, card: str) -> dict[str, Any]:
        chance, fixed = Chance("health card", card), card == FIXED_CARD
        left = 12 if fixed else chance.between(2, 25)
        today = local_date(self._now())
        return {
            "number": f"VS{card}",
            "head": "నమూనా కుటుంబ పెద్ద" if fixed else person(chance).marked,
            "members": 4 if fixed else chance.between(1, 7),
            "left_paise": left * LAKH,
            "until": date(today.year + (today.month > 3), 3, 31).isoformat(),
        }

    async def _code(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._send)

    async def _send(self, wish: Mapping[str, Any]) -> Reply:
        card = str(wish.get("card", ""))
        if card == NO_PHONE:
            return Reply(409, {"error": "no_phone"})
        if not _known(card) or not _covered(card):
            return Reply(404, {"error": "not_found"})
        self._sent.add(card)
        drawn = f"{Chance('phone', card).whole(10_000):04d}"
        return Reply(201, {"ends_in": FIXED_PHONE if card == FIXED_CARD else drawn})

    async def _paper(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        card = str(wish.get("card", ""))
        if card not in self._sent or wish.get("code") != CODE:
            return Reply(403, {"error": "wrong"}).response()
        plain = self._plain(card)
        paper = {
            "title": Words("ఎన్టీఆర్ వైద్య సేవ ఆరోగ్య కార్డు", "NTR Vaidya Seva health card").plain(),
            "number": plain["number"],
            "rows": [
                row("కుటుంబ పెద్ద", "Head of the family", plain["head"]),
                row("రేషన్ కార్డు", "Ration card", card),
                row("కార్డులో ఉన్నవారు", "People on the card", str(plain["members"])),
                row("చెల్లుబాటు", "Valid until", plain["until"]),
            ],
        }
        today = local_date(self._now())
        file = await self._printer.document("health_card.pdf", "extract.typ", today, paper)
        return Reply(200, {"paper": file}).response()

    # -- hospitals and treatments --------------------------------------------------------------------------------------

    async def _hospitals(self, request: web.Request) -> web.StreamResponse:
        district = request.query.get("district", "")
        speciality = request.query.get("speciality", "")
        towns = [each for each in self._mandals if each["district"] == district]
        if not towns or speciality not in TREATMENTS:
            return Reply(200, {"hospitals": []}).response()
        if speciality == "burns" and district not in BURNS_ONLY:
            return Reply(200, {"hospitals": []}).response()
        first = self._mandals.index(towns[0]) // len(towns) * OF_DISTRICT
        place = list(TREATMENTS).index(speciality)
        found = [
            _hospital(district, first + number + 1, towns[number % len(towns)], speciality)
            for number in range(OF_DISTRICT)
            if number % 3 == place % 3
        ]
        return Reply(200, {"hospitals": found}).response()

    async def _treatment(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        number, phone = str(wish.get("number")), str(wish.get("phone"))
        chance, fixed = Chance("treatment", number), number in FIXED_CASES
        drawn, own = chance.weighted(STATES), f"{chance.whole(10_000):04d}"
        if len(number) != 10 or phone != (FIXED_PHONE if fixed else own):
            return Reply(404, {"error": "no_match"}).response()
        state = FIXED_CASES.get(number, drawn)
        told = {
            "state": state,
            "hospital": _named(1 if fixed else chance.between(1, 24)).plain(),
            "on": local_date(self._now()).replace(day=1).isoformat(),
            "amount": 45_000 * 100 if fixed else chance.between(5, 300) * 1_000 * 100,
            "reason": REASONS.get(state, Words("-", "-")).plain(),
        }
        return Reply(200, {"treatment": told}).response()


def _known(card: str) -> bool:
    return len(card) >= 10 and not card.startswith(NOBODY)


def _covered(card: str) -> bool:
    if card in (FIXED_CARD, NO_PHONE):
        return True
    return card != NO_CARD and Chance("covered", card).weighted(COVERED)


def _born(card: str) -> str:
    """Return the birth date of somebody on a card."""
    if card in (FIXED_CARD, NO_CARD, NO_PHONE):
        return FIXED_BORN
    return (date(1950, 1, 1) + timedelta(days=Chance("born", card).whole(20_000))).isoformat()


def _named(number: int) -> Words:
    return Words(f"నమూనా ఆసుపత్రి {number}", f"Sample hospital {number}")


def _hospital(
    district: str, number: int, town: Mapping[str, str], speciality: str
) -> dict[str, Any]:
    places = read("mandals.json")["districts"][district]
    address = Words(
        f"{town['te']}, {places['te']} జిల్లా (నమూనా)",
        f"{town['en']}, {places['en']} district (sample)",
    )
    return {
        "code": f"{district}_{number}",
        "name": _named(number).plain(),
        "address": address.plain(),
        "phone": f"0000-2{number:05d}",
        "treatments": TREATMENTS[speciality].plain(),
    }
