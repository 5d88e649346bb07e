"""Shows on a worker's `/metrics` what the sender of messages counts, and which of our numbers rest."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from engine.channels.whatsapp.lines import Lines
from engine.channels.whatsapp.tally import Tally
from engine.runtime.doors import Clock


class SendTally(Collector):
    """Asked when the page is read."""

    def __init__(self, tally: Tally, lines: Lines, clock: Clock) -> None:
        self._tally = tally
        self._lines = lines
        self._clock = clock

    def collect(self) -> Iterator[Metric]:
        failed = CounterMetricFamily(
            "mitra_sends_failed", "Messages WhatsApp reported as failed later", labels=["code"]
        )
        for code, count in self._tally.failed.items():
            failed.add_metric([str(code)], count)
        yield failed
        yield CounterMetricFamily(
            "mitra_sends_maybe_doubled",
            "Messages sent again although an earlier try may have arrived",
            value=self._tally.maybe_doubled,
        )
        yield CounterMetricFamily(
            "mitra_sends_paced", "Messages that waited for their turn", value=self._tally.paced
        )
        resting = GaugeMetricFamily(
            "mitra_line_resting", "1: nothing is sent from this number for now", labels=["line"]
        )
        for line in self._lines.all():
            rests = line.gate.shut_for(self._clock.monotonic(), "") > 0
            resting.add_metric([line.name], float(rests))
        yield resting

    def describe(self) -> Iterator[Metric]:
        return iter(())
