"""`type: pincode`: the six digits of a post office, said back with the district, or at least the postal circle, they belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, Bounds, Given, Parameters, Reading, typed
from engine.domain.digits import clean_line
from engine.domain.types import Text, Type
from engine.domain.words import section

LENGTH = 6

_CODE = re.compile(r"(?<![0-9])([1-9][0-9]{2})[ \-]?([0-9]{3})(?![0-9])")
_HINTS = Hints("pincode")

_CIRCLES = {
    "delhi": "11",
    "haryana": "12 13",
    "punjab": "14 15",
    "chandigarh": "16",
    "himachal_pradesh": "17",
    "jammu_kashmir": "18 19",
    "uttar_pradesh_uttarakhand": "20 21 22 23 24 25 26 27 28",
    "rajasthan": "30 31 32 33 34",
    "gujarat": "36 37 38 39",
    "maharashtra": "41 42 43 44",
    "maharashtra_goa": "40",
    "madhya_pradesh": "45 46 47 48",
    "chhattisgarh": "49",
    "telangana": "50",
    "andhra_pradesh": "51 52 53",
    "karnataka": "56 57 58 59",
    "tamil_nadu": "60 61 62 63 64",
    "kerala": "67 68 69",
    "west_bengal": "70 71 72 73 74",
    "odisha": "75 76 77",
    "assam": "78",
    "north_east": "79",
    "bihar_jharkhand": "80 81 82 83 84 85",
    "army": "90 91 92 93 94 95 96 97 98 99",
}
"""Which circle the first two digits stand for.

Source: Department of Posts, "Postal Index Number" (the first digit a region, the second a sub-region or circle), as listed at
https://en.wikipedia.org/wiki/Postal_Index_Number; state: sample.
"""

_OF_DIGITS = {digits: name for name, each in _CIRCLES.items() for digits in each.split()}


def place(code: str, language: str) -> str:
    """Return `Guntur, Andhra Pradesh`, both districts where a code lies in two, the circle alone elsewhere, or nothing at all."""
    circle = str(section("places", language).get(_OF_DIGITS.get(code[:2], ""), ""))
    names = section("districts", language)
    districts = " / ".join(str(names[each]) for each in _districts().get(code, ()))
    return ", ".join(part for part in (districts, circle) if part)


@cache
def _districts() -> Mapping[str, tuple[str, ...]]:
    """Return the districts of each PIN code of Andhra Pradesh, read when first asked for; the file names its source."""
    import tomllib
    from pkgutil import get_data

    found: dict[str, tuple[str, ...]] = {}
    written = get_data(__name__, "pincodes.toml") or b""
    for district, groups in tomllib.loads(written.decode()).items():
        for first, lasts in groups.items():
            for last in lasts.split():
                found[first + last] = (*found.get(first + last, ()), district)
    return found


class PincodeAnswer:
    """Six digits, not beginning with 0, of any state: people also write from outside Andhra Pradesh."""

    name = "pincode"
    parameters: Parameters = "none"
    problems = ("empty", "wrong_media", "not_a_pincode")

    def value_type(self) -> Type:
        """Return text of six characters."""
        return Text(LENGTH)

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the six digits, also at the end of an address whose other numbers are plainly none of them."""
        if not given.text:
            return typed(given) or EMPTY
        line = clean_line(given.text)
        codes = {first + rest for first, rest in _CODE.findall(line)}
        if len(codes) == 1:
            return Reading(codes.pop(), echo=True)
        return Reading(problem="not_a_pincode") if line else EMPTY

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint."""
        return _HINTS.say(problem, language, attempt)


PINCODE = PincodeAnswer()
