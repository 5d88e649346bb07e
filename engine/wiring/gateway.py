"""The payment gateway, asked as its connector file declares it: with the time-outs, checks and breaker of every other system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.domain.calendar import format_moment
from engine.language.gateway import GATEWAY
from engine.language.model.connector import Connector, Operation
from engine.services.connectors.asking import Asker, Question, Unanswered
from engine.services.connectors.reply import Answer
from engine.services.payments.gateway import GatewayDown, Order


@dataclass(frozen=True, slots=True)
class DeclaredGateway:
    """A `Gateway`. operations: connector and operation by `connector.operation`, KeyError where there is none."""

    operations: Callable[[str], tuple[Connector, Operation]]
    asker: Asker

    async def open(
        self, key: str, amount: int, account: str, title: str, expires: datetime
    ) -> Order:
        """Open an order; the same key gives the same order."""
        wanted = {
            "amount": amount,
            "account": account,
            "title": title,
            "expires": format_moment(expires),
        }
        return _order(await self._ask("open", wanted, key))

    async def look_up(self, reference: str) -> Order:
        """Return how an order stands."""
        return _order(await self._ask("order", {"reference": reference}))

    async def cancel(self, reference: str) -> Order:
        """Close an order that was not paid; a paid one stays paid and is returned as such."""
        return _order(await self._ask("cancel", {"reference": reference}, reference))

    async def refund(self, key: str, reference: str, amount: int) -> bool:
        """Give money back; return whether the gateway accepted."""
        answer = await self._ask("refund", {"reference": reference, "amount": amount}, key)
        return answer.outcome == "accepted"

    async def _ask(self, name: str, needs: Mapping[str, Any], key: str = "") -> Answer:
        try:
            connector, operation = self.operations(f"{GATEWAY}.{name}")
        except KeyError as missing:
            message = f"the catalogue has no {GATEWAY}.{name}"
            raise GatewayDown(message) from missing
        try:
            return await self.asker.ask(Question(connector, operation, needs, key))
        except Unanswered as trouble:
            raise GatewayDown(trouble.why) from trouble


def _order(answer: Answer) -> Order:
    """Return an order; its outcome is how it stands."""
    try:
        return Order(
            answer.gives["reference"],
            answer.gives["url"],
            answer.outcome,
            answer.gives["amount"],
            answer.gives.get("paid_on", ""),
        )
    except KeyError as missing:
        message = f"an order without {missing}"
        raise GatewayDown(message) from missing
