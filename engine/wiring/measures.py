"""Counts what a worker does, for its `/metrics`: turns, deliveries, sends, calls. Numbers and declared names, no person in any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from engine.channels.whatsapp.client import (
    Accepted,
    Account,
    Connections,
    GraphClient,
    Refused,
    Trouble,
)
from engine.channels.whatsapp.outbound import Json
from engine.domain.effect import Issue, Send
from engine.domain.event import Event
from engine.domain.session import Conversation, Session
from engine.interpreter.dialogue import Turn
from engine.interpreter.directory import Directory
from engine.runtime.doors import Clock
from engine.runtime.ports import Dead, Done, Handler, Job, Result, Retry, Unknown
from engine.runtime.turns import TakeTurn

TURN_SECONDS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01, 0.1, 1.0)
REPLY_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 600.0)
CALL_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
OUTCOMES: Mapping[type, str] = {Done: "done", Retry: "retry", Dead: "dead", Unknown: "unknown"}


class Measures:
    """The counters of one worker process; those met at every turn are looked up once for each set of labels."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.registry = registry = CollectorRegistry()
        self._turns = cache(
            Counter("mitra_turns", "Turns taken", ["event"], registry=registry).labels
        )
        self._turn_seconds = Histogram(
            "mitra_turn_seconds", "Work of one turn", buckets=TURN_SECONDS, registry=registry
        )
        about = "Tries to perform an effect"
        self._deliveries = cache(
            Counter("mitra_deliveries", about, ["effect", "outcome"], registry=registry).labels
        )
        about = "From the turn that said something until WhatsApp took it"
        self._reply_seconds = Histogram(
            "mitra_reply_seconds", about, buckets=REPLY_SECONDS, registry=registry
        )
        about = "Messages handed to WhatsApp; code: the platform's error code"
        self._sends = cache(
            Counter("mitra_sends", about, ["outcome", "code"], registry=registry).labels
        )
        self._calls = Counter(
            "mitra_connector_calls",
            "Questions to departments",
            ["system", "outcome"],
            registry=registry,
        )
        self._call_seconds = Histogram(
            "mitra_connector_seconds",
            "From a question to its answer, repetitions included",
            ["system"],
            buckets=CALL_SECONDS,
            registry=registry,
        )
        self._certificates = Counter(
            "mitra_certificates_issued", "Certificates issued", ["kind"], registry=registry
        )
        ProcessCollector(registry=registry)

    # -- where things are done ---------------------------------------------------------------------------------------

    def turns(self, take_turn: TakeTurn) -> TakeTurn:
        """Return the same reducer, its turns counted and timed."""
        return _Timed(take_turn, self)

    def taken(self, event: Event, seconds: float) -> None:
        """Count one turn."""
        self._turns(type(event).__name__).inc()
        self._turn_seconds.observe(seconds)

    def handlers(self, handlers: Mapping[type, Handler]) -> Mapping[type, Handler]:
        """Return the same handlers, their results counted."""
        return {effect: _Measured(handler, self) for effect, handler in handlers.items()}

    def delivered(self, job: Job, result: Result) -> None:
        """Count one try. What an effect has become is only known when it is done."""
        outcome = OUTCOMES[type(result)]
        self._deliveries(type(job.effect).__name__, outcome).inc()
        if not isinstance(result, Done):
            return
        if isinstance(job.effect, Send):
            waited = (self.clock.now() - job.made).total_seconds()
            self._reply_seconds.observe(max(0.0, waited))
        elif isinstance(job.effect, Issue):
            self._certificates.labels(job.effect.type).inc()

    def raised(self, job: Job) -> None:
        """Count a try that ended in an exception: a bug of ours."""
        self._deliveries(type(job.effect).__name__, "raised").inc()

    def sent(self, answer: object) -> None:
        """Count the platform's answer to a message."""
        code = answer.code if isinstance(answer, Refused) else None
        outcome = "accepted" if isinstance(answer, Accepted) else type(answer).__name__.lower()
        self._sends(outcome, str(code or "")).inc()

    def asked(self, system: str, outcome: str, seconds: float) -> None:
        """Count a question to a department. outcome: one of the operation's, `unanswered`, `resting`, or `remembered` (not asked)."""
        self._calls.labels(system, outcome).inc()
        if outcome != "remembered":
            self._call_seconds.labels(system).observe(seconds)

    def watch_log(self, forked: Callable[[], bool]) -> None:
        """Show whether the public log's files are not the ones that were signed."""
        about = "1: the log's files in the database are not those that were signed; nothing more is issued"
        Gauge("mitra_log_forked", about, registry=self.registry).set_function(
            lambda: float(forked())
        )

    def watch(
        self, breakers: Callable[[], Mapping[str, bool]], catalogue: Callable[[], tuple[str, int]]
    ) -> None:
        """Show further facts, asked when the page is read. breakers: whether each is open; catalogue: its digest, and services."""
        self.registry.register(_State(breakers, catalogue))


@dataclass(frozen=True, slots=True)
class _Timed:
    take_turn: TakeTurn
    measures: Measures

    def __call__(
        self,
        directory: Directory,
        conversation: Conversation,
        sessions: Mapping[str, Session],
        event: Event,
        now: datetime,
        new_id: str,
    ) -> Turn:
        clock = self.measures.clock
        started = clock.monotonic()
        turn = self.take_turn(directory, conversation, sessions, event, now, new_id)
        self.measures.taken(event, clock.monotonic() - started)
        return turn


@dataclass(frozen=True, slots=True)
class _Measured:
    handler: Handler
    measures: Measures

    async def deliver(self, job: Job) -> Result:
        try:
            result = await self.handler.deliver(job)
        except Exception:
            self.measures.raised(job)
            raise
        self.measures.delivered(job, result)
        return result


class CountedClient(GraphClient):
    """A number's side of the Graph API, every answer to a message told to `told`."""

    def __init__(
        self, account: Account, connections: Connections, told: Callable[[object], None]
    ) -> None:
        super().__init__(account, connections)
        self._told = told

    async def send(self, body: Json) -> Accepted | Trouble:
        answer = await super().send(body)
        self._told(answer)
        return answer


class _State(Collector):
    """How things stand in this process."""

    def __init__(
        self, breakers: Callable[[], Mapping[str, bool]], catalogue: Callable[[], tuple[str, int]]
    ) -> None:
        self._breakers = breakers
        self._catalogue = catalogue

    def collect(self) -> Iterator[Metric]:
        breakers = GaugeMetricFamily(
            "mitra_breaker_open", "1: the system is being left in peace", labels=["system"]
        )
        for system, is_open in self._breakers().items():
            breakers.add_metric([system], float(is_open))
        yield breakers
        yield from catalogue_families(*self._catalogue())

    def describe(self) -> Iterator[Metric]:
        return iter(())


def catalogue_families(digest: str, services: int) -> Iterator[Metric]:
    """Yield which catalogue is in force, the same in web and worker."""
    info = GaugeMetricFamily(
        "mitra_catalogue_info", "1 for the catalogue in force", labels=["digest"]
    )
    info.add_metric([digest], 1)
    yield info
    yield GaugeMetricFamily("mitra_catalogue_services", "Services in force", value=services)
