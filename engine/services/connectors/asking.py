"""Asks one department system one thing: sends, reads, tries again where that does no harm, and gives up in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.language.model.connector import Connector, Operation
from engine.runtime.doors import Clock, Http, HttpReply, Scheduler
from engine.services.connectors.breaker import Breaker
from engine.services.connectors.databases import Databases
from engine.services.connectors.files import check_files
from engine.services.connectors.remembering import Memory
from engine.services.connectors.reply import Answer, Unfit, read
from engine.services.connectors.request import NotConfigured, address_of, build

PAUSES = (0.2, 0.8)
"""Seconds before the second and the third try. All tries together take no longer than the operation's timeout."""

REFUSED_WHOLE = frozenset({429, 503})
"""Statuses by which a system says that it has not even looked: https://www.rfc-editor.org/rfc/rfc9110#name-503-service-unavailable"""

SERVER_ERROR = 500


class Unanswered(Exception):
    """No usable answer. lost: the system may have done what it was asked; resting: it was not asked at all."""

    def __init__(self, why: str, *, lost: bool = False, resting: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.lost = lost
        self.resting = resting


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whom. key: the same at every try; unsure: an earlier try may have been heard."""

    connector: Connector
    operation: Operation
    needs: Mapping[str, Any]
    key: str
    unsure: bool = False

    @property
    def may_repeat(self) -> bool:
        """Return whether asking twice does no harm, even when the first was heard."""
        return self.operation.key or not self.operation.writes

    @property
    def lookup(self) -> Question | None:
        """Return the question that tells what became of this one, where the connector declares it."""
        name = self.operation.lookup
        if name is None:
            return None
        operation = self.connector.operations[name.text]
        needs = {need: self.needs.get(need) for need in operation.needs}
        return Question(self.connector, operation, needs, self.key)


def _untold(_system: str, _outcome: str, _seconds: float) -> None:
    """Count nothing."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks, with a breaker for each system. addresses: base address by setting name; told: of each question's connector, its outcome
    (`unanswered`, `resting` and `remembered` beside the operation's own) and how many seconds it took.
    """

    http: Http
    databases: Databases
    addresses: Mapping[str, str]
    clock: Clock
    scheduler: Scheduler
    memory: Memory
    breakers: defaultdict[str, Breaker] = field(default_factory=lambda: defaultdict(Breaker))
    told: Callable[[str, str, float], None] = _untold

    def troubled(self) -> frozenset[str]:
        """Return the systems that do not answer just now, as `power` or `power/spdcl`."""
        now = self.clock.monotonic()
        return frozenset(name for name, each in self.breakers.items() if each.is_troubled(now))

    async def ask(self, question: Question) -> Answer:
        """Return the answer. Raises Unanswered; `lost` then says that it must not be asked again blindly."""
        started, outcome = self.clock.monotonic(), "unanswered"
        known = self.memory.recall(question.operation, question.needs, started)
        if known is not None:
            self.told(question.connector.id, "remembered", 0.0)
            return known
        try:
            answer = await self._ask(question)
            outcome = answer.outcome
        except Unanswered as trouble:
            outcome = "resting" if trouble.resting else outcome
            raise
        finally:
            self.told(question.connector.id, outcome, self.clock.monotonic() - started)
        self.memory.keep(question.operation, question.needs, answer, self.clock.monotonic())
        return answer

    async def _ask(self, question: Question) -> Answer:
        if question.unsure and not question.may_repeat:
            known = await self._look_up(question)
            if known is not None:
                return known
        return await self._try(question)

    async def _try(self, question: Question) -> Answer:
        deadline = self.clock.monotonic() + question.operation.timeout_s
        for pause in (*PAUSES, None):
            try:
                return await self._once(question, deadline)
            except Unanswered as trouble:
                if trouble.lost and not question.may_repeat:
                    known = await self._look_up(question)
                    if known is not None:
                        return known
                if trouble.resting or pause is None or self.clock.monotonic() + pause >= deadline:
                    trouble.lost = trouble.lost and question.may_repeat
                    raise
            await self.scheduler.sleep(pause)
        raise AssertionError

    async def _look_up(self, question: Question) -> Answer | None:
        """Return what became of a question, or None where it was never heard. Raises Unanswered, as lost, when that cannot be known."""
        lookup = question.lookup
        if lookup is None:
            message = "no answer, and nothing tells whether it was done"
            raise Unanswered(message, lost=True)
        try:
            answer = await self._try(lookup)
        except Unanswered as trouble:
            raise Unanswered(trouble.why, lost=True) from trouble
        return answer if answer.outcome in question.operation.outcome_names() else None

    async def _once(self, question: Question, deadline: float) -> Answer:
        try:
            address_of(question.connector, question.needs, self.addresses)
        except NotConfigured as trouble:
            message = f"no address: {trouble}"
            raise Unanswered(message, resting=True) from trouble
        breaker = self.breakers[_system(question)]
        if not breaker.allows(self.clock.monotonic()):
            message = f"{_system(question)} is left in peace"
            raise Unanswered(message, resting=True)
        left = max(0.001, deadline - self.clock.monotonic())
        try:
            reply = await self._send(question, left)
        except (TimeoutError, ConnectionError) as trouble:
            breaker.failed(self.clock.monotonic())
            raise Unanswered(
                f"no answer: {trouble}", lost=isinstance(trouble, TimeoutError)
            ) from trouble
        return self._read(question.operation, reply, breaker)

    async def _send(self, question: Question, left_s: float) -> HttpReply:
        """Send the request, or put the statement to the database. Raises TimeoutError, ConnectionError."""
        connector, operation, needs = question.connector, question.operation, question.needs
        if operation.statement:
            address = address_of(connector, needs, self.addresses)
            return await self.databases.ask(address, operation, needs, left_s)
        request = build(connector, operation, needs, self.addresses, question.key)
        return await self.http.request(
            request.method, request.url, request.headers, request.body, left_s
        )

    def _read(self, operation: Operation, reply: HttpReply, breaker: Breaker) -> Answer:
        """Return what the reply says. Nonsense is no reason to leave a system in peace: it answers, and quickly."""
        try:
            answer = read(operation, reply.status, reply.body)
            check_files(answer)
        except Unfit as trouble:
            if reply.status >= SERVER_ERROR or reply.status in REFUSED_WHOLE:
                breaker.failed(self.clock.monotonic())
            else:
                breaker.succeeded()
            raise Unanswered(str(trouble), lost=reply.status not in REFUSED_WHOLE) from trouble
        breaker.succeeded()
        return answer


def _system(question: Question) -> str:
    """Return the name of one machine room: a connector, or one of its routes."""
    connector = question.connector
    route = question.needs.get(connector.routed_by) if connector.routed_by else ""
    return f"{connector.id}/{route}" if route else connector.id
