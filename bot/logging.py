"""Logs for the operator: what happened, never what was written, never a secret.

Owns the format and the redaction. Must not know what is logged.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"\d{3,}:[\w-]{30,}", re.ASCII)
HIDDEN = "(token)"


class Redact:
    """Takes tokens, and whatever else is secret, out of a finished line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return _TOKEN.sub(HIDDEN, text)


def without_words(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its type and place: its text may quote a student, as pydantic's does."""
    if error := _error(event.pop("exc_info", None)):
        event["error"] = " from ".join(_chain(error))
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)][-8:]
    return event


def hand_over(logger: Any, method: str, event: MutableMapping[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """To the standard library, with the exception itself: the formatter leaves it out, Sentry reads its type and place there."""
    error = _error(event.get("exc_info"))
    arguments, options = structlog.stdlib.ProcessorFormatter.wrap_for_formatter(logger, method, without_words(logger, method, event))
    return arguments, {**options, "exc_info": error}


def _error(given: Any) -> BaseException | None:
    """Of whatever may stand for it in a call: an exception, True for the one at hand, the interpreter's three."""
    if given is True:
        given = sys.exc_info()
    if isinstance(given, tuple):
        given = given[1]
    return given if isinstance(given, BaseException) else None


def _chain(error: BaseException) -> Iterable[str]:
    seen: BaseException | None = error
    for _ in range(5):
        if seen is None:
            return
        yield f"{type(seen).__module__}.{type(seen).__qualname__}"
        seen = seen.__cause__


def configure(level: str, style: str, secrets: Iterable[str]) -> None:
    """structlog and the standard library's loggers, to one stream with one format."""
    redact = Redact(secrets)
    last: Any = structlog.processors.JSONRenderer() if style == "json" else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())

    def finish(logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
        return redact(str(last(logger, method, event)))

    shared: list[Any] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, hand_over],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, without_words],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, finish],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    # Libraries log what they send and receive on DEBUG, words and addresses alike: their level is not ours.
    logging.getLogger("bot").setLevel(level)
    logging.getLogger("telegram").setLevel(logging.WARNING)
