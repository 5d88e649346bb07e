"""How long the keys in force may still sign, so that the next ones are published in time."""

from __future__ import annotations

from itertools import product
from typing import Final

from engine.services.certificates.keys.published import KeySet, PublishedKey

DAY_S: Final = 86_400
Role = tuple[str, str, str]
"""Purpose, type of certificate and district; empty where they are not told apart. The purpose `set` is the key set itself."""


def days_left(published: KeySet | None, now: int) -> dict[Role, float]:
    """Return for each role the days for which there is a key without a break, 0 where there is none; for lists and the log in any case.

    A role whose last key was retired is meant to end, and is not told.
    """
    keys = [key for key in published.keys if key.state == "active"] if published else []
    roles = {role for key in keys for role in _roles(key)} | {("status", "", ""), ("log", "", "")}
    left = {role: (_end([key for key in keys if _fits(key, role)], now) - now) for role in roles}
    left["set", "", ""] = max(0, published.good_until - now) if published else 0
    return {role: seconds / DAY_S for role, seconds in left.items()}


def _roles(key: PublishedKey) -> list[Role]:
    return list(product((key.purpose,), key.types or ("",), key.districts or ("",)))


def _fits(key: PublishedKey, role: Role) -> bool:
    purpose, kind, district = role
    here = not key.districts or district in key.districts
    return key.purpose == purpose and (not kind or kind in key.types) and here


def _end(keys: list[PublishedKey], now: int) -> int:
    """Return until when one of these keys follows the other."""
    end = now
    for key in sorted(keys, key=lambda each: each.not_before):
        if key.not_before <= end + 1:
            end = max(end, key.sign_until)
    return end
