"""What is counted, for Prometheus. Nothing of a student: labels are kinds of things, each from a short list.

Owns names and labels. Must not know what is done with a count. Without METRICS_PORT nothing is counted at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.contract import Backlog

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

MOST_VALUES = 64
"""Values a label may take; a 65th is "other"."""


class Metrics:
    """Counts nothing: the default."""

    def update(self, kind: str, *, new: bool) -> None: ...
    def set_aside(self) -> None: ...
    def unstored(self) -> None: ...
    def turn(self, flow: str, intent: str, seconds: float, waited: float) -> None: ...
    def failed(self) -> None: ...
    def reply(self, method: str) -> None: ...
    def retry(self, why: str) -> None: ...
    def given_up(self) -> None: ...
    def backlog(self, backlog: Backlog) -> None: ...


class Prometheus(Metrics):
    def __init__(self, registry: CollectorRegistry) -> None:
        from prometheus_client import Counter, Gauge, Histogram

        self._updates = Counter("signpost_updates", "Updates by kind; a repeat was known already", ["kind", "repeat"], registry=registry)
        self._set_aside = Counter("signpost_updates_set_aside", "Updates that could not be read", registry=registry)
        self._unstored = Counter("signpost_updates_unstored", "Updates that Telegram was asked to keep", registry=registry)
        self._turns = Counter("signpost_turns", "Turns by flow and intent", ["flow", "intent"], registry=registry)
        self._fallbacks = Counter("signpost_fallbacks", "Texts that were not understood", registry=registry)
        self._failed = Counter("signpost_turns_failed", "Turns that raised", registry=registry)
        buckets = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
        self._seconds = Histogram("signpost_turn_seconds", "Thinking and wording", buckets=buckets, registry=registry)
        self._waited = Histogram(
            "signpost_wait_seconds",
            "From being written to being answered",
            buckets=(0.1, 0.5, 1, 2, 5, 15, 60, 600, 3600),
            registry=registry,
        )
        self._replies = Counter("signpost_replies", "Replies sent, by method", ["method"], registry=registry)
        self._retries = Counter("signpost_retries", "Sendings to be repeated, by reason", ["why"], registry=registry)
        self._given_up = Counter("signpost_replies_given_up", "Replies that could not be delivered", registry=registry)
        self._waiting = Gauge("signpost_backlog_updates", "Updates stored and not answered", registry=registry)
        self._unsent = Gauge("signpost_backlog_replies", "Replies stored and not sent", registry=registry)
        self._seen: dict[str, set[str]] = {"flow": set(), "intent": set()}

    def update(self, kind: str, *, new: bool) -> None:
        self._updates.labels(kind, "no" if new else "yes").inc()

    def set_aside(self) -> None:
        self._set_aside.inc()

    def unstored(self) -> None:
        self._unstored.inc()

    def turn(self, flow: str, intent: str, seconds: float, waited: float) -> None:
        self._turns.labels(self._bounded("flow", flow), self._bounded("intent", intent)).inc()
        self._seconds.observe(seconds)
        self._waited.observe(max(0.0, waited))
        if intent == "fallback":
            self._fallbacks.inc()

    def failed(self) -> None:
        self._failed.inc()

    def reply(self, method: str) -> None:
        self._replies.labels(method).inc()

    def retry(self, why: str) -> None:
        self._retries.labels(why).inc()

    def given_up(self) -> None:
        self._given_up.inc()

    def backlog(self, backlog: Backlog) -> None:
        self._waiting.set(backlog.waiting)
        self._unsent.set(backlog.unsent)

    def _bounded(self, label: str, value: str) -> str:
        seen = self._seen[label]
        if value not in seen:
            if len(seen) >= MOST_VALUES:
                return "other"
            seen.add(value)
        return value
