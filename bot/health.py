"""Is the process alive, and fit to serve? /healthz, /readyz and /metrics.

Owns the criteria. Must not know how the store or Telegram is reached.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from bot.inbox import Inbox
from bot.store.contract import Store, StoreError

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

SMALL_BACKLOG = 1_000
"""Updates waiting, beyond which no more should be sent here."""
ASK_AGAIN = 15.0
"""Seconds an answer of Telegram counts."""


class Health:
    def __init__(self, store: Store, inbox: Inbox, ask_telegram: Callable[[], Awaitable[object]]) -> None:
        self._store, self._inbox, self._ask_telegram = store, inbox, ask_telegram
        self._asked: float | None = None
        self.started = False

    async def problems(self) -> list[str]:
        if not self.started:
            return ["starting"]
        found = []
        try:
            await self._store.check()
            backlog = await self._store.backlog()
            if backlog.waiting > SMALL_BACKLOG:
                found.append(f"{backlog.waiting} updates wait")
        except StoreError as error:
            found.append(f"store: {error.reason}")
        if not await self._telegram_answers():
            found.append("Telegram does not answer")
        if self._inbox.stopping.is_set():
            found.append("stopping")
        return found

    async def _telegram_answers(self) -> bool:
        if self._asked is not None and time.monotonic() - self._asked < ASK_AGAIN:
            return True
        try:
            await self._ask_telegram()
        except Exception:
            self._asked = None
            return False
        self._asked = time.monotonic()
        return True

    async def live(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def ready(self, request: web.Request) -> web.Response:
        found = await self.problems()
        return web.json_response({"ok": not found, "problems": found}, status=503 if found else 200)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/healthz", self.live), web.get("/readyz", self.ready)]


def metrics_route(registry: CollectorRegistry) -> web.RouteDef:
    async def metrics(request: web.Request) -> web.Response:
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return web.get("/metrics", metrics)
