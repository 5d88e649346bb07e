"""Carries webhooks to the business: signed, in order for each phone, repeated until it says 200."""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
from collections import deque
from collections.abc import Coroutine

import aiohttp

from engine.sandbox.whatsapp.updates import Envelope, Update
from engine.sandbox.whatsapp.world import World

ANSWER_SECONDS = 20.0
log = logging.getLogger(__name__)


class Courier:
    """A lane of updates for each phone; up to `webhook_lanes` posts are under way at once.

    While a lane's updates are under way the lane is closed, so nothing overtakes. Lanes with news
    share one body of up to `webhook_batch` updates, as the platform does under load.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._config = world.config
        self._key = world.config.app_secret.encode()
        self._envelope = Envelope(world.config)
        self._lanes: dict[str, deque[Update]] = {}
        self._ready: deque[str] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._workers = 0
        self._session: aiohttp.ClientSession
        self.verified = False

    async def start(self) -> None:
        """Open the connection pool and ask the business to confirm its address."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        self._session = aiohttp.ClientSession(
            timeout=timeout, connector=aiohttp.TCPConnector(limit=0)
        )
        if self._config.callback_url:
            self._spawn(self._verify())

    async def stop(self) -> None:
        """Stop posting; what was not delivered dies with the pretend world."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def offer(self, update: Update) -> None:
        """Queue an update behind the earlier ones of the same phone."""
        number = update.phone.number
        lane = self._lanes.get(number)
        if lane is None:
            self._lanes[number] = deque((update,))
            self._ready.append(number)
        else:
            lane.append(update)
        self._wake()

    @property
    def waiting(self) -> int:
        """How many updates the business has not confirmed yet, those under way not counted."""
        return sum(map(len, self._lanes.values()))

    def _wake(self) -> None:
        if self.verified and self._ready and self._workers < self._config.webhook_lanes:
            self._workers += 1
            self._spawn(self._work())

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _verify(self) -> None:
        """Repeat the platform's handshake until the business echoes the challenge."""
        pause = self._config.retry_first_seconds
        while not await self._handshake():
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._config.retry_longest_seconds)
        self.verified = True
        for _ in range(min(len(self._ready), self._config.webhook_lanes)):
            self._wake()

    async def _handshake(self) -> bool:
        challenge = str(secrets.randbelow(10**9))
        asked = {
            "hub.mode": "subscribe",
            "hub.challenge": challenge,
            "hub.verify_token": self._config.verify_token,
        }
        try:
            async with self._session.get(self._config.callback_url, params=asked) as answer:
                return answer.status == 200 and await answer.text() == challenge
        except (aiohttp.ClientError, TimeoutError, UnicodeDecodeError):
            return False

    async def _work(self) -> None:
        try:
            while self._ready:
                await self._carry_one()
        finally:
            self._workers -= 1

    async def _carry_one(self) -> None:
        """Deliver one body, then open its lanes again."""
        numbers, updates = self._collect()
        if self._world.switches.disorder:
            updates.sort(key=lambda update: update.is_status or -update.entry.n)
        await self._deliver(self._envelope.join(updates))
        for update in updates:
            if not update.is_status:
                update.phone.mark(update.entry, "delivered")
        for number in numbers:
            if self._lanes[number]:
                self._ready.append(number)
            else:
                del self._lanes[number]

    def _collect(self) -> tuple[list[str], list[Update]]:
        """Take updates from ready lanes until one body is full; a started lane stays closed."""
        numbers: list[str] = []
        updates: list[Update] = []
        room = self._world.switches.batch or self._config.webhook_batch
        while self._ready and room > 0:
            number = self._ready.popleft()
            lane = self._lanes[number]
            numbers.append(number)
            while lane and room > 0:
                updates.append(lane.popleft())
                room -= 1
        return numbers, updates

    async def _deliver(self, body: bytes) -> None:
        """Post one body, again and again with growing pauses, until the answer is 200."""
        figures = self._world.figures
        if self._world.switches.delay_seconds:
            await asyncio.sleep(self._world.switches.delay_seconds)
        signature = "sha256=" + hmac.digest(self._key, body, "sha256").hex()
        pause = self._config.retry_first_seconds
        while True:
            posts = [self._post(body, signature)]
            if self._world.switches.duplicates:
                posts.append(self._post(body, signature))
            if any(await asyncio.gather(*posts)):
                figures.counts["webhooks_delivered"] += 1
                return
            figures.counts["webhooks_failed"] += 1
            log.info("webhook not accepted, next try in %.2f s", pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._config.retry_longest_seconds)

    async def _post(self, body: bytes, signature: str) -> bool:
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature}
        try:
            url = self._config.callback_url
            async with self._session.post(url, data=body, headers=headers) as answer:
                await answer.read()
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False
