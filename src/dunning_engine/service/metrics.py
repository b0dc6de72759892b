"""What the service counts, as Prometheus reads it, over all workers.

Labels take few values: the routes there are, the methods of HTTP, codes from the catalogue, policies that are served.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from dunning_engine.service.snapshot import all_revisions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.metrics_core import Metric

    from dunning_engine.service.served import PolicyStore
    from dunning_engine.service.told import Told

CONTENT_TYPE = CONTENT_TYPE_LATEST
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # the variable that names the folder where workers' figures lie
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The figures of one process; where workers share them, what is read is the sum."""

    def __init__(self, store: PolicyStore) -> None:
        own = self._own = CollectorRegistry()
        self._store = store
        self._shared = SHARED in os.environ
        self._requests = Counter(
            "dunning_http_requests", "Requests answered.", ["route", "method", "status"], registry=own
        )
        self._seconds = Histogram(
            "dunning_http_request_duration_seconds",
            "From headers to answer.",
            ["route"],
            registry=own,
            buckets=_SECONDS,
        )
        self.at_work = Gauge(
            "dunning_http_requests_at_work", "Requests being answered.", registry=own, multiprocess_mode="livesum"
        )
        self._turned_away = Counter(
            "dunning_http_requests_turned_away", "Requests not read to their end, by code.", ["code"], registry=own
        )
        self._invoices = Counter("dunning_invoices_decided", "Invoices decided.", ["policy"], registry=own)
        self._actions = Counter("dunning_actions_proposed", "Actions proposed.", ["action"], registry=own)
        self._problems = Counter("dunning_problems", "Problems told, by code.", ["code"], registry=own)
        self._generation = Gauge(
            "dunning_policies_generation",
            "How often policies were loaded; the least of the workers, 0 where one has none.",
            registry=own,
            multiprocess_mode="livemin",
        )
        self._stale = Gauge(
            "dunning_policies_stale",
            "1 where newer files do not pass and older policies are served.",
            registry=own,
            multiprocess_mode="livemax",
        )
        self._loaded = Gauge(
            "dunning_policies_loaded_timestamp_seconds",
            "When the served policies were loaded.",
            registry=own,
            multiprocess_mode="livemin",
        )
        self._policies = _Policies(store)
        own.register(self._policies)

    def read(self) -> bytes:
        """All figures, in Prometheus' text format."""
        if not self._shared:
            return generate_latest(self._own)
        all_of_them = CollectorRegistry()
        MultiProcessCollector(all_of_them)  # type: ignore[no-untyped-call]
        all_of_them.register(self._policies)
        return generate_latest(all_of_them)

    def answered(self, route: str, method: str, status: int, seconds: float, note: Told) -> None:
        """Count an answer and what it told."""
        self._requests.labels(route, method if method in _METHODS else "other", str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        for counter, counts in (
            (self._invoices, note.invoices),
            (self._actions, note.actions),
            (self._problems, note.problems),
        ):
            for label, count in counts.items():
                counter.labels(label).inc(count)

    def turned_away(self, code: str) -> None:
        """Count a request that was not read to its end."""
        self._turned_away.labels(code).inc()

    def policies(self) -> None:
        """Take note of what the store serves now."""
        served = self._store.served
        self._generation.set(0 if served is None else served.generation)
        self._stale.set(self._store.stale)
        self._loaded.set(self._store.loaded_at or 0)


class _Policies(Collector):
    """Which policies are served, each revision with its digest."""

    def __init__(self, store: PolicyStore) -> None:
        self._store = store

    def collect(self) -> Iterator[Metric]:
        family = GaugeMetricFamily(
            "dunning_policies_info", "The policies served, always 1.", labels=["policy", "revision", "digest"]
        )
        served = self._store.served
        for one in () if served is None else all_revisions(served.policies):
            family.add_metric([one.name, one.applies_from.isoformat(), one.digest], 1)
        yield family
