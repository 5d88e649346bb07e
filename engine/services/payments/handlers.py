"""Performs payments: opens orders, cancels them, refunds, and looks up those whose call-back did not come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from engine.domain.calendar import format_moment
from engine.domain.effect import CancelPayment, Refund, RequestPayment
from engine.domain.event import Event, Replied
from engine.runtime import codec
from engine.runtime.doors import Clock
from engine.runtime.ports import (
    Arrival,
    Dead,
    Done,
    Job,
    Later,
    NotYet,
    PaymentBody,
    Reader,
    Received,
    Result,
    Retry,
    Write,
)
from engine.services.payments.gateway import Gateway, GatewayDown, Order

LOOK_AFTER = (timedelta(minutes=1), timedelta(minutes=5))
"""When an order is looked up of our own accord, in case the gateway's call-back is late or lost."""

BEFORE_EXPIRY = timedelta(seconds=20)

LOOK_AFTERWARDS = (timedelta(minutes=10), timedelta(hours=1), timedelta(days=1), timedelta(days=3))
"""When an order that the gateway could not cancel is looked up: money under way may still come, and must be given back."""

FINAL = ("paid", "refunded")
"""States in which nothing new can be heard of an order; one that failed or was cancelled can still be paid too late."""


@dataclass(frozen=True, slots=True)
class LookUpPayment:
    """Our own effect: see how an order stands. payment: the RequestPayment's key."""

    payment: str


codec.know(LookUpPayment)


@dataclass(frozen=True, slots=True)
class Kept:
    """An order as we keep it."""

    payment: str
    session: str
    reference: str
    amount: int
    state: str


def _kept(rows: list[tuple[Any, ...]]) -> Kept | None:
    return Kept(*rows[0]) if rows else None


def _paid(kept: Kept, reference: str, amount: int, paid_on: str, now: datetime) -> Event:
    gives = {"amount": amount, "reference": reference, "paid_on": paid_on or format_moment(now)}
    return Replied(kept.session, kept.payment, "paid", gives)


def news(
    kept: Kept, state: str, amount: int, paid_on: str, now: datetime
) -> tuple[tuple[Event, ...], tuple[Write, ...]]:
    """Return what an order's new state means: an event for the case at most once, and the change of our own row."""
    if kept.state in FINAL or state == kept.state or state not in ("paid", "failed"):
        return (), ()
    write = Write("payments.set_state", (state, format_moment(now), kept.payment))
    if state == "paid":
        return (_paid(kept, kept.reference, amount, paid_on, now),), (write,)
    return (Replied(kept.session, kept.payment, "failed"),), (write,)


@dataclass(frozen=True, slots=True)
class Payments:
    """Handlers of all payment effects and the receiver of call-backs; `store` reads."""

    gateway: Gateway
    store: Reader
    clock: Clock

    async def deliver(self, job: Job) -> Result:
        """Perform one payment effect."""
        try:
            match job.effect:
                case RequestPayment():
                    return await self._request(job, job.effect)
                case CancelPayment(payment=payment):
                    return await self._settle(payment, cancel=True)
                case LookUpPayment(payment=payment):
                    return await self._settle(payment, cancel=False)
                case Refund():
                    return await self._refund(job, job.effect)
                case _:
                    message = f"not a payment: {type(job.effect).__name__}"
                    raise TypeError(message)
        except GatewayDown as trouble:
            return Retry(None, f"gateway: {trouble}")

    def _find(self, payment: str) -> Kept | None:
        return _kept(self.store.rows("payments.by_key", (payment,)))

    async def _request(self, job: Job, request: RequestPayment) -> Result:
        now = self.clock.now()
        if now >= request.expires:
            return Done((Replied(job.session, request.key, "expired"),))
        order = await self.gateway.open(
            request.key, request.amount, request.account, request.title, request.expires
        )
        row = (
            request.key,
            job.session,
            order.reference,
            request.amount,
            "open",
            format_moment(now),
        )
        link = Replied(
            job.session, request.key, "link", {"url": order.url, "reference": order.reference}
        )
        at_once = (
            [now] if order.state != "open" else []
        )  # a call-back may have come while we were down, before we knew the order
        moments = (
            at_once
            + [now + after for after in LOOK_AFTER if now + after < request.expires]
            + [request.expires - BEFORE_EXPIRY]
        )
        looks = tuple(
            Later(
                moment,
                LookUpPayment(request.key),
                f"{request.key}/look/{place}",
                job.session,
                job.person,
            )
            for place, moment in enumerate(moments)
        )
        return Done((link,), (Write("payments.insert", row),), later=looks)

    async def _settle(self, payment: str, *, cancel: bool) -> Result:
        kept = self._find(payment)
        if kept is None or kept.state in FINAL:
            return Done()
        order = await (
            self.gateway.cancel(kept.reference) if cancel else self.gateway.look_up(kept.reference)
        )
        if cancel and order.state == "open":
            return Done(later=self._looks(kept))
        return self._now_stands(kept, order)

    def _now_stands(self, kept: Kept, order: Order) -> Result:
        now = self.clock.now()
        if order.state == "cancelled":
            return Done(
                writes=(
                    Write("payments.set_state", ("cancelled", format_moment(now), kept.payment)),
                )
            )
        if order.state == "paid" and order.amount != kept.amount:
            return Dead("the gateway reports another amount than the one that was asked")
        events, writes = news(kept, order.state, order.amount, order.paid_on, now)
        return Done(events, writes)

    def _looks(self, kept: Kept) -> tuple[Later, ...]:
        now = self.clock.now()
        return tuple(
            Later(
                now + after,
                LookUpPayment(kept.payment),
                f"{kept.payment}/afterwards/{place}",
                kept.session,
            )
            for place, after in enumerate(LOOK_AFTERWARDS)
        )

    async def _refund(self, job: Job, refund: Refund) -> Result:
        kept = self._find(refund.payment)
        if kept is None:
            return Dead(
                f"there is no payment {refund.payment}",
                (Replied(job.session, refund.key, "failed"),),
            )
        if not await self.gateway.refund(refund.key, kept.reference, refund.amount):
            return Dead(
                f"the gateway does not give back {refund.payment}",
                (Replied(job.session, refund.key, "failed"),),
            )
        write = Write(
            "payments.set_state", ("refunded", format_moment(self.clock.now()), kept.payment)
        )
        return Done((Replied(job.session, refund.key, "sent"),), (write,))

    def receive(self, arrival: Arrival, store: Reader, now: datetime) -> Received:
        """Take a gateway's report as a reason to look the order up: late, twice, out of order or false, it does no harm.

        Raises NotYet for one that is quicker than our own note of the order.
        """
        told = codec.decode(arrival.body)
        report = orjson.loads(told.raw) if isinstance(told, PaymentBody) else {}
        kept = _kept(store.rows("payments.by_reference", (str(report.get("reference", "")),)))
        if kept is None:
            message = "an order we have not written down"
            raise NotYet(message)
        if kept.state in FINAL:
            return Received()
        return Received(
            later=(
                Later(
                    now,
                    LookUpPayment(kept.payment),
                    f"{kept.payment}/{arrival.dedupe}",
                    kept.session,
                ),
            )
        )
