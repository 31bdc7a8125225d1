"""Sentry, where SENTRY_DSN asks for it: errors by type and place, with nothing a student wrote.

Owns what leaves the machine. Must not know anything else of the process.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.logging import Redact
from bot.settings import SettingsError


def watch(dsn: str, secrets: Iterable[str]) -> None:
    try:
        import sentry_sdk
    except ImportError:
        raise SettingsError("SENTRY_DSN is set, but sentry-sdk is not installed: pip install 'signpost[sentry]'") from None
    redact = Redact(secrets)
    sentry_sdk.init(
        dsn=dsn,
        before_send=lambda event, hint: scrub(event, redact),
        include_local_variables=False,
        send_default_pii=False,
        max_breadcrumbs=0,
        trace_propagation_targets=[],  # else each request to Telegram carries headers of Sentry's
        default_integrations=True,
    )


def scrub(event: Any, redact: Redact) -> Any:
    """Keep types and places. The text of an exception may quote a student; so may anything attached."""
    for name in ("message", "logentry", "request", "user", "extra", "breadcrumbs", "contexts"):
        event.pop(name, None)
    for exception in event.get("exception", {}).get("values", ()):
        exception["value"] = ""
        for frame in exception.get("stacktrace", {}).get("frames", ()):
            for name in ("vars", "pre_context", "context_line", "post_context"):
                frame.pop(name, None)
    for name in ("transaction", "server_name"):
        if isinstance(event.get(name), str):
            event[name] = redact(event[name])
    return event
