"""Inline queries: words typed after the bot's name in any chat, answered at once or never.

Owns that only the newest of a person is answered, and how many people are served. Must not know what is offered. Nothing
typed is stored or logged: a query that is lost costs nothing, as the next letter brings another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.metrics import Metrics
from bot.render import offer
from bot.store.contract import Call
from bot.turns import Voice
from bot.updates import Asked

QUIET = 0.15
"""Seconds without another letter before a query is answered."""
MOST = 256
"""People served at the same time; beyond, a query is let go."""

log = structlog.get_logger(__name__)


async def _pause() -> None:
    await asyncio.sleep(QUIET)


class Inline:
    def __init__(
        self, voice: Voice, send: Callable[[Call], None], metrics: Metrics, *, pause: Callable[[], Awaitable[None]] = _pause
    ) -> None:
        self.username = ""
        self._voice, self._send, self._metrics, self._pause = voice, send, metrics, pause
        self._newest: dict[int, Asked] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def ask(self, asked: Asked) -> None:
        served = asked.user in self._newest
        if not served and len(self._newest) >= MOST:
            return
        self._newest[asked.user] = asked
        if not served:
            task = asyncio.create_task(self._serve(asked.user))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, user: int) -> None:
        try:
            engine = await self._voice.engine()
            seen = None
            while (asked := self._newest[user]) is not seen:
                seen = asked
                await self._pause()
            self._send(offer(asked.query, engine.inline(asked.text), self._voice.wording("en"), self.username))
            self._metrics.update("inline", new=True)
        except Exception as error:
            # Its text may quote what was typed.
            log.error("inline query failed", kind=type(error).__name__)
        finally:
            del self._newest[user]
