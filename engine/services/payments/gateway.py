"""What a payment gateway can be asked.

One gateway is spoken here: the sandbox's, whose protocol is plain JSON over HTTP. A real one is a second implementation of `Gateway`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import orjson

from engine.domain.calendar import format_moment
from engine.runtime.doors import Http


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


class SandboxGateway:
    """The pretend gateway of the sandbox, spoken to over real HTTP."""

    def __init__(self, http: Http, address: str, timeout_s: float = 10.0) -> None:
        self._http = http
        self._address = address.rstrip("/")
        self._timeout_s = timeout_s

    async def open(
        self, key: str, amount: int, account: str, title: str, expires: datetime
    ) -> Order:
        """Open an order; the same key gives the same order."""
        wanted = {
            "key": key,
            "amount": amount,
            "account": account,
            "title": title,
            "expires": format_moment(expires),
        }
        return _order(await self._ask("POST", "/orders", wanted))

    async def look_up(self, reference: str) -> Order:
        """Return how an order stands."""
        return _order(await self._ask("GET", f"/orders/{reference}"))

    async def cancel(self, reference: str) -> Order:
        """Close an order that was not paid; a paid one stays paid and is returned as such."""
        return _order(await self._ask("POST", f"/orders/{reference}/cancel", {}))

    async def refund(self, key: str, reference: str, amount: int) -> bool:
        """Give money back; return whether the gateway accepted."""
        wanted = {"key": key, "reference": reference, "amount": amount}
        return bool((await self._ask("POST", "/refunds", wanted)).get("accepted"))

    async def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        sent = b"" if body is None else orjson.dumps(body)
        headers = {"Content-Type": "application/json"}
        try:
            reply = await self._http.request(
                method, self._address + path, headers, sent, self._timeout_s
            )
        except (TimeoutError, ConnectionError) as trouble:
            raise GatewayDown(str(trouble)) from trouble
        if reply.status != 200:
            message = f"status {reply.status}"
            raise GatewayDown(message)
        try:
            answer: dict[str, Any] = orjson.loads(reply.body)
        except orjson.JSONDecodeError:
            message = "not JSON"
            raise GatewayDown(message) from None
        return answer


def _order(reply: Mapping[str, Any]) -> Order:
    try:
        return Order(
            str(reply["reference"]),
            str(reply["url"]),
            str(reply["state"]),
            int(reply["amount"]),
            str(reply.get("paid_on") or ""),
        )
    except (KeyError, TypeError, ValueError) as trouble:
        message = f"an order without {trouble}"
        raise GatewayDown(message) from trouble
