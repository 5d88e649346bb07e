"""What the engine asks of a payment gateway; how it is spoken to stands in the catalogue, `_shared/connectors/gateway.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class GatewayDown(Exception):
    """The gateway did not answer, or answered with an error of its own; the request may be repeated under its key."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order at the gateway.

    state: `open`, `paid`, `failed`, `cancelled`; url: the page where the citizen pays; paid_on: stored moment, or empty.
    """

    reference: str
    url: str
    state: str
    amount: int
    paid_on: str = ""


class Gateway(Protocol):
    """All calls are idempotent under their key. Each raises GatewayDown."""

    async def open(
        self, key: str, amount: int, account: str, title: str, expires: datetime
    ) -> Order: ...

    async def look_up(self, reference: str) -> Order: ...

    async def cancel(self, reference: str) -> Order: ...

    async def refund(self, key: str, reference: str, amount: int) -> bool: ...
