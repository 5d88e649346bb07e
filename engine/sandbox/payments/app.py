"""The pretend gateway over HTTP: what the business asks of it, and the page where a citizen pays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web

from engine.domain.calendar import format_moment
from engine.domain.money import format_money
from engine.domain.rendering import render_moment
from engine.sandbox.pages import Pages, languages_of, refuse_strangers
from engine.sandbox.payments.config import GatewayConfig
from engine.sandbox.payments.courier import Courier
from engine.sandbox.payments.orders import Book, Order, Wrong

Clock = Callable[[], datetime]

WAYS = ("pay", "fail", "late", "twice", "never", "arrive")
"""What a visitor can do on the page."""


class Gateway:
    """The handlers. `now` gives the moment, aware, UTC."""

    def __init__(self, config: GatewayConfig, now: Clock, courier: Courier) -> None:
        self._config = config
        self._now = now
        self._courier = courier
        self._book = Book()
        self._pages = Pages(Path(__file__).parent / "pages")

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the business and those of the page."""
        return [
            web.post("/orders", self._open),
            web.get("/orders/{reference}", self._tell),
            web.post("/orders/{reference}/cancel", self._cancel),
            web.post("/refunds", self._refund),
            web.get("/pay/{reference}", self._show),
            web.post("/pay/{reference}", self._act),
            web.get("/pay.css", self._pages.style("pay.css")),
        ]

    # -- the business ------------------------------------------------------------------------------------------------

    async def _open(self, request: web.Request) -> web.StreamResponse:
        try:
            return self._told(self._book.open(_key(request), await _body(request)))
        except Wrong as wrong:
            return _json({"error": str(wrong)}, 400)

    async def _tell(self, request: web.Request) -> web.StreamResponse:
        return self._told(self._order(request))

    async def _cancel(self, request: web.Request) -> web.StreamResponse:
        order = self._order(request)
        self._book.cancel(order)
        return self._told(order)

    async def _refund(self, request: web.Request) -> web.StreamResponse:
        return _json({"accepted": self._book.give_back(_key(request), await _body(request))})

    def _told(self, order: Order) -> web.Response:
        return _json(order.plain(f"{self._config.public_url}/pay/{order.reference}"))

    def _order(self, request: web.Request) -> Order:
        order = self._book.orders.get(request.match_info["reference"])
        if order is None:
            raise web.HTTPNotFound(text="no such order")
        return order

    # -- the page ----------------------------------------------------------------------------------------------------

    async def _show(self, request: web.Request) -> web.StreamResponse:
        order = self._book.orders.get(request.match_info["reference"])
        if order is None:
            return self._pages.show("missing.html", 404, languages=languages_of(request))
        over = order.state == "open" and self._now() >= order.expires
        return self._pages.show(
            "pay.html",
            order=order,
            state="over" if over else order.state,
            amount=format_money(order.amount),
            account=_payee(order.account),
            handle=f"{order.account or 'state'}@sample",
            until={
                each: render_moment(format_moment(order.expires), each) for each in ("te", "en")
            },
            paid_on={each: _shown(order.paid_on, each) for each in ("te", "en")},
            returned=format_money(order.returned) if order.returned else "",
            languages=languages_of(request),
            lang=request.query.get("lang", ""),
        )

    async def _act(self, request: web.Request) -> web.StreamResponse:
        refuse_strangers(request)
        order = self._order(request)
        way = str((await request.post()).get("way", ""))
        if way not in WAYS:
            raise web.HTTPBadRequest(text="way is one of " + ", ".join(WAYS))
        self._do(order, way)
        query = {"lang": request.query["lang"]} if "lang" in request.query else {}
        raise web.HTTPSeeOther(request.rel_url.with_query(query))

    def _do(self, order: Order, way: str) -> None:
        if way == "fail":
            if self._book.fail(order):
                self._courier.report(order.report())
        elif way == "late":
            self._pay_late(order)
        elif way == "arrive":
            self._arrive(order)
        elif self._may_pay(order) and self._book.pay(order, self._now()) and way != "never":
            self._courier.report(order.report(), times=2 if way == "twice" else 1)

    def _may_pay(self, order: Order) -> bool:
        return order.state == "open" and self._now() < order.expires

    def _pay_late(self, order: Order) -> None:
        """Let the money arrive when the time is over: soon after the end, or at once where that has passed."""
        left = (order.expires - self._now()).total_seconds()
        if order.state == "cancelled" or (order.state == "open" and left <= 0):
            order.state = "late"
            self._arrive(order)
        elif order.state == "open":
            order.state = "late"
            self._courier.spawn(self._wait(order, left + self._config.late_s))

    async def _wait(self, order: Order, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._arrive(order)

    def _arrive(self, order: Order) -> None:
        if order.state == "late" and self._book.pay(order, self._now()):
            self._courier.report(order.report())


def create_app(config: GatewayConfig, now: Clock) -> web.Application:
    """Return the gateway as an application of its own, to be mounted where `config.public_url` leads."""
    courier = Courier(config)
    app = web.Application()
    app.add_routes(Gateway(config, now, courier).routes())

    async def start(_app: web.Application) -> None:
        await courier.start()

    async def stop(_app: web.Application) -> None:
        await courier.stop()

    app.on_startup.append(start)
    app.on_cleanup.append(stop)
    return app


def _key(request: web.Request) -> str:
    return request.headers.get("Idempotency-Key", "")


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = orjson.loads(await request.read() or b"{}")
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="the body is not a JSON object")
    return body


def _json(tree: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(tree), status=status, content_type="application/json")


@cache
def _names() -> dict[str, dict[str, str]]:
    """Return the names of the accounts in both languages."""
    found: dict[str, dict[str, str]] = orjson.loads(
        (Path(__file__).parent / "accounts.json").read_bytes()
    )
    return found


def _payee(account: str) -> str:
    """Return who is paid; an account without a name is called by its own."""
    name = _names().get(account)
    return f"{name['te']} · {name['en']}" if name else account.replace("_", " ").title()


def _shown(stored: str, language: str) -> str:
    return render_moment(stored, language) if stored else ""
