"""The buses of every day between the pretend corporation's stations: the same at every start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from engine.domain.calendar import at
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.map import km_between
from engine.sandbox.departments.people import Words, read

ROAD_PERCENT = 125
"""How much longer a road is than the line on the map."""

BUSES = {2: 20, 3: 40, 4: 25, 5: 15}
"""How many buses run between two towns, by how many of a hundred pairs."""

TOO_FAR_KM = 900


@dataclass(frozen=True, slots=True)
class Bus:
    """One bus of every day. leaves: from the start, in India; minutes: on the road; seats: that are sold through us."""

    code: str
    number: str
    start: str
    goal: str
    kind: Words
    leaves: time
    minutes: int
    fare: int
    seats: int

    def leaves_at(self, day: date) -> datetime:
        """Return the moment it leaves on a day."""
        return at(day, self.leaves)

    def arrives_at(self, day: date) -> datetime:
        """Return the moment it arrives when it leaves on a day."""
        return self.leaves_at(day) + timedelta(minutes=self.minutes)


class Timetable:
    """Stations and the buses between them."""

    def __init__(self) -> None:
        data = read("stations.json")
        self.stations: Mapping[str, Any] = data["stations"]
        self._kinds: Mapping[str, Any] = data["kinds"]

    def name(self, station: str) -> Words:
        """Return what a station is called."""
        each = self.stations[station]
        return Words(each["te"], each["en"])

    def between(self, start: str, goal: str) -> Sequence[Bus]:
        """Return the buses from one station to another, in the order they leave; none where it is too far."""
        if start == goal or not {start, goal} <= self.stations.keys():
            return ()
        line = km_between(self.stations[start]["at"], self.stations[goal]["at"])
        km = round(line * ROAD_PERCENT / 100)
        if km > TOO_FAR_KM:
            return ()
        count = Chance("buses", start, goal).weighted(BUSES)
        return sorted(
            (self._bus(start, goal, place, km) for place in range(count)),
            key=lambda bus: bus.leaves,
        )

    def bus(self, code: str) -> Bus | None:
        """Return the bus of a code, None where none has it."""
        for start in self.stations:
            goal = code.removeprefix(start + "_").rpartition("_")[0]
            if code.startswith(start + "_") and goal in self.stations:
                return next((bus for bus in self.between(start, goal) if bus.code == code), None)
        return None

    def _bus(self, start: str, goal: str, place: int, km: int) -> Bus:
        chance = Chance("bus", start, goal, place)
        about = self._kinds[chance.one_of(tuple(self._kinds))]
        minutes_of_day = chance.between(20, 90) * 15
        return Bus(
            code=f"{start}_{goal}_{place}",
            number=f"{chance.between(1300, 8999)}",
            start=start,
            goal=goal,
            kind=Words(about["te"], about["en"]),
            leaves=time(minutes_of_day // 60, minutes_of_day % 60),
            minutes=max(45, km * 60 // about["km_per_hour"]),
            fare=max(40, km * about["paise_per_km"] // 100 // 5 * 5) * 100,
            seats=about["seats"],
        )
