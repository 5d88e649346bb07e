"""Counts what this process did and asks the store how things stand, for `/metrics`; numbers only, no person in any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from engine.services.certificates.keys.ending import Role
from engine.services.watch.figures import STATES, Figures, Queue
from engine.wiring.measures import catalogue_families

LETTERS = ("turn", "effect", "status", "arrival")
"""Kinds of dead letters that are always shown, so that an alert sees them appear."""
WEBHOOK_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)

Standing = Callable[[], Figures | None]
"""How things stand in the store, None where it does not answer."""


class Metrics:
    """The counters of one web process. standing, free: asked when the page is read (free: the share of the disk that is);
    catalogue: asked as well: digest and number of services of the one in force; keys: for how many days there are keys to sign, by role.
    """

    def __init__(
        self,
        standing: Standing,
        catalogue: Callable[[], tuple[str, int]] = lambda: ("", 0),
        free: Callable[[], float] = lambda: 1.0,
        keys: Callable[[], Mapping[Role, float]] = dict,
    ) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "mitra_webhook_requests",
            "Webhook posts",
            ["source", "outcome"],
            registry=self._registry,
        )
        self._arrivals = Counter(
            "mitra_arrivals", "What arrived, by kind", ["kind"], registry=self._registry
        )
        self._ignored = Counter(
            "mitra_ignored", "Updates left alone on purpose", ["reason"], registry=self._registry
        )
        self._seconds = Histogram(
            "mitra_webhook_seconds",
            "From the first byte of a webhook to its answer",
            buckets=WEBHOOK_SECONDS,
            registry=self._registry,
        )
        self._registry.register(_Standing(standing, catalogue, free, keys))
        ProcessCollector(registry=self._registry)

    def answered(self, source: str, outcome: str, seconds: float) -> None:
        """Count one webhook post. outcome: `stored`, `forged`, `too_large`, `down`."""
        self._requests.labels(source, outcome).inc()
        self._seconds.observe(seconds)

    def arrived(self, kinds: Mapping[str, int]) -> None:
        """Count arrivals that were stored."""
        for kind, number in kinds.items():
            self._arrivals.labels(kind).inc(number)

    def ignored(self, reasons: Mapping[str, int]) -> None:
        """Count updates that were understood and left alone."""
        for reason, number in reasons.items():
            self._ignored.labels(reason).inc(number)

    def text(self) -> bytes:
        """Return all numbers in the Prometheus text form."""
        return generate_latest(self._registry)


class _Standing(Collector):
    """Asks the store only when somebody reads the page; where it does not answer, only that is told."""

    def __init__(
        self,
        standing: Standing,
        catalogue: Callable[[], tuple[str, int]],
        free: Callable[[], float],
        keys: Callable[[], Mapping[Role, float]],
    ) -> None:
        self._standing = standing
        self._catalogue = catalogue
        self._free = free
        self._keys = keys

    def collect(self) -> Iterator[Metric]:
        figures = self._standing()
        yield GaugeMetricFamily(
            "mitra_store_up", "1: the store answers", value=float(figures is not None)
        )
        yield GaugeMetricFamily(
            "mitra_disk_free_share",
            "Of the disk this machine writes to, 0 to 1",
            value=self._free(),
        )
        yield from catalogue_families(*self._catalogue())
        left = GaugeMetricFamily(
            "mitra_key_days_left",
            "For so many days there are keys to sign with, by what they sign",
            labels=["purpose", "type", "district"],
        )
        for role, days in self._keys().items():
            left.add_metric(role, days)
        yield left
        if figures is not None:
            yield from _families(figures)

    def describe(self) -> Iterator[Metric]:
        return iter(())


def _families(figures: Figures) -> Iterator[Metric]:
    rows = GaugeMetricFamily("mitra_waiting", "Rows waiting, by queue", labels=["queue"])
    oldest = GaugeMetricFamily(
        "mitra_oldest_seconds", "How long the oldest of a queue is overdue", labels=["queue"]
    )
    for name, queue in (
        ("inbox", figures.inbox),
        ("replies", figures.replies),
        ("timers", figures.timers),
        ("log", figures.unlogged),
        ("papers", figures.undrawn),
    ):
        rows.add_metric([name], queue.rows)
        oldest.add_metric([name], queue.oldest_s)
    yield rows
    yield oldest
    yield from _outbox(figures)
    letters = GaugeMetricFamily("mitra_dead_letters", "Open dead letters, by kind", labels=["kind"])
    for kind, count in {**dict.fromkeys(LETTERS, 0), **figures.letters}.items():
        letters.add_metric([kind], count)
    yield letters
    billed = GaugeMetricFamily(
        "mitra_billable_today",
        "Messages of today that WhatsApp bills",
        labels=["service", "category"],
    )
    for labels, messages in figures.billed.items():
        billed.add_metric(labels, messages)
    yield billed
    yield from _help(figures.help)
    yield GaugeMetricFamily(
        "mitra_log_entries", "Lines of the public log of certificates", value=figures.logged
    )
    yield GaugeMetricFamily("mitra_workers", "Workers heard of lately", value=figures.workers)
    if figures.heard_s is not None:
        yield GaugeMetricFamily(
            "mitra_worker_heard_seconds",
            "Since the last sign of life of any worker",
            value=figures.heard_s,
        )


def _help(desks: Mapping[str, tuple[int, int]]) -> Iterator[Metric]:
    waiting = GaugeMetricFamily(
        "mitra_help_waiting", "People whom a help desk is to call", labels=["desk"]
    )
    late = GaugeMetricFamily(
        "mitra_help_overdue", "Those of them who wait longer than they should", labels=["desk"]
    )
    for desk, (people, overdue) in desks.items():
        waiting.add_metric([desk], people)
        late.add_metric([desk], overdue)
    yield waiting
    yield late


def _outbox(figures: Figures) -> Iterator[Metric]:
    rows = GaugeMetricFamily(
        "mitra_outbox", "Open effects, those due later included", labels=["effect", "state"]
    )
    oldest = GaugeMetricFamily(
        "mitra_outbox_oldest_seconds",
        "How long the most overdue effect waits",
        labels=["effect", "state"],
    )
    found = {("Send", state): Queue(0, 0.0) for state in STATES}
    found |= {(each.kind, each.state): each.queue for each in figures.effects}
    for labels, queue in found.items():
        rows.add_metric(labels, queue.rows)
        oldest.add_metric(labels, queue.oldest_s)
    yield rows
    yield oldest
