"""Counts what this process did, for `/metrics`; numbers only, no person in any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector

WEBHOOK_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """The counters of one process. depth: how much is waiting, by queue; asked when the page is read."""

    def __init__(self, depth: Callable[[], Mapping[str, int]]) -> None:
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
        self._registry.register(_Waiting(depth))

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


class _Waiting(Collector):
    """Asks the queues only when somebody reads the page; a queue that cannot be asked is left out."""

    def __init__(self, depth: Callable[[], Mapping[str, int]]) -> None:
        self._depth = depth

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = GaugeMetricFamily("mitra_waiting", "Rows waiting, by queue", labels=["queue"])
        for queue, rows in self._depth().items():
            family.add_metric([queue], rows)
        yield family

    def describe(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("mitra_waiting", "Rows waiting, by queue", labels=["queue"])
