"""`type: location`: a place on the map, shared with the attach sign or typed as two numbers."""

from __future__ import annotations

import re
from datetime import date

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, WRONG_MEDIA, Bounds, Given, Parameters, Reading
from engine.domain.digits import clean, clean_line
from engine.domain.message import LocationIn
from engine.domain.rendering import LONGEST_PLACE_NAME
from engine.domain.types import Location, Type

_TYPED = re.compile(r"(-?[0-9]{1,2}\.[0-9]{2,15}) ?,? ?(-?[0-9]{1,3}\.[0-9]{2,15})")

_HINTS = Hints("location")


class LocationAnswer:
    """Latitude and longitude in degrees, and the name of the place where there is one."""

    name = "location"
    parameters: Parameters = "none"
    problems = ("empty", "wrong_media", "not_a_place")

    def value_type(self) -> Type:
        """Return the type of places."""
        return Location()

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the place."""
        place = given.location
        if place is None and given.text:
            numbers = _TYPED.fullmatch(clean_line(given.text))
            if numbers is not None:
                place = LocationIn(float(numbers[1]), float(numbers[2]))
        if place is None:
            return EMPTY if given.text is None and given.media is None else WRONG_MEDIA
        if not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
            return Reading(problem="not_a_place")
        name = clean(place.name).replace("\n", " ")[:LONGEST_PLACE_NAME]
        return Reading({"latitude": place.latitude, "longitude": place.longitude, "name": name})

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint."""
        return _HINTS.say(problem, language, attempt)


LOCATION = LocationAnswer()
