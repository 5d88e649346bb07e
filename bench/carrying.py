"""The platform's post office: what citizens write and how far messages have come, brought to our webhook in signed bodies."""

from __future__ import annotations

import asyncio
import hmac
import random
import time
from collections import deque

from bench import shapes
from bench.lines import HookLine
from bench.load import Ack, Load, Seen
from bench.shapes import Update

TICK_S = 0.002


class Carrier:
    """What waits to be carried, and who carries it. hook: where webhooks go, as (host, port, path)."""

    def __init__(
        self,
        load: Load,
        hook: tuple[str, int, str],
        secret: str,
        seen: Seen,
        chance: random.Random,
    ) -> None:
        self._load, self._hook, self._seen, self._chance = load, hook, seen, chance
        self._secret = secret.encode()
        self._updates: deque[Update] = deque()
        self._idle: list[asyncio.Future[None]] = []
        self._filling = True
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to carry."""
        posts = self._load.posts
        carrying = [self._post() for _ in range(posts)] if posts else [self._gather()]
        self._tasks = [asyncio.create_task(each) for each in carrying]

    def finish(self) -> None:
        """Carry what is left without waiting for more."""
        self._filling = False

    async def close(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def holds(self) -> int:
        """Return how many updates still wait."""
        return len(self._updates)

    def offer(self, update: Update) -> None:
        """Take something to be carried."""
        self._updates.append(update)
        if self._idle:
            waiting = self._idle.pop()
            if not waiting.done():
                waiting.set_result(None)

    async def _post(self) -> None:
        """Carry updates, a body at a time; a body that is not answered 200 is carried again."""
        line = HookLine(*self._hook)
        try:
            while True:
                if self._updates:
                    await self._carry(line, self._take(self._load.batch), time.perf_counter())
                    continue
                waiting = asyncio.get_running_loop().create_future()
                self._idle.append(waiting)
                await waiting
        finally:
            line.close()

    async def _gather(self) -> None:
        """Carry bodies as they fill, on as many lines as it takes."""
        free: list[HookLine] = []
        try:
            async with asyncio.TaskGroup() as under_way:
                while True:
                    size = int(self._load.batch ** self._chance.random())
                    while len(self._updates) < (size if self._filling else 1):
                        await asyncio.sleep(TICK_S)
                    taken, moment = self._take(size), time.perf_counter()
                    under_way.create_task(self._carry_alone(free, taken, moment))
                    await asyncio.sleep(0)
        finally:
            for line in free:
                line.close()

    async def _carry_alone(self, free: list[HookLine], taken: list[Update], moment: float) -> None:
        line = free.pop() if free else HookLine(*self._hook)
        try:
            await self._carry(line, taken, moment)
        finally:
            free.append(line)

    def _take(self, most: int) -> list[Update]:
        """Return the updates of one body; two messages of one citizen written together never travel side by side."""
        waiting = self._updates
        taken = [waiting.popleft() for _ in range(min(most, len(waiting)))]
        while waiting and waiting[0].writer and waiting[0].writer == taken[-1].writer:
            taken.append(waiting.popleft())
        return taken

    async def _carry(self, line: HookLine, taken: list[Update], moment: float) -> None:
        body = shapes.body(taken)
        signature = "sha256=" + hmac.digest(self._secret, body, "sha256").hex()
        await self._deliver(line, body, signature)
        now = time.perf_counter()
        self._seen.acks.append(Ack(now, now - moment, len(taken)))
        if self._chance.random() < self._load.again:
            self._seen.counts["webhooks_again"] += 1
            await self._deliver(line, body, signature)

    async def _deliver(self, line: HookLine, body: bytes, signature: str) -> None:
        while (status := await line.post(body, signature)) != 200:
            self._seen.statuses.add(status)
            self._seen.counts["webhooks_refused"] += 1
            await asyncio.sleep(0.1)
        self._seen.statuses.add(200)
        self._seen.counts["webhooks"] += 1
