"""The composition root: the only place that builds things, and the order in which they start and stop.

Owns the wiring. Nothing happens at import; what the mode at hand does not need is not imported.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram import Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ExtBot, TypeHandler

from bot.grouped import Grouped
from bot.health import Health
from bot.inbox import Inbox
from bot.inline import Inline
from bot.metrics import Metrics
from bot.outbox import FIRST_WAIT, LONGEST_WAIT, Outbox
from bot.processor import ChatProcessor
from bot.profile import Profile, introduce
from bot.render import answer
from bot.request import AiohttpRequest, UpdatesRequest
from bot.settings import Settings, SettingsError
from bot.store import open_store
from bot.store.contract import Entry, Lane, StoreError
from bot.turns import Turns, Voice
from bot.updates import KINDS, Me

CONNECTIONS = 100
POLL_SECONDS = 25
STOP_SECONDS = 20.0
"""For turns under way; hosts kill a process 10 to 30 seconds after asking."""
TIDY_SECONDS = 3_600.0
SCRUB_SECONDS = 60.0

REFUSED = "TELEGRAM_BOT_TOKEN (not shown) is wrong: Telegram refuses it; ask BotFather for the current one"

log = structlog.get_logger(__name__)


class SignpostBot(ExtBot[None]):
    """Tells of a whole portion of updates before PTB's poller puts them one by one."""

    __slots__ = ("arrived",)

    def __init__(self, *, arrived: Callable[[tuple[Update, ...]], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        with self._unfrozen():
            self.arrived = arrived

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        updates = await super().get_updates(*args, **kwargs)
        self.arrived(updates)
        return updates


class Service:
    def __init__(self, settings: Settings, voice: Voice, profile: Profile, *, clock: Callable[[], float] = time.time) -> None:
        self.settings, self._profile = settings, profile
        self.registry, self.metrics = _metrics(settings)
        self.store = open_store(settings.database_url, settings.sqlite_synchronous)
        self._ledger: Grouped[Entry, bool] = Grouped(self.store.write)
        self.inbox = Inbox(self.store, self._ledger, self.metrics, clock=clock)
        self._request = AiohttpRequest(CONNECTIONS)
        self.application = self._application()
        bot = self.application.bot
        self._outbox = Outbox(self._request, bot.base_url, self._ledger, self.metrics, self.inbox.stopping, clock=clock)
        self._turns = Turns(voice, self._ledger, self._outbox, self.metrics, shared=self.store.shared, clock=clock)
        self.inbox.on_query = lambda query: self._outbox.soon(answer(query))
        self._inline = Inline(voice, self._outbox.soon, self.metrics)
        self.inbox.on_inline = self._inline.ask
        self._turns.on_kept = self.inbox.kept
        self.inbox.on_unstored = self._turns.tell_unstored
        self.application.add_handler(TypeHandler(Lane, self._turns.attend))
        self.application.add_error_handler(_log_error)
        self.health = Health(self.store, self.inbox, bot.get_me)
        self._clock = clock
        self._tasks: list[asyncio.Task[None]] = []
        self._runners: list[Any] = []
        self.port: int | None = None
        """Where the webhook listens."""
        self.metrics_port: int | None = None

    def _application(self) -> Application[Any, Any, Any, Any, Any, Any]:
        bot = SignpostBot(
            arrived=self.inbox.expect,
            token=self.settings.token,
            base_url=f"{self.settings.telegram_api_url}/bot",
            base_file_url=f"{self.settings.telegram_api_url}/file/bot",
            request=self._request,
            get_updates_request=UpdatesRequest(),
        )
        builder = Application.builder().bot(bot).update_queue(self.inbox).job_queue(None)
        return builder.concurrent_updates(ChatProcessor(self.inbox)).build()

    async def start(self, gave_up: asyncio.Event | None = None) -> None:
        """Returns when updates are taken. SettingsError or StoreError where that cannot be."""
        await self.store.open()
        await self._serve()
        await self._meet_telegram(gave_up or asyncio.Event())
        await self.application.start()
        await self.inbox.sweep()  # what was left comes before anything new
        await self._take_updates()
        self._tasks = [asyncio.create_task(work()) for work in (self.inbox.keep_sweeping, self._keep_tidy, self._introduce)]
        self.health.started = True

    async def stop(self) -> None:
        """Turns under way are finished, what waits is left for the next start."""
        self.inbox.stopping.set()
        for task in self._tasks:
            task.cancel()
        updater = self.application.updater
        if updater and updater.running:
            await updater.stop()
        for runner in self._runners:
            await runner.cleanup()
        await self._inline.stop()
        if self.application.running:
            try:
                await asyncio.wait_for(self.application.stop(), STOP_SECONDS)
            except TimeoutError:
                log.warning("turns under way are left for the next start")
        await self._outbox.drain()
        await self.inbox.chats.drain()
        await self._ledger.drain()
        await self.application.shutdown()
        await self._request.shutdown()
        try:
            await self.store.scrub()
        except StoreError as error:
            log.error("store", reason=error.reason, mend=error.mend)
        await self.store.close()

    async def _serve(self) -> None:
        settings = self.settings
        if settings.webhook_url:
            from aiohttp import web

            from bot.webhook import Webhook, path_of, serve

            self._webhook = Webhook(settings.secret, self.inbox.put)
            routes = [*self.health.routes(), web.post(path_of(settings.webhook_url), self._webhook.post)]
            runner = await serve(settings.port, routes)
            self._runners.append(runner)
            self.port = runner.addresses[0][1]
        if self.registry is not None:
            from bot.health import metrics_route
            from bot.webhook import serve

            runner = await serve(settings.metrics_port or 0, [*self.health.routes(), metrics_route(self.registry)])
            self._runners.append(runner)
            self.metrics_port = runner.addresses[0][1]

    async def _meet_telegram(self, gave_up: asyncio.Event) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                await self.application.initialize()
                break
            except InvalidToken:
                raise SettingsError(REFUSED) from None
            except TelegramError as error:
                log.warning("Telegram cannot be reached, trying again", address=self.settings.telegram_api_url, reason=str(error))
            try:
                await asyncio.wait_for(gave_up.wait(), wait)
                raise asyncio.CancelledError
            except TimeoutError:
                wait = min(2 * wait, LONGEST_WAIT)
        bot = self.application.bot
        self.inbox.me = Me(bot.id, bot.username)
        self._inline.username = bot.username
        self._turns.sharing = bool(bot.supports_inline_queries)
        if not self._turns.sharing:
            log.warning("inline mode is off, so no card can be shared; BotFather turns it on with /setinline")

    async def _take_updates(self) -> None:
        settings, updater = self.settings, self.application.updater
        if settings.webhook_url:
            self._webhook.open = True
            await self.application.bot.set_webhook(
                settings.webhook_url, allowed_updates=KINDS, secret_token=settings.secret, max_connections=CONNECTIONS
            )
        elif updater:
            await updater.start_polling(timeout=POLL_SECONDS, bootstrap_retries=-1, allowed_updates=KINDS, error_callback=_polling_error)

    async def _introduce(self) -> None:
        await introduce(self.application.bot, self._profile)

    async def _keep_tidy(self) -> None:
        next_tidy = 0.0
        while True:
            await asyncio.sleep(SCRUB_SECONDS)
            try:
                if time.monotonic() >= next_tidy:
                    gone = await self.store.tidy(int(self._clock()), self.settings.session_idle_days)
                    next_tidy = time.monotonic() + TIDY_SECONDS
                    if gone:
                        self.inbox.chats.forget()
                        log.info("idle sessions removed", count=gone)
                else:
                    await self.store.scrub()
            except StoreError as error:
                log.error("store", reason=error.reason, mend=error.mend)


async def run(service: Service, prepare: Callable[[], Awaitable[object]] | None = None) -> None:
    """Until SIGTERM or SIGINT. ``prepare`` is what must be there before students can be answered."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, ended.set)
    try:
        await service.start(ended)
        if prepare:
            await prepare()
        log.info("ready", bot=service.inbox.me.username, mode="webhook" if service.settings.webhook_url else "polling")
        await ended.wait()
        log.info("stopping")
    except asyncio.CancelledError:
        log.info("stopped before it was ready")
    finally:
        await service.stop()
    log.info("stopped")


def _metrics(settings: Settings) -> tuple[Any, Metrics]:
    if settings.metrics_port is None:
        return None, Metrics()
    from prometheus_client import CollectorRegistry

    from bot.metrics import Prometheus

    registry = CollectorRegistry()
    return registry, Prometheus(registry)


def _polling_error(error: TelegramError) -> None:
    level = log.warning if isinstance(error, NetworkError) else log.error
    level("polling", reason=str(error))


async def _log_error(update: object, context: Any) -> None:
    log.error("serving a chat failed", exc_info=context.error)
