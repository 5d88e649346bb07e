"""Readers that never raise: each takes any JSON value and returns a clean one, or says that there is none.

What the platform sends has grown for years and differs by version, so nothing is taken for granted: numbers come as text, ids are
missing, arrays hold nulls.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

Tree = Mapping[str, Any]

EMPTY: Tree = {}
_USER_ID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}", re.ASCII)
_PHONE = re.compile(r"[0-9]{1,15}", re.ASCII)
_PUNCTUATION = str.maketrans("", "", "+ -()")
_SECONDS_END = 100_000_000_000
"""Larger numbers are milliseconds: as seconds they would lie after the year 5000."""


def parse(raw: bytes) -> Any:
    """Return the JSON value. Raises ValueError.

    Where the strict parser refuses, a forgiving one tries: one broken letter of one citizen must not cost the others of the same
    body their messages.
    """
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        try:
            return json.loads(raw.decode("utf-8-sig", "replace"), parse_constant=_refuse)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def tree(value: object, name: str) -> Tree:
    """Return the object under a name, or an empty one."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else EMPTY


def items(value: object, name: str) -> list[Any]:
    """Return the array under a name, or an empty one."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def words(value: object, name: str, longest: int = 512) -> str:
    """Return the text under a name without NULs and broken letters, cut at `longest`; whole numbers are taken as text."""
    return as_words(value.get(name) if isinstance(value, dict) else None, longest)


def as_words(found: object, longest: int = 512) -> str:
    """Return a value as `words` would."""
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found) if abs(found) < 10**18 else ""
    if not isinstance(found, str):
        return ""
    clean = found.replace("\0", "")[:longest]
    return clean if clean.isascii() else clean.encode("utf-8", "replace").decode("utf-8")


def number(value: object, name: str, least: float, most: float) -> float | None:
    """Return the number under a name if it lies between two bounds; text is read as a number."""
    found = value.get(name) if isinstance(value, dict) else None
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        return None
    try:
        read = float(found)
    except (ValueError, OverflowError):
        return None
    return read if least <= read <= most else None


def moment(value: object, name: str, received: datetime) -> datetime:
    """Return the time under a name: seconds or milliseconds, number or text. Never later than `received`, which also stands in."""
    seconds = number(value, name, 1, 1e14)
    if seconds is None:
        return received
    if seconds > _SECONDS_END:
        seconds /= 1000
    try:
        return min(datetime.fromtimestamp(seconds, UTC), received)
    except (OverflowError, OSError, ValueError):
        return received


def phone(value: object, name: str) -> str:
    """Return the phone number under a name as bare digits, or an empty text."""
    return as_phone(words(value, name, 40))


def as_phone(written: str) -> str:
    """Return a written phone number as bare digits, or an empty text."""
    bare = written.translate(_PUNCTUATION)
    return bare if _PHONE.fullmatch(bare) else ""


def user_id(value: object, *names: str) -> str:
    """Return the first business-scoped user id under these names: a country's two letters, a dot, up to 128 letters and digits."""
    for name in names:
        found = words(value, name, 140)
        if _USER_ID.fullmatch(found):
            return found
    return ""
