"""How far two places are from each other."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0


def km_between(here: Sequence[float], there: Sequence[float]) -> float:
    """Return the distance along the earth's surface; a place is its latitude and longitude in degrees."""
    (lat, lon), (other_lat, other_lon) = here, there
    half_lat, half_lon = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    part = sin(half_lat) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(half_lon) ** 2
    return 2 * EARTH_KM * asin(sqrt(part))
