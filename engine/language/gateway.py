"""What the engine asks of the payment gateway when a service takes money or gives it back, and what it must be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

GATEWAY = "gateway"
"""The system of this name takes the money of every service."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked. needs: all that is given with it; gives: what must be told; outcomes: those that are understood."""

    needs: tuple[str, ...]
    gives: tuple[str, ...]
    outcomes: tuple[str, ...]


_ORDER = ("reference", "url", "amount")
_STATES = ("open", "paid", "failed", "cancelled")

ASKED: Mapping[str, Asked] = {
    "open": Asked(("amount", "account", "title", "expires"), _ORDER, _STATES),
    "order": Asked(("reference",), (*_ORDER, "paid_on"), _STATES),
    "cancel": Asked(("reference",), _ORDER, _STATES),
    "refund": Asked(("reference", "amount"), (), ("accepted", "refused")),
}
"""By operation."""
