"""The pretend gateway's book: orders, how they end, what was given back. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engine.domain.calendar import format_moment, parse_moment

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
REFERENCE_LETTERS = 14
MOST_AMOUNT = 100_000_000_00
LONGEST_TITLE = 120


class Wrong(ValueError):
    """A request the gateway does not accept."""


@dataclass(slots=True)
class Order:
    """One order. state: open, late (money on its way), paid, failed, cancelled; amount: paise; paid_on: stored moment."""

    reference: str
    key: str
    amount: int
    account: str
    title: str
    expires: datetime
    state: str = "open"
    paid_on: str = ""
    returned: int = 0

    def plain(self, url: str) -> dict[str, Any]:
        """Return what the gateway tells the one who opened it. Money on its way is not there yet."""
        told = {
            "reference": self.reference,
            "url": url,
            "state": "open" if self.state == "late" else self.state,
            "amount": self.amount,
        }
        return {**told, "paid_on": self.paid_on} if self.paid_on else told

    def report(self) -> dict[str, Any]:
        """Return the body of a call-back."""
        return {
            "reference": self.reference,
            "state": self.state,
            "amount": self.amount,
            "paid_on": self.paid_on,
            "key": self.key,
        }


_SAMPLES = {
    "OPEN": "open",
    "PAID": "paid",
    "FAILED": "failed",
    "CLOSED": "cancelled",
    "LATE": "late",
}
_SAMPLE_DAY = datetime(2026, 11, 22, 5, tzinfo=UTC)


def _samples() -> dict[str, Order]:
    """Return the orders that are always there, one for each way an order can stand: `SBSAMPLEPAID`, …"""
    return {
        f"SBSAMPLE{name}": Order(
            f"SBSAMPLE{name}",
            f"sample/{name.lower()}",
            1240_00,
            "spdcl",
            "విద్యుత్ బిల్లు",
            _SAMPLE_DAY,
            state,
            format_moment(_SAMPLE_DAY) if state == "paid" else "",
        )
        for name, state in _SAMPLES.items()
    }


class Book:
    """All orders of one run of the sandbox, by reference; keys make repetitions harmless."""

    def __init__(self) -> None:
        self.orders: dict[str, Order] = _samples()
        self._refunds: dict[str, bool] = {}

    def open(self, key: str, wish: dict[str, Any]) -> Order:
        """Return the order of a key, a new one at the first time. Raises Wrong."""
        amount = wish.get("amount")
        if not key or not isinstance(amount, int) or not 0 < amount <= MOST_AMOUNT:
            message = "key or amount is missing"
            raise Wrong(message)
        try:
            expires = parse_moment(str(wish.get("expires")))
        except ValueError:
            message = "expires is not a moment"
            raise Wrong(message) from None
        reference = _reference(key)
        order = self.orders.get(reference)
        if order is None:
            title = str(wish.get("title") or "")[:LONGEST_TITLE]
            order = Order(reference, key, amount, str(wish.get("account") or ""), title, expires)
            self.orders[reference] = order
        elif order.amount != amount:
            message = "this key was used for another amount"
            raise Wrong(message)
        return order

    def pay(self, order: Order, now: datetime) -> bool:
        """Take the money; return whether it was taken now. An order that failed or is paid stays so."""
        if order.state in ("paid", "failed"):
            return False
        order.state, order.paid_on = "paid", format_moment(now)
        return True

    def fail(self, order: Order) -> bool:
        """Let the payment fail; return whether it did."""
        if order.state != "open":
            return False
        order.state = "failed"
        return True

    def cancel(self, order: Order) -> None:
        """Close an order nobody has paid. Money already on its way still arrives."""
        if order.state == "open":
            order.state = "cancelled"

    def give_back(self, key: str, wish: dict[str, Any]) -> bool:
        """Return whether the gateway gives this money back; the same key gives the same answer."""
        if key not in self._refunds:
            order, amount = self.orders.get(str(wish.get("reference"))), wish.get("amount")
            accepted = (
                order is not None
                and order.state == "paid"
                and isinstance(amount, int)
                and 0 < amount <= order.amount - order.returned
            )
            if order is not None and isinstance(amount, int) and accepted:
                order.returned += amount
            self._refunds[key] = accepted
        return self._refunds[key]


def _reference(key: str) -> str:
    """Return the reference of a key: the same one after a restart."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:16], "big")
    letters = []
    for _ in range(REFERENCE_LETTERS):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "SB" + "".join(letters)
