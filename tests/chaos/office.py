"""A pretend office and a pretend gateway that remember every key they were asked under, and by whom."""

from __future__ import annotations

import asyncio
import hmac
import random
from collections import defaultdict
from datetime import UTC, datetime

import aiohttp
import orjson
from aiohttp import web

PAYMENTS_SECRET = "sandbox-payments-secret"
PRICE = 4500


class Office:
    """Everything done, by what it was done for: more than one key for one number means that an effect was doubled."""

    def __init__(self, report_to: str, seed: int) -> None:
        self.holds: defaultdict[str, set[str]] = defaultdict(set)
        self.settled: defaultdict[str, set[str]] = defaultdict(set)
        self.entries: defaultdict[str, set[str]] = defaultdict(set)
        self.paid_for: defaultdict[str, set[str]] = defaultdict(set)
        self.orders: dict[str, dict[str, object]] = {}
        self.released = 0
        self.refunds = 0
        self._report_to = report_to
        self._chance = random.Random(seed)
        self._reports: set[asyncio.Task[None]] = set()
        self._http: aiohttp.ClientSession

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.post("/office/holds", self._hold),
                web.post("/office/holds/{hold}/settle", self._settle),
                web.post("/office/holds/{hold}/release", self._release),
                web.post("/office/entries", self._enter),
                web.post("/payments/orders", self._order),
                web.get("/payments/orders/{reference}", self._look_up),
                web.post("/payments/orders/{reference}/cancel", self._look_up),
                web.post("/payments/refunds", self._refund),
            ]
        )
        app.on_startup.append(self._start)
        app.on_cleanup.append(self._stop)
        return app

    def doubled(self) -> list[str]:
        """Return every number for which something was done under two keys, or paid twice."""
        things = {
            "held": self.holds,
            "settled": self.settled,
            "entered": self.entries,
            "paid": self.paid_for,
        }
        return [
            f"{name}: {what} {len(keys)} times"
            for what, kept in things.items()
            for name, keys in kept.items()
            if len(keys) > 1
        ]

    async def _start(self, _app: web.Application) -> None:
        self._http = aiohttp.ClientSession()

    async def _stop(self, _app: web.Application) -> None:
        for task in self._reports:
            task.cancel()
        await asyncio.gather(*self._reports, return_exceptions=True)
        await self._http.close()

    # -- the office ---------------------------------------------------------------------------------------------------

    async def _hold(self, request: web.Request) -> web.Response:
        number = (await request.json())["number"]
        self.holds[number].add(_key(request))
        await self._think()
        return web.json_response({"hold": f"H-{number}", "price": PRICE}, status=201)

    async def _settle(self, request: web.Request) -> web.Response:
        self.settled[request.match_info["hold"]].add(_key(request))
        await self._think()
        return web.json_response({})

    async def _release(self, request: web.Request) -> web.Response:
        self.released += 1
        return web.json_response({})

    async def _enter(self, request: web.Request) -> web.Response:
        told = await request.json()
        self.entries[told["number"]].add(_key(request))
        self.paid_for[told["number"]].add(told["reference"])
        await self._think()
        return web.json_response({"entry": f"E-{told['number']}"}, status=201)

    # -- the gateway --------------------------------------------------------------------------------------------------

    async def _order(self, request: web.Request) -> web.Response:
        told = await request.json()
        reference = f"PAY-{_key(request).replace('/', '-')}"
        if reference not in self.orders:
            url = f"http://127.0.0.1/pay/{reference}"
            order = {"reference": reference, "url": url, "state": "open", "amount": told["amount"]}
            self.orders[reference] = order
            task = asyncio.create_task(self._pay(reference))
            self._reports.add(task)
            task.add_done_callback(self._reports.discard)
        await self._think()
        return web.json_response(self.orders[reference])

    async def _look_up(self, request: web.Request) -> web.Response:
        return web.json_response(self.orders[request.match_info["reference"]])

    async def _refund(self, _request: web.Request) -> web.Response:
        self.refunds += 1
        return web.json_response({"accepted": True})

    async def _pay(self, reference: str) -> None:
        """Pay after a moment, and report until somebody says 200; now and then report twice."""
        await asyncio.sleep(self._chance.uniform(0.05, 0.4))
        order = self.orders[reference]
        order["state"], order["paid_on"] = "paid", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        body = orjson.dumps({"reference": reference, "state": "paid"})
        signature = "sha256=" + hmac.new(PAYMENTS_SECRET.encode(), body, "sha256").hexdigest()
        for _ in range(2 if self._chance.random() < 0.1 else 1):
            while not await self._report(body, signature):
                await asyncio.sleep(0.2)

    async def _report(self, body: bytes, signature: str) -> bool:
        try:
            async with self._http.post(
                self._report_to, data=body, headers={"X-Signature-256": signature}
            ) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _think(self) -> None:
        """Answer a little later, so that a kill can fall between the deed and its answer."""
        await asyncio.sleep(self._chance.uniform(0, 0.03))


def _key(request: web.Request) -> str:
    key = request.headers["Idempotency-Key"]
    assert key
    return key
