"""Where Telegram posts updates: yes only after the update is stored.

Owns the HTTP side of the webhook. Must not know what an update means.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from telegram import Update
from telegram.error import NetworkError

from bot.updates import UnreadableError, wrap

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 the name of a header
LARGEST = 1_000_000
"""Bytes; Telegram's updates are far smaller."""

log = structlog.get_logger(__name__)


class Webhook:
    def __init__(self, secret: str, put: Callable[[Update], Awaitable[None]]) -> None:
        self._secret, self._put = secret.encode(), put
        self.open = False
        """Whether updates are taken yet."""

    async def post(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        if not self.open:
            return web.Response(status=503)
        try:
            update = wrap(json.loads(await request.read()))
        except (ValueError, AttributeError, UnreadableError):
            return web.Response(status=400)
        try:
            await self._put(update)
        except NetworkError as error:
            log.error("update refused", reason=str(error))
            return web.Response(status=500)  # Telegram sends it again
        return web.Response()


def path_of(url: str) -> str:
    return urlsplit(url).path or "/"


async def serve(port: int, routes: Sequence[web.RouteDef]) -> web.AppRunner:
    """Listens until the runner is cleaned up; ``runner.addresses`` tells the port where 0 was asked for."""
    application = web.Application(client_max_size=LARGEST)
    application.add_routes(routes)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=5)
    await runner.setup()
    # Any free port (0) would be two, one for each version of IP.
    await web.TCPSite(runner, None if port else "127.0.0.1", port, reuse_address=True).start()
    return runner
