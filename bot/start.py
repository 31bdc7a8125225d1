"""The real conversation behind the service: the engine, its words, its pictures; on Telegram or on this machine.

Owns which engine, wording and pictures are used. Loading the engine goes on beside the first talk with Telegram.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections.abc import Awaitable, Callable
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

import structlog

from bot.app import Service, run
from bot.logging import configure
from bot.profile import Profile
from bot.settings import Settings, SettingsError, read_settings
from bot.turns import SORRY, UNSTORED, Engine, Voice
from conversations.messages import Phrase, Picture, Sheet
from conversations.wording import wording

LOCAL_PORT = 8_000
LOCAL = """Signpost on this machine: {url}
Open that in a browser. Nothing leaves this machine, and all is forgotten when you stop it with Ctrl-C.
"""
NOT_LOCAL = {"webhook_url": None, "webhook_secret": None, "sentry_dsn": None}

if TYPE_CHECKING:
    from conversations.engine import Engine as Advisor

log = structlog.get_logger(__name__)


class Loading:
    """The engine, loaded once in a thread and awaited by whoever needs it."""

    def __init__(self) -> None:
        self._task = asyncio.create_task(asyncio.to_thread(_load))
        self._task.add_done_callback(self._warm)

    async def __call__(self) -> Engine:
        return cast(Engine, self._task.result() if self._task.done() else await asyncio.shield(self._task))

    def _warm(self, task: asyncio.Task[Advisor]) -> None:
        """Beside the first messages, not before them: it takes half as long again as loading."""
        if not task.cancelled() and task.exception() is None:
            self._warming = asyncio.get_running_loop().run_in_executor(None, task.result().warm)


def _load() -> Advisor:
    from conversations.engine import Engine as Advisor

    # nothing of what is loaded is ever freed: looking for garbage in it, now or later, is time lost
    gc.disable()
    try:
        return Advisor.load()
    finally:
        gc.freeze()
        gc.enable()


def _draw(picture: Picture) -> bytes:
    from bot import pictures

    return pictures.draw(picture)


def _make(sheet: Sheet) -> bytes:
    from bot import documents

    return documents.make(sheet)


def _profile() -> Profile:
    from conversations.engine import commands

    words = wording()
    for phrase in (SORRY, UNSTORED):
        words.compose(phrase)  # what is said when all else fails must be there
    return Profile(commands(), words.plain(Phrase("bot.description")), words.plain(Phrase("bot.short_description")))


def made(settings: Settings, engine: Callable[[], Awaitable[Engine]], *, clock: Callable[[], float] = time.time) -> Service:
    """The service as students meet it, not yet started."""
    return Service(settings, Voice(engine, wording, _draw, _make), _profile(), clock=clock)


def report_errors(settings: Settings) -> None:
    """To the log, and to Sentry where that is asked for."""
    secrets = [settings.token, settings.secret]
    configure(settings.log_level, settings.log_format, secrets)
    if settings.sentry_dsn:
        from bot.watch import watch

        watch(settings.sentry_dsn.get_secret_value(), secrets)


async def serve(settings: Settings) -> None:
    """Until told to stop."""
    report_errors(settings)
    engine = Loading()
    await run(made(settings, engine), engine)


async def serve_local(settings: Settings) -> None:
    """On Telegram's stand-in: nothing leaves this machine, and nothing is kept when it stops.

    The store is the run's own: the stand-in's students are made up anew each time, and must not meet what another
    kept under the same id, least of all in the store of a real bot.
    """
    try:
        from bot.sandbox.browser import show
        from bot.sandbox.server import start_near
    except ImportError:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set: ask BotFather on Telegram for one (README, A token)") from None
    sandbox = await start_near(settings.port if "port" in settings.model_fields_set else LOCAL_PORT, name="Signpost")
    try:
        with TemporaryDirectory(prefix="signpost-", ignore_cleanup_errors=True) as folder:
            sys.stdout.write(LOCAL.format(url=sandbox.url))
            sys.stdout.flush()
            show(sandbox.url)
            own = {"telegram_bot_token": sandbox.token, "telegram_api_url": sandbox.url, "database_url": f"sqlite:///{folder}/signpost.db"}
            await serve(read_settings(**{**settings.model_dump(), **NOT_LOCAL, **own}))
    finally:
        await sandbox.stop()
