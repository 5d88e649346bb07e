"""Carries the pretend gateway's reports to the business: signed, and again and again until somebody says 200."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Coroutine
from typing import Any

import aiohttp
import orjson

from engine.sandbox.payments.config import GatewayConfig

ANSWER_S = 10.0
log = logging.getLogger(__name__)


class Courier:
    """Sends each report on its own; what was not delivered dies with the sandbox."""

    def __init__(self, config: GatewayConfig) -> None:
        self._config = config
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession

    async def start(self) -> None:
        """Open the connection pool."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_S))

    async def stop(self) -> None:
        """Stop sending."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def report(self, body: dict[str, Any], times: int = 1) -> None:
        """Send a report, `times` one after the other."""
        raw = orjson.dumps(body)
        self.spawn(self._deliver(raw, times))

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Do something beside answering; it ends with the sandbox."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, raw: bytes, times: int) -> None:
        for _ in range(times):
            wait = self._config.retry_first_s
            while not await self._post(raw):
                await asyncio.sleep(wait)
                wait = min(self._config.retry_longest_s, wait * 2)

    async def _post(self, raw: bytes) -> bool:
        digest = hmac.new(self._config.secret.encode(), raw, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            self._config.signature_header: f"sha256={digest}",
        }
        url = f"{self._config.callback_base}/webhook/payments/sandbox"
        try:
            async with self._session.post(url, data=raw, headers=headers) as response:
                if response.status != 200:
                    log.warning("a payment report was answered with %s", response.status)
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False
